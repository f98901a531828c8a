"""
Powerups: items that a store or an item consults for an interface.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from zope.interface import implementer
from zope.interface.interface import InterfaceClass

from axiom._columns.memory import memoryOf
from axiom._items.interfacenames import findInterface, interfaceName
from axiom.errors import UnknownItemType
from axiom.iaxiom import IBeneficiary, IPowerupIndirector

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["POWERUP_AFTER", "POWERUP_BEFORE", "Aggregate", "Empowered", "connectorClass", "empowerment"]

T = TypeVar("T", bound=type)

POWERUP_BEFORE = 1
POWERUP_AFTER = -1

Aggregate = Callable[[Any, Sequence[Any]], Any]


class _Connectors:
    """
    Where the item class of the rows that bind powerups to their beneficiaries is found.

    That class is itself made of items, which are L{Empowered}; so it is handed in when it is defined.
    """

    itemClass: ClassVar[Any]


def connectorClass(itemClass: T) -> T:
    """
    Class decorator for the item class whose rows bind powerups.
    """
    _Connectors.itemClass = itemClass
    return itemClass


@implementer(IBeneficiary)
class Empowered:
    """
    What has powerups: every item and every store.

    @cvar powerupInterfaces: the interfaces, or (interface, priority) pairs, under which an instance is
        installed as a powerup of others.
    @cvar aggregateInterfaces: interface to a function of (beneficiary, powerups) that makes one provider of
        all.
    """

    __slots__ = ()

    aggregateInterfaces: ClassVar[dict[InterfaceClass, Aggregate]] = {}

    if TYPE_CHECKING:
        # Without a value: a class may have it from a base that comes after Item.
        powerupInterfaces: ClassVar[Sequence[Any]]
        storeID: Any

        @property
        def store(self) -> Store | None: ...

        _memory: Mapping[str, Any]

    def powerUp(self, powerup: Any, interface: InterfaceClass | None = None, priority: int = 0) -> None:
        """
        Let C{powerup} provide C{interface} for this object, or each of its C{powerupInterfaces}.

        Repeating it changes the priority. Higher ones come first.

        @raise TypeError: C{interface} is L{IPowerupIndirector}, for which nothing can be a powerup.
        """
        if interface is None:
            for each, itsPriority in powerup._getPowerupInterfaces():
                self.powerUp(powerup, each, itsPriority)
            return
        if interface is IPowerupIndirector:
            raise TypeError(f"{powerup!r} can't be a powerup for IPowerupIndirector")
        connector = _storeOf(self).findOrCreate(
            _Connectors.itemClass, powerup=powerup, item=self, interface=interfaceName(interface)
        )
        if connector.priority != priority:
            connector.priority = priority

    def powerDown(self, powerup: Any, interface: InterfaceClass | None = None) -> None:
        """
        Undo L{powerUp}.

        @raise ValueError: it is no powerup for this interface.
        """
        if interface is None:
            for each, _ in powerup._getPowerupInterfaces():
                self.powerDown(powerup, each)
            return
        connectors = _Connectors.itemClass
        found = _storeOf(self).findFirst(
            connectors,
            (connectors.powerup == powerup)
            & (connectors.item == self)
            & (connectors.interface == interfaceName(interface)),
        )
        if found is None:
            raise ValueError(f"{powerup!r} is not a powerup of {self!r} for {interfaceName(interface)}")
        found.deleteFromStore()

    def inMemoryPowerUp(self, powerup: Any, interface: InterfaceClass) -> None:
        """
        Let C{powerup} provide C{interface} before all others, as long as this object is in memory; the one
        before does so no more.
        """
        memoryOf(self).setdefault("inMemoryPowerups", {})[interface] = powerup

    def powerupsFor(self, interface: InterfaceClass) -> Iterator[Any]:
        """
        The powerups for C{interface}: that in memory, then by falling priority and in the order of
        installation. What provides L{IPowerupIndirector} gives another object in its place.
        """
        inMemory = self._memory.get("inMemoryPowerups", {})
        if interface in inMemory:
            yield inMemory[interface]
        store = self.store
        if store is None:
            return
        for storeID in store.reads.read(_powerupIDs, store, self.storeID, interfaceName(interface)):
            try:
                powerup = store.loadCurrent(storeID)
            except UnknownItemType:
                # Its application is not installed now; the store works without it.
                continue
            indirector: Any = IPowerupIndirector(powerup, None)
            found = powerup if indirector is None else indirector.indirect(interface)
            if found is not None:
                yield found

    def interfacesFor(self, powerup: Any) -> Iterator[InterfaceClass]:
        """
        The interfaces for which C{powerup} is a powerup of this object, save those of applications that are
        not installed.
        """
        connectors = _Connectors.itemClass
        query = _storeOf(self).query(connectors, (connectors.item == self) & (connectors.powerup == powerup))
        for connector in query:
            interface = findInterface(connector.interface)
            if interface is not None:
                yield interface

    def _getPowerupInterfaces(self) -> list[tuple[InterfaceClass, int]]:
        declared = getattr(self, "powerupInterfaces", ())
        pairs = [each if isinstance(each, tuple) else (each, 0) for each in declared]
        customised = getattr(self, "__getPowerupInterfaces__", None)
        if customised is None:
            return pairs
        try:
            return [(interface, priority) for interface, priority in customised(pairs)]
        except (TypeError, ValueError) as e:
            returned = f"return value from {self!r}.__getPowerupInterfaces__"
            raise ValueError(f"{returned} not an iterable of 2-tuples") from e

    def __conform__(self, interface: InterfaceClass) -> Any:
        """
        Adapt to C{interface} by powerups: the aggregate of all for an aggregate interface, else the first.
        """
        if interface is IPowerupIndirector:
            return None
        aggregate = self.aggregateInterfaces.get(interface)
        if aggregate is not None:
            return aggregate(self, list(self.powerupsFor(interface)))
        inMemory = self._memory.get("inMemoryPowerups")
        if inMemory and interface in inMemory:
            return inMemory[interface]
        return next(self.powerupsFor(interface), None)


def _powerupIDs(store: Store, beneficiary: int, interface: str) -> list[int]:
    connectors = _Connectors.itemClass
    if not store.hasType(connectors):
        return []
    rows = store.querySQL(
        f"SELECT powerup FROM {connectors.schema.tableName} WHERE item = ? AND interface = ?"
        " AND powerup IS NOT NULL ORDER BY priority DESC, oid",
        (beneficiary, interface),
    )
    return [storeID for (storeID,) in rows]


def _storeOf(empowered: Empowered) -> Store:
    if empowered.store is None:
        raise ValueError(f"{empowered!r} is in no store, so it can't have powerups")
    return empowered.store


def empowerment(interface: InterfaceClass, priority: int = 0) -> Callable[[T], T]:
    """
    Class decorator: instances provide C{interface} and are installed as powerups for it.
    """

    def declare(itemClass: T) -> T:
        before: Sequence[Any] = getattr(itemClass, "powerupInterfaces", ())
        itemClass.powerupInterfaces = (*before, (interface, priority))  # type: ignore[attr-defined]
        declared: T = implementer(interface)(itemClass)
        return declared

    return declare
