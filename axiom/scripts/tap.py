"""
What C{twistd axiomatic-start} makes: the service of one store.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from twisted.application.service import IService
from twisted.python import usage

from axiom.scripts._service import StoreService
from axiom.store import Store

__all__ = ["Options", "makeService"]


class Options(usage.Options):
    """
    Which store, and how it is opened.
    """

    optParameters = (
        ("dbdir", "d", None, "The directory of the store."),
        ("journal-mode", None, None, "How SQLite keeps its journal, instead of WAL."),
    )
    optFlags = (("debug", "b", "Open the store with debugging on."),)


def makeService(options: Mapping[str, Any]) -> IService:
    """
    What opens the store when it starts, runs its services, and closes it when they have stopped.
    """

    def openStore() -> Store:
        return Store(options["dbdir"], debug=bool(options["debug"]), journalMode=options["journal-mode"])

    return StoreService(openStore)
