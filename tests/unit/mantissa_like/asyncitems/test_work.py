"""
Tests for L{mantissa_like.asyncitems._work}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from mantissa_like.agenda import IStoreWork
from mantissa_like.asyncitems import RESOLVED, addHandlers, makeOperation
from tests.unit.mantissa_like.asyncitems.workbench import Workbench


class AsyncWorkTests(SynchronousTestCase):
    """
    Tests for working off what is due.
    """

    def setUp(self) -> None:
        self.bench = Workbench()

    def test_provides(self) -> None:
        """
        It is a kind of work for stores.
        """
        verifyObject(IStoreWork, self.bench.worker)

    def test_chain(self) -> None:
        """
        Each handler gets what the one before returned.
        """
        operation = makeOperation(self.bench.store)
        last = operation
        for _ in range(3):
            last = addHandlers(last, self.bench.recorder, ok="note")
        operation.succeed(1)
        self.assertEqual([], self.bench.seen)
        self.assertEqual(60.0, self.bench.workOff())
        self.assertEqual((["1", "2", "3"], RESOLVED, 4), (self.bench.seen, last.state, last.value))
        self.assertIs(None, self.bench.advance(60))
