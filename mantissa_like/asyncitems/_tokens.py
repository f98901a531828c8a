"""
Tokens, each known by its hash.
"""

from __future__ import annotations

import hashlib

__all__ = ["hashToken"]


def hashToken(token: str) -> str:
    """
    SHA-256 of a token, which is too long to be guessed from it.
    """
    return hashlib.sha256(token.encode()).hexdigest()
