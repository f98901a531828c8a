"""
Powerups of stores and items.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, ClassVar

from twisted.trial.unittest import SynchronousTestCase
from zope.interface import Interface, implementer
from zope.interface.verify import verifyObject

from axiom.attributes import inmemory, integer, text
from axiom.iaxiom import IBeneficiary, IPowerupIndirector
from axiom.item import (
    POWERUP_AFTER,
    POWERUP_BEFORE,
    Item,
    _PowerupConnector,
    empowerment,
    interfaceName,
    nameInterface,
)
from axiom.store import Store


class ISwim(Interface):
    """
    Something that swims.
    """


class IFly(Interface):
    """
    Something that flies.
    """


class ISing(Interface):
    """
    Something that sings, together.
    """


@implementer(ISwim, IFly)
class Duck(Item):
    """
    A powerup for two interfaces.
    """

    typeName = "test_powerups_duck"
    powerupInterfaces: ClassVar[Sequence[Any]] = (ISwim, (IFly, 3))

    name = text(allowNone=False)


class Stone(Item):
    """
    An item that provides nothing.
    """

    typeName = "test_powerups_stone"

    weight = integer()


@implementer(IPowerupIndirector)
class Box(Item):
    """
    A powerup that stands for what is in it.
    """

    typeName = "test_powerups_box"

    number = integer()
    content = inmemory()

    def indirect(self, interface: Any) -> Any:
        """
        What is in it.
        """
        return interface(self.content, None)


class Choir(Item):
    """
    A beneficiary that makes one of all its singers.
    """

    typeName = "test_powerups_choir"
    aggregateInterfaces: ClassVar[dict[Any, Any]] = {
        ISing: lambda choir, singers: (choir, [singer.name for singer in singers])
    }

    number = integer()


@empowerment(IFly, 7)
@empowerment(ISing)
class Lark(Item):
    """
    A powerup by decoration.
    """

    typeName = "test_powerups_lark"

    name = text(default="lark", allowNone=False)

    def __getPowerupInterfaces__(self, pairs: Sequence[tuple[Any, int]]) -> Sequence[tuple[Any, int]]:
        return [*pairs, (ISwim, -1)]


class PowerupTests(SynchronousTestCase):
    """
    L{Empowered<axiom.item.Empowered>}.
    """

    def setUp(self) -> None:
        """
        A store with a duck.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.duck = Duck(store=self.store, name="Donald")

    def test_provides(self) -> None:
        """
        Stores and items are beneficiaries.
        """
        for beneficiary in (self.store, self.duck):
            self.assertTrue(verifyObject(IBeneficiary, beneficiary, tentative=True))

    def test_adapted(self) -> None:
        """
        A store and an item adapt to what their powerups provide, and to nothing else.
        """
        for beneficiary in (self.store, Stone(store=self.store)):
            self.assertRaises(TypeError, ISwim, beneficiary)
            beneficiary.powerUp(self.duck, ISwim)
            self.assertIdentical(self.duck, ISwim(beneficiary))
            self.assertIdentical(None, IFly(beneficiary, None))

    def test_order(self) -> None:
        """
        Higher priorities come first, equal ones in the order in which they were installed.
        """
        names = ["b", "before", "c", "after", "a"]
        priorities = [0, POWERUP_BEFORE, 0, POWERUP_AFTER, 0]
        for name, priority in zip(names, priorities, strict=True):
            self.store.powerUp(Duck(store=self.store, name=name), ISwim, priority)
        self.assertEqual(
            ["before", "b", "c", "a", "after"], [duck.name for duck in self.store.powerupsFor(ISwim)]
        )
        self.assertEqual("before", next(self.store.powerupsFor(ISwim)).name)

    def test_again(self) -> None:
        """
        To power up twice is to do it once, with the priority of the second time.
        """
        self.store.powerUp(Duck(store=self.store, name="Daisy"), ISwim)
        for priority in (0, 1):
            self.store.powerUp(self.duck, ISwim, priority)
        self.assertEqual(["Donald", "Daisy"], [duck.name for duck in self.store.powerupsFor(ISwim)])
        self.assertEqual(2, self.store.count(_PowerupConnector))

    def test_declared(self) -> None:
        """
        Without an interface the powerup's own are meant, with their priorities.
        """
        self.store.powerUp(self.duck)
        self.assertEqual(
            {"ISwim": 0, "IFly": 3},
            {str(c.interface).rpartition(".")[2]: c.priority for c in self.store.query(_PowerupConnector)},
        )
        self.assertEqual([ISwim, IFly], list(self.store.interfacesFor(self.duck)))
        self.store.powerDown(self.duck)
        self.assertEqual(0, self.store.count(_PowerupConnector))

    def test_decorated(self) -> None:
        """
        A decorated class provides its interfaces, and may say more about each item.
        """
        lark = Lark(store=self.store)
        self.store.powerUp(lark)
        found = {str(c.interface).rpartition(".")[2]: c.priority for c in self.store.query(_PowerupConnector)}
        self.assertEqual({"IFly": 7, "ISing": 0, "ISwim": -1}, found)
        self.assertIdentical(lark, IFly(self.store))
        self.assertIdentical(lark, ISwim(self.store))

    def test_down(self) -> None:
        """
        A powerup that was taken away is none; what is none can't be taken away.
        """
        self.store.powerUp(self.duck, ISwim)
        self.store.powerUp(self.duck, IFly)
        self.store.powerDown(self.duck, ISwim)
        self.assertEqual(
            ([], [self.duck]), (list(self.store.powerupsFor(ISwim)), list(self.store.powerupsFor(IFly)))
        )
        self.assertRaises(ValueError, self.store.powerDown, self.duck, ISwim)

    def test_deleted(self) -> None:
        """
        A deleted powerup is none.
        """
        self.store.powerUp(self.duck, ISwim)
        self.duck.deleteFromStore()
        self.assertEqual([], list(self.store.powerupsFor(ISwim)))

    def test_inMemory(self) -> None:
        """
        A powerup in memory may be anything, comes first, and leaves nothing in the database.
        """
        self.store.powerUp(self.duck, ISwim, 100)
        fish = object()
        self.store.inMemoryPowerUp(fish, ISwim)
        self.assertEqual([fish, self.duck], list(self.store.powerupsFor(ISwim)))
        self.assertIdentical(fish, ISwim(self.store))
        stone = Stone()
        stone.inMemoryPowerUp(fish, ISwim)
        self.assertIdentical(fish, ISwim(stone))
        stone.inMemoryPowerUp(self.duck, ISwim)
        self.assertEqual([self.duck], list(stone.powerupsFor(ISwim)))
        self.assertEqual(1, self.store.count(_PowerupConnector))

    def test_noStore(self) -> None:
        """
        An item that is in no store has no stored powerups.
        """
        self.assertEqual([], list(Stone().powerupsFor(ISwim)))
        self.assertRaises(ValueError, Stone().powerUp, self.duck, ISwim)

    def test_indirected(self) -> None:
        """
        A powerup may stand for another object, for each interface that this provides.
        """
        box = Box(store=self.store, content=self.duck)
        stone = Box(store=self.store, content=Stone(store=self.store))
        for each in (stone, box):
            self.store.powerUp(each, ISwim)
        self.assertEqual([self.duck], list(self.store.powerupsFor(ISwim)))
        self.assertRaises(TypeError, self.store.powerUp, box, IPowerupIndirector)
        self.assertEqual([], list(self.store.powerupsFor(IPowerupIndirector)))

    def test_undeclared(self) -> None:
        """
        A powerup is given as it is, whether or not its class says that it provides the interface.
        """
        stone = Stone(store=self.store)
        self.store.powerUp(stone, ISwim)
        self.assertEqual([stone], list(self.store.powerupsFor(ISwim)))
        self.assertIdentical(stone, ISwim(self.store))

    def test_aggregate(self) -> None:
        """
        An aggregate interface is provided by one object for all powerups.
        """
        choir = Choir(store=self.store)
        for name in ("a", "b"):
            choir.powerUp(Lark(store=self.store, name=name), ISing)
        self.assertEqual((choir, ["a", "b"]), ISing(choir))

    def test_itself(self) -> None:
        """
        An item may be its own powerup.
        """
        self.duck.powerUp(self.duck, IFly)
        self.assertIdentical(self.duck, IFly(self.duck))

    def test_provided(self) -> None:
        """
        A powerup that provides the interface does so itself, whatever powerups it has.
        """
        self.duck.powerUp(Duck(store=self.store, name="Daisy"), ISwim)
        self.store.powerUp(self.duck, ISwim)
        self.assertIdentical(self.duck, ISwim(self.store))

    def test_dangling(self) -> None:
        """
        A row whose powerup is gone is no powerup, nor is one without any.
        """
        for _ in range(2):
            self.store.powerUp(Duck(store=self.store, name="Daisy"), ISwim)
        self.store.powerUp(self.duck, ISwim)
        first, second, _ = self.store.query(_PowerupConnector, sort=_PowerupConnector.storeID)
        self.store.executeSQL(f"DELETE FROM axiom_objects WHERE oid = {first.powerup.storeID}")
        second.powerup = None
        self.assertEqual([self.duck], list(self.store.powerupsFor(ISwim)))

    def test_changed(self) -> None:
        """
        Powerups that change are found as they are, also within a transaction.
        """
        other = Duck(store=self.store, name="Daisy")
        self.store.powerUp(self.duck, ISwim, 1)

        def change() -> None:
            self.store.powerUp(other, ISwim, 0)
            self.assertEqual([self.duck, other], list(self.store.powerupsFor(ISwim)))
            connector = self.store.findUnique(_PowerupConnector, _PowerupConnector.powerup == other)
            connector.priority = 2
            self.assertEqual([other, self.duck], list(self.store.powerupsFor(ISwim)))

        self.store.transact(change)
        self.assertEqual([other, self.duck], list(self.store.powerupsFor(ISwim)))

    def test_elsewhere(self) -> None:
        """
        What another process gives or takes away is found at once.
        """
        path = self.mktemp()
        with Store(path) as here, Store(path) as there:
            duck = Duck(store=there, name="Daisy")
            for store in (here, there):
                self.assertEqual([], list(store.powerupsFor(ISwim)))
            there.powerUp(duck, ISwim)
            (found,) = here.powerupsFor(ISwim)
            self.assertEqual("Daisy", found.name)
            here.powerDown(found, ISwim)
            self.assertEqual([], list(there.powerupsFor(ISwim)))

    def test_badPairs(self) -> None:
        """
        An item that says wrongly for what it is a powerup can't be one.
        """
        for wrong in ([ISwim], None, [(ISwim, 0, 0)]):
            lark = Lark(store=self.store)
            self.patch(Lark, "__getPowerupInterfaces__", lambda self, pairs, wrong=wrong: wrong)
            error = self.assertRaises(ValueError, self.store.powerUp, lark)
            self.assertIn("__getPowerupInterfaces__", str(error))

    def test_interfaceGone(self) -> None:
        """
        What a powerup is for is left out where that is unknown now.
        """
        self.store.powerUp(self.duck, ISwim)
        (connector,) = self.store.query(_PowerupConnector)
        for name in ("no.such.IThing", "string", "os.path", "2.3", ""):
            connector.interface = name
            self.assertEqual([], list(self.store.interfacesFor(self.duck)))

    def test_interfaceNotImported(self) -> None:
        """
        What a store says a powerup is for makes nobody import a module.
        """
        self.store.powerUp(self.duck, ISwim)
        (connector,) = self.store.query(_PowerupConnector)
        connector.interface = "this.IFly"
        self.assertEqual([], list(self.store.interfacesFor(self.duck)))
        self.assertNotIn("this", sys.modules)

    def test_undone(self) -> None:
        """
        A powerup given in a failed transaction is none.
        """

        def fail() -> None:
            self.store.powerUp(self.duck, ISwim)
            self.assertIdentical(self.duck, ISwim(self.store))
            raise ValueError("no")

        self.assertRaises(ValueError, self.store.transact, fail)
        self.assertIdentical(None, ISwim(self.store, None))

    def test_names(self) -> None:
        """
        An interface is stored by the name that it was given, else by its module and name, as Axiom's are.
        """

        class INamed(ISwim):
            """
            An interface with a name of its own.
            """

        self.assertEqual(f"{__name__}.ISwim", interfaceName(ISwim))
        self.assertIdentical(INamed, nameInterface(INamed, "water.INamed"))
        self.assertEqual("water.INamed", interfaceName(INamed))
        self.store.powerUp(self.duck, INamed)
        self.assertEqual([INamed], list(self.store.interfacesFor(self.duck)))

        class IDerived(INamed):
            """
            An interface derived from it.
            """

        self.assertEqual(f"{__name__}.IDerived", interfaceName(IDerived))
