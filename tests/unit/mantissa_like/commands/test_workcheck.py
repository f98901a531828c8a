"""
Tests for what C{axiomatic check} finds out about the work of stores.
"""

from __future__ import annotations

from pathlib import Path

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from axiom.care import StorePlace, storesBelow
from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.agenda import openAgenda
from mantissa_like.asyncitems import makeOperation
from mantissa_like.commands import workCheck
from mantissa_like.messaging import Scatter
from mantissa_like.messaging._scattersteps import endScatter

_LONG_AGO = Time.fromPOSIXTimestamp(1_000_000_000)


class WorkCheckTests(SynchronousTestCase):
    """
    Tests for L{workCheck}.
    """

    def test_scatter(self) -> None:
        """
        A scatter whose time will be over is work; one that has ended is none.
        """
        directory = self.mktemp()
        with Store(directory) as site:
            subStore = SubStore.createNew(site, ("account", "user.axiom"))
            store = subStore.open()
            asked = Scatter(
                store=store,
                operation=makeOperation(store),
                collate="add",
                sender="census/user@example.com",
                valueType="text",
                data=b"",
                collated=_LONG_AGO,
                deadline=_LONG_AGO,
                total=0,
            )
            openAgenda(site)
            places = list(storesBelow(StorePlace(Path(directory))))
            self.assertEqual(["account/user.axiom"], [name for name, _ in workCheck.problemsIn(places)])
            operation = asked.operation
            store.transact(endScatter, asked)
            # Its operation is still to be handed on.
            operation.due = None
            self.assertEqual([], [name for name, _ in workCheck.problemsIn(places)])
