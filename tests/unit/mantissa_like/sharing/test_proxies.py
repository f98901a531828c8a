"""
Tests for proxies of shared items.
"""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase
from zope.interface import Interface, providedBy
from zope.interface.adapter import AdapterRegistry
from zope.interface.interface import InterfaceClass

from axiom.iaxiom import IBeneficiary
from axiom.store import Store
from mantissa_like.sharing import (
    ALL_IMPLEMENTED,
    SharedProxy,
    getEveryoneRole,
    itemFromProxy,
    shareIDFromProxy,
    shareItem,
)
from tests.unit.mantissa_like.sharing.notes import IReadable, IRemovable, IWritable, Note


class SharedProxyTests(SynchronousTestCase):
    """
    Tests for L{SharedProxy}.
    """

    def setUp(self) -> None:
        self.store = Store()
        self.addCleanup(self.store.close)
        self.note = Note(store=self.store, title="Milk", body="Buy some")

    def proxy(self, *interfaces: InterfaceClass, shareID: str = "note") -> Any:
        """
        What everybody sees when the note is shared by these interfaces.
        """
        shareItem(self.note, shareID=shareID, interfaces=interfaces)
        return getEveryoneRole(self.store).getShare(shareID)

    def test_shown(self) -> None:
        """
        Declared methods and attributes are the item's, those of base interfaces too.
        """
        self.assertEqual(("Milk", "Buy some"), (self.proxy(IReadable).title, self.proxy(IReadable).read()))
        proxy = self.proxy(IWritable)
        proxy.write("Bought")
        self.assertEqual("Bought", proxy.read())

    def test_hidden(self) -> None:
        """
        Whatever no shared interface declares is missing: the item's other methods and columns, its own parts.
        """
        proxy = self.proxy(IReadable)
        hidden = ["write", "remove", "rank", "store", "storeID", "powerUp", "deleteFromStore", "__dict__"]
        hidden += ["sharedItem", "_item", "_sharedItem", "_exposure", "_shareID", "__conform__", "__slots__"]
        self.assertEqual([], [name for name in hidden if hasattr(proxy, name)])

    def test_privateNames(self) -> None:
        """
        A private name stays private even if an interface declares it.
        """
        proxy = self.proxy(IRemovable)
        self.assertEqual((True, False), (hasattr(proxy, "remove"), hasattr(proxy, "_internal")))

    def test_notSet(self) -> None:
        """
        Attributes of a proxy are neither set nor deleted, whether shown or not.
        """
        proxy = self.proxy(IReadable)
        for name in ("title", "rank", "new"):
            self.assertRaises(AttributeError, setattr, proxy, name, 1)
            self.assertRaises(AttributeError, delattr, proxy, name)
        self.assertEqual("Milk", self.note.title)

    def test_provides(self) -> None:
        """
        The shared interfaces and their bases are provided, no others.
        """
        every = (IReadable, IWritable, IRemovable, IBeneficiary)
        for shared, provided in (
            ((IReadable,), [True, False, False, False]),
            ((IWritable,), [True, True, False, False]),
        ):
            proxy = self.proxy(*shared)
            self.assertEqual(provided, [each.providedBy(proxy) for each in every])

    def test_adapts(self) -> None:
        """
        An adapter is found by the shared interfaces, the one that was shared first before the others.
        """
        views: Any = AdapterRegistry()
        views.register([IReadable], Interface, "", "reader")
        views.register([IRemovable], Interface, "", "remover")
        for first, shared in (("reader", (IReadable, IRemovable)), ("remover", (IRemovable, IReadable))):
            self.assertEqual(first, views.lookup([providedBy(self.proxy(*shared))], Interface))

    def test_notAdaptedByItem(self) -> None:
        """
        A powerup of the item is out of reach: a proxy conforms to what it provides only.
        """
        self.note.powerUp(self.note, IRemovable)
        self.assertIs(None, IRemovable(self.proxy(IReadable), None))

    def test_everything(self) -> None:
        """
        Sharing all interfaces leaves out those that every item has.
        """
        shareItem(self.note, shareID="all", interfaces=ALL_IMPLEMENTED)
        proxy = getEveryoneRole(self.store).getShare("all")
        self.assertEqual(
            [True, True, False], [each.providedBy(proxy) for each in (IWritable, IRemovable, IBeneficiary)]
        )
        self.assertEqual(False, hasattr(proxy, "powerUp"))

    def test_equality(self) -> None:
        """
        Proxies are equal if item and interfaces are the same, whatever the order and the share ID.
        """
        proxy = self.proxy(IReadable, IRemovable, shareID="a")
        same = self.proxy(IRemovable, IReadable, shareID="b")
        self.assertEqual((proxy, hash(proxy)), (same, hash(same)))
        self.assertNotEqual(proxy, self.proxy(IReadable, shareID="c"))
        other = Note(store=self.store)
        shareItem(other, shareID="d", interfaces=[IReadable, IRemovable])
        self.assertNotEqual(proxy, getEveryoneRole(self.store).getShare("d"))
        self.assertNotEqual(proxy, self.note)

    def test_behind(self) -> None:
        """
        Code that acts for the owner gets at the item and at the share ID.
        """
        proxy = self.proxy(IReadable, shareID="milk")
        self.assertIs(SharedProxy, type(proxy))
        self.assertEqual((self.note, "milk"), (itemFromProxy(proxy), shareIDFromProxy(proxy)))

    def test_repr(self) -> None:
        """
        It tells what is shown of what.
        """
        self.assertEqual(
            f"<SharedProxy of Note {self.note.storeID} by test.IReadable, test.IRemovable>",
            repr(self.proxy(IReadable, IRemovable)),
        )
