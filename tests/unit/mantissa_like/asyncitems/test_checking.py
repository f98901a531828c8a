"""
Tests for finding operations that wait for others which are gone.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from twisted.plugin import IPlugin
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.care import StorePlace
from axiom.iaxiom import IStoreCheck
from axiom.item import Item
from axiom.store import Store
from mantissa_like.asyncitems import OperationCheck, addHandlers, makeOperation
from tests.unit.mantissa_like.asyncitems.workbench import Recorder


class OperationCheckTests(SynchronousTestCase):
    """
    Tests for L{OperationCheck}.
    """

    def found(self, directory: str) -> list[str]:
        """
        What is wrong.
        """
        return [problem.what for _, problem in OperationCheck().problemsIn([StorePlace(Path(directory))])]

    def test_interface(self) -> None:
        """
        It is a plugin.
        """
        verifyObject(IStoreCheck, OperationCheck())
        self.assertTrue(IPlugin.providedBy(OperationCheck()))

    def test_sourceDeleted(self) -> None:
        """
        What waits for an operation that was deleted has a problem, unless it is settled, or will time out.
        """
        directory = self.mktemp()
        with Store(directory) as store:
            self.assertEqual([], self.found(directory))
            source, recorder = makeOperation(store), Recorder(store=store)
            waiting = addHandlers(source, recorder, ok="note")
            addHandlers(source, recorder, ok="note").cancel()
            addHandlers(source, recorder, ok="note", timeout=timedelta(days=1))
            self.assertEqual([], self.found(directory))
            Item.deleteFromStore(source)
            expected = f"operations wait for others that were deleted: {waiting.operationID}"
            self.assertEqual([expected], self.found(directory))
            waiting.cancel()
            self.assertEqual([], self.found(directory))
