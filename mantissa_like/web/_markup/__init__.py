"""
Pages as bytes: templates, the frame around them, and what is sent.
"""
