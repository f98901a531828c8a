"""
Identifiers: the names of shared items throughout a site, and beyond it.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Identifier"]


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
