"""
What can go wrong with a store, its transactions and its database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from axiom._errors.root import AxiomError

__all__ = [
    "CannotOpenStore",
    "DataIntegrityError",
    "DuplicatesStored",
    "InvalidSearch",
    "NoPlaceForFiles",
    "NoUpgradePathAvailable",
    "NotInReactorThread",
    "NotPaused",
    "NotUnique",
    "SQLError",
    "SQLWarning",
    "SnapshotExpired",
    "StoreBusy",
    "StoreClosed",
    "StoreInUse",
    "StoreSealed",
    "TableAlreadyExists",
    "TableCreationConcurrencyError",
    "TransactionLost",
    "TransactionUnderWay",
    "UnknownItemType",
    "WriteInSnapshot",
]


class CannotOpenStore(AxiomError, RuntimeError):
    """
    The directory or file is not a store that this process can open.
    """

    hint = "Check the path, and that the file is an Axiom database which you may read and write."


class DuplicatesStored(CannotOpenStore):
    """
    Items are stored which have the same where no two may.
    """

    hint = (
        "Go back to the release before, and give these items different values; or let an upgrader do so, by"
        " declaring with a new schemaVersion what is unique."
    )


class NoPlaceForFiles(CannotOpenStore):
    """
    A store in memory was asked for a file, and has no directory for files.
    """

    hint = "Give it a directory: Store(filesdir=...)."


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


class StoreInUse(StoreBusy):
    """
    The store is open elsewhere, where it must be for one alone; nothing was changed.

    @ivar path: its directory.
    """

    hint = "Stop the server with 'axiomatic stop', and whatever else has the store open."

    def __init__(self, path: str) -> None:
        super().__init__(f"the store in {path} is open elsewhere")
        self.path = path


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


class TransactionUnderWay(AxiomError, RuntimeError):
    """
    Something was asked for that does not see what the transaction or snapshot under way sees.
    """

    hint = "Ask for it before or after."


class WriteInSnapshot(AxiomError):
    """
    Something was to be written while a snapshot was being read.
    """

    hint = "Leave the 'with store.snapshot()' block before you write."


class StoreSealed(AxiomError):
    """
    Something was to be changed by code that is only to read, since it may be run again.
    """

    hint = "Change it before or after, in code that is not run again."

    def __init__(self, what: object) -> None:
        super().__init__(f"{what!r:.200} was to be changed where things are only read")


class SnapshotExpired(AxiomError):
    """
    A pause or snapshot was read after its time, which is bounded because what others commit meanwhile piles
    up in the write-ahead log.
    """

    hint = "Read in smaller parts, or assign more seconds to the store's longestSnapshot."


class NotPaused(AxiomError, RuntimeError):
    """
    A store that is not paused was to be resumed.
    """


class NotInReactorThread(AxiomError, RuntimeError):
    """
    Something needs the reactor's clock, and the store is used by another thread than the reactor's.
    """

    hint = "Open the store in the reactor's thread too, and do it there."


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


class NotUnique(SQLError):
    """
    An item was to have what another one has, where no two may have the same.

    @ivar storeID: of the item that was to have it; None where it was SQL that said so.
    @ivar otherID: of the item that has it.
    @ivar values: what they would both have, by attribute, as it is stored.
    """

    hint = "Give the item another value, or look for the one that has this."

    storeID: int | None = None
    otherID: int | None = None
    values: Mapping[str, object] = {}
    _className = ""

    def explain(self, className: str, storeID: int, otherID: int, values: Mapping[str, object]) -> None:
        """
        Add which items it is about.
        """
        self._className, self.storeID, self.otherID, self.values = className, storeID, otherID, values

    def __str__(self) -> str:
        if self.storeID is None:
            return super().__str__()
        what = " and ".join(f"{name} {value!r}" for name, value in self.values.items())
        return f"item {self.storeID} can't have the {self._className} {what}: item {self.otherID} has it"


class InvalidSearch(AxiomError, ValueError):
    """
    What was looked for is no expression of FTS5.

    @ivar expression: what it was.
    """

    hint = "Quote the words of people, or look for them without syntax=True."

    def __init__(self, expression: str, why: str) -> None:
        super().__init__(f"{expression!r} can't be looked for: {why}")
        self.expression = expression


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


class DataIntegrityError(AxiomError, RuntimeError):
    """
    The database contradicts itself.
    """
