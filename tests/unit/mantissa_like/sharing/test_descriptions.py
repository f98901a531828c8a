"""
Tests for interfaces in plain words.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase
from zope.interface import Interface, implementer

from axiom.attributes import text
from axiom.item import Item, nameInterface
from axiom.store import Store
from mantissa_like.sharing import (
    InterfaceNotProvided,
    ITitled,
    describedInterfaces,
    describeInterface,
    interfacesNamed,
    titleOf,
)

# mypy: disable-error-code="misc"


class ISeen(Interface):
    """
    What can be seen.
    """


class IDrawn(Interface):
    """
    What can be drawn upon; of no use unseen.
    """


class IBurnt(ISeen):
    """
    What nobody has described.
    """


nameInterface(ISeen, "test.ISeen")
nameInterface(IDrawn, "test.IDrawn")
nameInterface(IBurnt, "test.IBurnt")
describeInterface(IDrawn, "draw on it", needs=[ISeen])
describeInterface(ISeen, "see it")


@implementer(IDrawn, IBurnt, ITitled)
class Sketch(Item):
    """
    A drawing.
    """

    typeName = "test_sharing_sketch"
    title = text()


class Plain(Item):
    """
    An item that provides nothing.
    """

    typeName = "test_sharing_plain"
    title = text()


class DescriptionTests(SynchronousTestCase):
    """
    Tests for L{describedInterfaces}, L{interfacesNamed} and L{titleOf}.
    """

    def setUp(self) -> None:
        self.store = Store()
        self.addCleanup(self.store.close)
        self.sketch = Sketch(store=self.store, title="Tree")

    def test_described(self) -> None:
        """
        What was described is offered, that which others need first; an interface that extends a described
        one is not.
        """
        self.assertEqual(
            [("test.ISeen", "see it"), ("test.IDrawn", "draw on it")],
            [(each.name, each.words) for each in describedInterfaces(self.sketch)],
        )
        self.assertEqual([], describedInterfaces(Plain(store=self.store)))

    def test_needed(self) -> None:
        """
        What an interface needs is shared with it, and before it.
        """
        self.assertEqual([ISeen, IDrawn], interfacesNamed(self.sketch, ["test.IDrawn"]))
        self.assertEqual([ISeen], interfacesNamed(self.sketch, ["test.ISeen"]))

    def test_notOffered(self) -> None:
        """
        An interface that the item has, but that was not described, is refused as one that it has not.
        """
        for name in ("test.IBurnt", "mantissa.ITitled", "*", "test.IReadable"):
            error = self.assertRaises(
                InterfaceNotProvided, interfacesNamed, self.sketch, ["test.ISeen", name]
            )
            self.assertEqual((name,), error.interfaceNames)

    def test_title(self) -> None:
        """
        The title of an item that has one is told on one line and not too long; of another, what is said
        instead.
        """
        self.assertEqual("Tree", titleOf(self.sketch, "x"))
        self.sketch.title = "a\nb " + "c" * 300
        self.assertEqual("a b " + "c" * 196, titleOf(self.sketch, "x"))
        self.sketch.title = None
        self.assertEqual("x", titleOf(self.sketch, "x"))
        self.assertEqual("x", titleOf(Plain(store=self.store, title="hidden"), "x"))
