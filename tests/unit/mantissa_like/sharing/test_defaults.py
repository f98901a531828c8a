"""
Tests for default share IDs.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.sharing import getDefaultShareID, setDefaultShareID, shareItem
from tests.unit.mantissa_like.sharing.notes import Note


class DefaultShareIDTests(SynchronousTestCase):
    """
    Tests for L{setDefaultShareID} and L{getDefaultShareID}.
    """

    def setUp(self) -> None:
        self.store = Store()
        self.addCleanup(self.store.close)
        self.shares = {name: shareItem(Note(store=self.store), shareID=name) for name in ("a", "b", "c")}

    def test_none(self) -> None:
        """
        At first a store has none; asking writes nothing.
        """
        with self.store.snapshot():
            self.assertIs(None, getDefaultShareID(self.store))

    def test_firstOne(self) -> None:
        """
        Of several with the same priority the one that was set first counts.
        """
        setDefaultShareID(self.store, "b")
        setDefaultShareID(self.store, "a")
        self.assertEqual("b", getDefaultShareID(self.store))

    def test_priority(self) -> None:
        """
        The highest priority counts; setting it again changes it.
        """
        setDefaultShareID(self.store, "a")
        setDefaultShareID(self.store, "b", priority=1)
        self.assertEqual("b", getDefaultShareID(self.store))
        setDefaultShareID(self.store, "b", priority=-1)
        self.assertEqual("a", getDefaultShareID(self.store))

    def test_unreachable(self) -> None:
        """
        One that is not shared any more, or suspended, gives way to the next.
        """
        for name in ("a", "b", "c"):
            setDefaultShareID(self.store, name)
        self.shares["a"].deleteFromStore()
        self.shares["b"].suspended = True
        self.assertEqual("c", getDefaultShareID(self.store))
