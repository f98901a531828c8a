"""
What a deletion would do, found out before.
"""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, reference
from axiom.item import Item, allowDeletion, dependentItems
from axiom.store import Store


class Trunk(Item):
    """
    Something that others depend on.
    """

    typeName = "test_dependents_trunk"

    height = integer()


class Branch(Item):
    """
    Something that depends on a trunk.
    """

    typeName = "test_dependents_branch"

    trunk = reference(reftype=Trunk, whenDeleted=reference.CASCADE)
    nest: Any = reference(whenDeleted=reference.DISALLOW)


class DependentTests(SynchronousTestCase):
    """
    L{dependentItems} and L{allowDeletion}.
    """

    def setUp(self) -> None:
        """
        A trunk with two branches, and another one.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.trunk, self.other = Trunk(store=self.store), Trunk(store=self.store)
        self.branches = [Branch(store=self.store, trunk=self.trunk) for _ in range(2)]

    def test_dependents(self) -> None:
        """
        What refers by CASCADE to items of the class would be deleted with them.
        """

        def dependents(target: Item) -> list[Item]:
            return list(dependentItems(self.store, type(target), lambda column: column == target))

        self.assertEqual(self.branches, dependents(self.trunk))
        self.assertEqual([], dependents(self.other))
        self.assertEqual([], dependents(self.branches[0]))

    def test_allowed(self) -> None:
        """
        A reference by DISALLOW, to whatever class, forbids the deletion.
        """

        def isAllowed(target: Item) -> bool:
            return allowDeletion(self.store, type(target), lambda column: column == target)

        self.branches[0].nest = self.other
        self.assertEqual([True, False], [isAllowed(self.trunk), isAllowed(self.other)])
        self.branches[0].nest = self.branches[1]
        self.assertEqual([True, False], [isAllowed(self.other), isAllowed(self.branches[1])])
