"""
Dependencies between items that are installed on the same target, each as its powerup.

A class names the classes that it needs. Installing an item of it installs what is missing; uninstalling it
uninstalls what nobody needs any more. Every installation is a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from zope.interface.interface import InterfaceClass

from axiom._items.registry import knownTypes
from axiom.attributes import AND, boolean, reference
from axiom.errors import DependencyError, UnsatisfiedRequirement
from axiom.item import Empowered, Item

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = [
    "DependencyError",
    "classDependsOn",
    "dependable",
    "dependentsOf",
    "dependsOn",
    "installOn",
    "installedDependents",
    "installedOn",
    "installedRequirements",
    "installedUniqueRequirements",
    "onlyInstallPowerups",
    "requiresFromSite",
    "uninstallFrom",
]

T = TypeVar("T", bound=Item)
C = TypeVar("C", bound=type)


class _Dependency(reference[T]):
    """
    A column with the item that satisfies a dependency; None until the item with the column is installed.
    """

    def __init__(
        self,
        itemType: type[T],
        itemCustomizer: Callable[[T], object] | None,
        doc: str,
        indexed: bool,
        whenDeleted: str,
    ) -> None:
        reference.__init__(self, doc, indexed, True, itemType, whenDeleted)  # type: ignore[call-overload]
        self.itemCustomizer = itemCustomizer


def dependsOn(
    itemType: type[T],
    itemCustomizer: Callable[[T], object] | None = None,
    doc: str = "",
    indexed: bool = True,
    whenDeleted: str = reference.NULLIFY,
) -> reference[T]:
    """
    In the body of a class of items: a reference to an item of C{itemType}, which is installed with this one.

    @param itemCustomizer: called with the item that is made because there was none, before it is installed.
    """
    return _Dependency(itemType, itemCustomizer, doc, indexed, whenDeleted)


def dependable(cls: C) -> C:
    """
    Decorator that Axiom's code puts on classes with L{dependsOn} columns; nothing is left for it to do.
    """
    return cls


@dataclass(frozen=True)
class _Need:
    """
    One class that another needs.

    @ivar attrname: the reference that is set to the item which satisfies the need.
    """

    itemType: type[Item]
    customize: Callable[[Any], object] | None
    attrname: str


_declaredApart: dict[type[Item], list[_Need]] = {}


def classDependsOn(
    cls: type[Item],
    itemType: type[Item],
    itemCustomizer: Callable[[Any], object] | None,
    ref: reference[Any],
) -> None:
    """
    Let C{cls}, whose column C{ref} is a plain reference, depend on C{itemType} from now on.
    """
    _declaredApart.setdefault(cls, []).append(_Need(itemType, itemCustomizer, ref.attrname))


def _needsOf(cls: type[Item]) -> list[_Need]:
    columns = [column for column in vars(cls).values() if isinstance(column, _Dependency)]
    declared = [_Need(column.reftype, column.itemCustomizer, column.attrname) for column in columns]
    return declared + _declaredApart.get(cls, [])


def dependentsOf(cls: type[Item]) -> list[type[Item]]:
    """
    The classes on which C{cls} depends, in the order of their declaration; may be empty.
    """
    return [need.itemType for need in _needsOf(cls)]


class _DependencyConnector(Item):
    """
    The installation of one item on one target.
    """

    typeName = "axiom_dependency__dependencyconnector"

    installee = reference(doc="The item installed.")
    target = reference(doc="The item or store installed upon.")
    explicitlyInstalled = boolean(doc="Whether it stays when nothing depends on it any more.")


def installOn(item: Item, target: Empowered) -> None:
    """
    Install C{item} on C{target} for good, with what it depends on, and call its C{installed}, if it has that.

    All of it is one transaction.

    @raise DependencyError: it is installed already, or another of its class is and others depend on that.
    """
    item.presentStore().transact(_install, item, target, True)


def _install(item: Item, target: Any, explicitly: bool) -> None:
    store = item.presentStore()
    installees = _installees(store, target)
    if item in installees:
        raise DependencyError(f"{item!r} is installed on {target!r} already")
    if _ofClass(type(item), installees) is not None and _isNeeded(type(item)):
        raise DependencyError(f"{target!r} has a {type(item).__name__}, on which others may depend")
    # Before its needs, so that a circle of them comes to an end.
    _DependencyConnector(store=store, installee=item, target=target, explicitlyInstalled=explicitly)
    for need in _needsOf(type(item)):
        found = _ofClass(need.itemType, _installees(store, target))
        if found is None:
            found = need.itemType(store=store)
            if need.customize is not None:
                need.customize(found)
            _install(found, target, False)
        setattr(item, need.attrname, found)
    target.powerUp(item)
    _call(item, "installed")


def _ofClass(itemClass: type[Item], installees: list[Item]) -> Item | None:
    return next((each for each in installees if type(each) is itemClass), None)


def _isNeeded(itemClass: type[Item]) -> bool:
    return any(itemClass in dependentsOf(each) for each in list(knownTypes.current.values()))


def _call(item: Item, name: str) -> None:
    callback = getattr(item, name, None)
    if callback is not None:
        callback()


def _connectors(store: Store, target: Any) -> Any:
    return store.query(
        _DependencyConnector,
        _DependencyConnector.target == target,
        sort=_DependencyConnector.storeID.ascending,
    )


def _installees(store: Store, target: Any) -> list[Item]:
    found = (connector.installee for connector in _connectors(store, target))
    return [installee for installee in found if installee is not None]


def uninstallFrom(item: Item, target: Empowered) -> None:
    """
    Undo L{installOn}, also for what was installed only because C{item} needs it, and call C{uninstalled}.

    All of it is one transaction.

    @raise DependencyError: it is not installed there, or something that is needs it.
    """
    item.presentStore().transact(_uninstall, item, target)


def _uninstall(item: Item, target: Any) -> None:
    store = item.presentStore()
    own = AND(_DependencyConnector.target == target, _DependencyConnector.installee == item)
    if not store.count(_DependencyConnector, own):
        raise DependencyError(f"{item!r} is not installed on {target!r}")
    orphans = list(installedUniqueRequirements(item, target))
    target.powerDown(item)
    for connector in list(store.query(_DependencyConnector, own)):
        connector.deleteFromStore()
    for orphan in orphans:
        _uninstall(orphan, target)
    _call(item, "uninstalled")


def installedOn(item: Item) -> Any:
    """
    The item or store on which C{item} is installed, or None.
    """
    connector = item.presentStore().findFirst(
        _DependencyConnector,
        _DependencyConnector.installee == item,
        sort=_DependencyConnector.storeID.ascending,
    )
    return None if connector is None else connector.target


def installedDependents(item: Item, target: Empowered) -> Iterator[Item]:
    """
    What is installed on C{target} and needs C{item}, in the order of installation.
    """
    for installee in _installees(item.presentStore(), target):
        if type(item) in dependentsOf(type(installee)):
            yield installee


def installedRequirements(item: Item, target: Empowered) -> Iterator[Item]:
    """
    What is installed on C{target} and needed by C{item}, in the order of installation.
    """
    needed = dependentsOf(type(item))
    for installee in _installees(item.presentStore(), target):
        if type(installee) in needed:
            yield installee


def installedUniqueRequirements(item: Item, target: Empowered) -> Iterator[Item]:
    """
    What would go with C{item}: needed by it, by nothing else, and not installed for its own sake.

    @raise DependencyError: something on C{target} needs C{item}.
    """
    needed = set(dependentsOf(type(item)))
    connectors = [each for each in _connectors(item.presentStore(), target) if each.installee is not None]
    for connector in connectors:
        if connector.installee is not item:
            others = dependentsOf(type(connector.installee))
            if type(item) in others:
                raise DependencyError(f"{connector.installee!r} on {target!r} depends on {item!r}")
            needed.difference_update(others)
    for connector in connectors:
        if type(connector.installee) in needed and not connector.explicitlyInstalled:
            yield connector.installee


def onlyInstallPowerups(item: Item, target: Empowered) -> None:
    """
    Axiom's old name for C{target.powerUp(item)}.
    """
    target.powerUp(item)


@dataclass(frozen=True)
class requiresFromSite:  # noqa: N801 (Axiom's name)
    """
    A read-only attribute of items: what the site store provides for an interface.

    @ivar powerupInterface: the interface.
    @ivar defaultFactory: makes, of the site store, the value where that store provides nothing.
    @ivar siteDefaultFactory: makes, of the site store, the value for an item in the site store itself.
    """

    powerupInterface: InterfaceClass
    defaultFactory: Callable[[Store], Any] | None = None
    siteDefaultFactory: Callable[[Store], Any] | None = None

    def __get__(self, instance: Item | None, owner: Any = None) -> Any:
        if instance is None:
            return self
        store = instance.presentStore()
        if store.parent is None:
            return self._make(self.siteDefaultFactory, store)
        found = self.powerupInterface(store.parent, None)
        return self._make(self.defaultFactory, store.parent) if found is None else found

    def _make(self, factory: Callable[[Store], Any] | None, siteStore: Store) -> Any:
        if factory is None:
            raise UnsatisfiedRequirement(f"{siteStore!r} provides no {self.powerupInterface.__name__}")
        return factory(siteStore)
