"""
Credentials of those whose identity is known already.
"""

from __future__ import annotations

from twisted.cred.credentials import IUsernameHashedPassword, IUsernamePassword
from zope.interface import Interface, implementer

__all__ = ["IPreauthCredentials", "Preauthenticated"]


class IPreauthCredentials(Interface):
    """
    Axiom's old name for credentials of this kind; nothing provides it.
    """


@implementer(IUsernamePassword, IUsernameHashedPassword)
class Preauthenticated:
    """
    Made by a server that knows whom it talks to; any password is right.

    @ivar username: C{user@domain}.
    """

    password = b""

    def __init__(self, username: str | bytes) -> None:
        self.username = username

    def checkPassword(self, password: object) -> bool:
        """
        Yes.
        """
        return True

    def __repr__(self) -> str:
        username = self.username.decode() if isinstance(self.username, bytes) else self.username
        return f"<Preauthenticated: {username}>"
