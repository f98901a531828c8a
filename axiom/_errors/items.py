"""
What can go wrong with items.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from axiom._errors.root import AxiomError
from axiom._errors.stores import DataIntegrityError

if TYPE_CHECKING:
    from twisted.python.failure import Failure

__all__ = [
    "BrokenReference",
    "CantInstantiateItem",
    "ChangeRejected",
    "ConstraintError",
    "DeletionDisallowed",
    "DependencyError",
    "DuplicateUniqueItem",
    "ItemClassesOnly",
    "ItemNotFound",
    "ItemUpgradeError",
    "NoCrossStoreReferences",
    "NoEmptyItems",
    "NoInheritance",
    "NotInStore",
    "UnsatisfiedRequirement",
    "UpgraderRecursion",
    "UpgradesFailed",
]


class ItemNotFound(AxiomError, KeyError):
    """
    No item has this storeID, or none matches.
    """

    def __str__(self) -> str:
        return Exception.__str__(self)


class DuplicateUniqueItem(AxiomError, KeyError):
    """
    More than one item matches where one was asked for.
    """

    def __str__(self) -> str:
        return Exception.__str__(self)


class ItemClassesOnly(AxiomError, TypeError):
    """
    An instance was given where an Item class belongs.
    """


class NoInheritance(AxiomError, RuntimeError):
    """
    A class was derived from a class of items that has a table.
    """

    hint = "Derive from Item, and put what is shared into a plain class beside it."


class NoEmptyItems(AxiomError, RuntimeError):
    """
    For code that expects it of items without columns, which are allowed: it is never raised.
    """


class CantInstantiateItem(AxiomError, RuntimeError):
    """
    C{Item} itself was called.
    """


class NotInStore(AxiomError, RuntimeError):
    """
    The item is in no store.
    """


class ConstraintError(AxiomError, TypeError):
    """
    A value does not fit its column.

    @ivar attributeName: C{Class.attribute}, or the attribute alone.
    """

    def __init__(self, attributeName: str, requiredTypes: str, providedValue: object) -> None:
        provided = "None" if providedValue is None else f"{type(providedValue).__name__} {providedValue!r}"
        super().__init__(f"{attributeName} takes {requiredTypes}, not {provided}")
        self.attributeName, self.requiredTypes, self.providedValue = (
            attributeName,
            requiredTypes,
            providedValue,
        )


class ChangeRejected(AxiomError):
    """
    An item was changed in a hook that must not change items, after a commit, which stands.
    """


class NoCrossStoreReferences(AxiomError, AttributeError):
    """
    An item was to refer to an item of another store.
    """

    hint = "Send a message to the other store instead."


class DeletionDisallowed(AxiomError, ValueError):
    """
    Items refer to the one that was to be deleted, and their reference forbids it.
    """


class BrokenReference(DataIntegrityError):
    """
    A reference that may not be nullified points to an item that is gone.
    """


class DependencyError(AxiomError):
    """
    An item can't be installed where it was to be.
    """


class UnsatisfiedRequirement(AxiomError, AttributeError):
    """
    The site store has no powerup that an item requires.
    """


class UpgraderRecursion(AxiomError, RuntimeError):
    """
    An upgrader needs the upgraded form of the item that it upgrades.
    """


class ItemUpgradeError(AxiomError, RuntimeError):
    """
    An upgrader failed; the item is as it was.

    @ivar originalFailure: why.
    @ivar storeID: of the item.
    @ivar oldType: the class of its version.
    @ivar newType: the class of the next, or None where that is unknown.
    @ivar place: the store.
    """

    hint = "Mend the upgrader, or install a release of the application whose upgrader works."

    def __init__(
        self, originalFailure: Failure, storeID: int, oldType: Any, newType: Any, place: str = "the store"
    ) -> None:
        super().__init__(originalFailure, storeID, oldType, newType)
        self.originalFailure, self.storeID = originalFailure, storeID
        self.oldType, self.newType, self.place = oldType, newType, place

    @property
    def briefly(self) -> str:
        """
        The message for where the store is known.
        """
        return self._message("")

    def __str__(self) -> str:
        return self._message(f" of {self.place}")

    def _message(self, where: str) -> str:
        versions = f"version {self.oldType.schemaVersion} of {self.oldType.typeName}"
        if self.newType is not None:
            versions = f"{versions} to {self.newType.schemaVersion}"
        why = f"{type(self.originalFailure.value).__name__}: {self.originalFailure.getErrorMessage()}"
        return f"item {self.storeID}{where} can't be upgraded from {versions}: {why}"


class UpgradesFailed(AxiomError):
    """
    A store could not be upgraded at once, since upgraders failed; it is as it was.

    @ivar errors: one for each item, in the order of their types; not empty.
    """

    hint = ItemUpgradeError.hint

    def __init__(self, errors: Sequence[AxiomError]) -> None:
        super().__init__(f"{len(errors)} items could not be upgraded; the first: {errors[0]}")
        self.errors = errors
