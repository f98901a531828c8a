"""
What seals and opens secrets.
"""

from __future__ import annotations

from zope.interface import Interface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["IVault"]


class IVault(Interface):
    """
    Seals secrets, so that who has the database but not the key learns nothing but their length.

    An in-memory powerup of the site store takes the place of the usual one.
    """

    def seal(plain, purpose):
        """
        Encrypt C{plain}, differently each time.

        @param plain: bytes, may be empty.
        @param purpose: what they are for, such as C{totp:alice@example.com}; needed to open them again.
        @return: the sealed bytes, 33 more than C{plain}.
        """

    def open(sealed, purpose):
        """
        What C{sealed} was made of.

        @raise WrongKey: with a key that is not here.
        @raise SealBroken: it is damaged, or was sealed for another purpose.
        """
