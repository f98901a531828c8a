"""
What the test-suites of applications of Axiom import from there. New tests use L{axiom.testing}.
"""
