"""
What can go wrong with accounts and logins.
"""

from __future__ import annotations

from twisted.cred.error import UnauthorizedLogin

from axiom._errors.root import AxiomError

__all__ = [
    "AllNamesConflict",
    "BadCredentials",
    "DatabaseDirectoryConflict",
    "DuplicateUser",
    "MissingDomainPart",
    "NoSuchUser",
]


class BadCredentials(AxiomError, UnauthorizedLogin):
    """
    The password does not match.
    """


class NoSuchUser(AxiomError, UnauthorizedLogin):
    """
    Nobody has this address, or its account is disabled.

    @ivar username: the address.
    """

    def __init__(self, username: object) -> None:
        super().__init__(f"there is no account {username!r} that may log in")
        self.username = username


class MissingDomainPart(NoSuchUser):
    """
    A user name without a domain.
    """

    hint = "Log in as user@domain."


class DuplicateUser(AxiomError):
    """
    Somebody has this address.

    @ivar username: the part before the C{@}.
    @ivar domain: the part behind it; None for an application.
    """

    def __init__(self, username: str, domain: str | None) -> None:
        super().__init__(
            f"there is an account {username if domain is None else f'{username}@{domain}'} already"
        )
        self.username, self.domain = username, domain


class AllNamesConflict(AxiomError):
    """
    A user store can't be inserted, since the site has accounts with all its addresses; nothing was changed.
    """

    hint = "Add a login method to the store, or rename the accounts of the site."


class DatabaseDirectoryConflict(AxiomError):
    """
    A store can't be moved, since something is in its place; nothing was changed.

    @ivar path: what is there.
    """

    hint = "Move it away; if it is the store that is to be inserted, insert it from there."

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is in the way")
        self.path = path
