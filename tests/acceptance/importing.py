"""
An import that a process of its own makes, and what it brings.
"""

from __future__ import annotations

from pathlib import Path

from twisted.internet.defer import Deferred

from axiom.attributes import text
from axiom.item import Item
from axiom.store import Store
from axiom.userbase import LoginMethod
from mantissa_like.accounts import Imported, importAccount

__all__ = ["Souvenir", "bring"]


class Souvenir(Item):
    """
    Something to be brought.
    """

    typeName = "acceptance_souvenir"

    name = text(allowNone=False)


def bring(site: str, archive: str) -> None:
    """
    Import an archive into Bob's account.
    """
    store = Store(site)
    account = store.findUnique(LoginMethod, LoginMethod.localpart == "bob").account
    outcome: Deferred[Imported] = importAccount(account, Path(archive), 10**7)
    assert outcome.called, "nothing waits where no reactor runs"
    assert isinstance(outcome.result, Imported), outcome
