"""
The name that Python's C{super} has in applications of Axiom.
"""

from __future__ import annotations

__all__ = ["hyper"]

hyper = super
