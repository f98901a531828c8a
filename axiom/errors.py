"""
What can go wrong in a store.

Every class descends from L{AxiomError}, beside the built-in class that Axiom's callers catch. C{hint} says
what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from twisted.cred.error import UnauthorizedLogin

if TYPE_CHECKING:
    from twisted.python.failure import Failure

__all__ = [
    "AllNamesConflict",
    "AxiomError",
    "BadCredentials",
    "BrokenReference",
    "CannotOpenStore",
    "CantInstantiateItem",
    "ChangeRejected",
    "ConstraintError",
    "DataIntegrityError",
    "DatabaseDirectoryConflict",
    "DeletionDisallowed",
    "DependencyError",
    "DuplicateUniqueItem",
    "DuplicateUser",
    "ItemClassesOnly",
    "ItemNotFound",
    "ItemUpgradeError",
    "MissingDomainPart",
    "NoCrossStoreReferences",
    "NoEmptyItems",
    "NoInheritance",
    "NoSuchUser",
    "NoUpgradePathAvailable",
    "NotInStore",
    "SQLError",
    "SQLWarning",
    "StoreBusy",
    "StoreClosed",
    "TableAlreadyExists",
    "TableCreationConcurrencyError",
    "TimeoutError",
    "TransactionLost",
    "UnknownItemType",
    "UnsatisfiedRequirement",
    "UpgraderRecursion",
    "WriteInSnapshot",
]


class AxiomError(Exception):
    """
    Anything that C{axiom} raises on purpose.

    @cvar hint: what to do next, one sentence; empty where the message says it all.
    """

    hint = ""


class TimeoutError(AxiomError):
    """
    An operation did not end in its time.
    """


class CannotOpenStore(AxiomError, RuntimeError):
    """
    The directory or file is not a store that this process can open.
    """

    hint = "Check the path, and that the file is an Axiom database which you may read and write."


class NoUpgradePathAvailable(CannotOpenStore):
    """
    Items of an old version are stored, and no chain of upgraders reaches the current version of their class.
    """

    hint = "Install a release of the application that has the missing upgraders."


class StoreBusy(AxiomError):
    """
    Another process held the write lock past the time-out.
    """

    hint = "Run it again; nothing was written."


class StoreClosed(AxiomError, RuntimeError):
    """
    The store was used after it was closed.
    """

    hint = "Open it again."


class TransactionLost(AxiomError, RuntimeError):
    """
    SQLite undid the transaction because of an error which the code in it did not pass on, as of a full disk.
    """

    hint = "Make room on the disk and run it again; nothing was written."


class WriteInSnapshot(AxiomError):
    """
    Something was to be written while a snapshot was being read.
    """

    hint = "Leave the C{with store.snapshot()} block before you write."


class SQLError(AxiomError, RuntimeError):
    """
    SQLite refused a statement.

    @ivar sql: the statement.
    @ivar args: its bindings.
    @ivar underlying: what the engine raised.
    """

    def __init__(self, sql: str, args: Sequence[object], underlying: Exception) -> None:
        super().__init__(sql, args, underlying)
        self.sql, self.underlying = sql, underlying
        self.args = (sql, args, underlying)

    def __str__(self) -> str:
        return f"{self.underlying} in {self.sql!r}"


class TableAlreadyExists(SQLError):
    """
    The table that was to be created is there.
    """


class TableCreationConcurrencyError(AxiomError, RuntimeError):
    """
    Another process created the table of a type with other columns.
    """


class SQLWarning(Warning):
    """
    A query that will be slow.
    """


class UnknownItemType(AxiomError):
    """
    No class is known for the type of a stored item; the item is kept.
    """

    hint = "Install the application that defines this type."

    def __init__(self, typeName: str, version: int) -> None:
        super().__init__(f"no class is known for {typeName} version {version}")
        self.typeName, self.version = typeName, version


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
    A class of items without any column was used in a store.
    """

    hint = "Give the class at least one attribute."


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
    An item was changed in a hook that must not change items.
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


class DataIntegrityError(AxiomError, RuntimeError):
    """
    The database contradicts itself.
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
    @ivar newType: the class of the next.
    """

    def __init__(self, originalFailure: Failure, storeID: int, oldType: type, newType: type | None) -> None:
        super().__init__(originalFailure, storeID, oldType, newType)
        self.originalFailure, self.storeID = originalFailure, storeID
        self.oldType, self.newType = oldType, newType

    def __str__(self) -> str:
        why = self.originalFailure.getErrorMessage()
        return f"upgrading item {self.storeID} from {self.oldType} failed: {why}"


class BadCredentials(AxiomError, UnauthorizedLogin):
    """
    The password does not match.
    """


class NoSuchUser(AxiomError, UnauthorizedLogin):
    """
    Nobody has this address, or its account is disabled.

    @ivar username: the address.
    """

    def __init__(self, username: object) -> None:
        super().__init__(f"there is no account {username!r} that may log in")
        self.username = username


class MissingDomainPart(NoSuchUser):
    """
    A user name without a domain.
    """

    hint = "Log in as user@domain."


class DuplicateUser(AxiomError):
    """
    Somebody has this address.

    @ivar username: the part before the C{@}.
    @ivar domain: the part behind it; None for an application.
    """

    def __init__(self, username: str, domain: str | None) -> None:
        super().__init__(
            f"there is an account {username if domain is None else f'{username}@{domain}'} already"
        )
        self.username, self.domain = username, domain


class AllNamesConflict(AxiomError):
    """
    A user store can't be inserted, since the site has accounts with all its addresses; nothing was changed.
    """

    hint = "Add a login method to the store, or rename the accounts of the site."


class DatabaseDirectoryConflict(AxiomError):
    """
    A store can't be moved, since something is in its place; nothing was changed.

    @ivar path: what is there.
    """

    hint = "Move it away; if it is the store that is to be inserted, insert it from there."

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is in the way")
        self.path = path
