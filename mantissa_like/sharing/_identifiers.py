"""
Identifiers: the names of shared items throughout a site, and beyond it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

__all__ = ["APPLICATION", "Identifier"]

APPLICATION = "application:"
"""What the external IDs of the roles of applications begin with."""


@dataclass(frozen=True, order=True)
class Identifier:
    """
    Where a shared item is: the store, by the account or application whose it is, and the name in it.

    @ivar shareID: the item's name in that store.
    @ivar localpart: of the account's address; or the application's name.
    @ivar domain: of the account's address; None for an application.
    """

    shareID: str
    localpart: str
    domain: str | None

    def __str__(self) -> str:
        owner = self.localpart if self.domain is None else f"{self.localpart}@{self.domain}"
        return f"{owner}/{self.shareID}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        The identifier whose C{str()} is C{text}.

        @raise ValueError: it is that of none.
        """
        owner, _, shareID = text.partition("/")
        localpart, at, domain = owner.rpartition("@")
        if not (owner and shareID and bool(localpart) == bool(at)):
            raise ValueError(f"{text!r} is no identifier; one looks like user@domain/shareID")
        return cls(shareID, localpart, domain) if at else cls(shareID, owner, None)

    @property
    def ownerName(self) -> str:
        """
        The external ID of the role that the owner has in the stores of others: C{user@domain}, or
        C{application:NAME}.
        """
        return f"{APPLICATION}{self.localpart}" if self.domain is None else f"{self.localpart}@{self.domain}"
