"""
SQL on a store's database, and the names in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from axiom._items.item import Item
from axiom.errors import ItemClassesOnly

if TYPE_CHECKING:
    import apsw

    from axiom._engine.connection import Connection
    from axiom._storage.changes import Changes
    from axiom._storage.identities import IdentityMap
    from axiom._storage.reads import Reads
    from axiom._storage.transactions import Transactions
    from axiom._storage.types import TypeTable

__all__ = ["SQLAccess"]

T = TypeVar("T")


class SQLAccess:
    """
    What runs statements on a database of items: the part of a store for those who write SQL.

    @ivar transactions: where its transactions begin and end.
    @ivar reads: at which moment it is looked at.
    @ivar types: the types in it.
    @ivar identities: its items in memory.
    @cvar databaseName: what SQLite calls the database.
    """

    transactions: Transactions
    reads: Reads
    types: TypeTable
    identities: IdentityMap
    databaseName = "main"
    _changes: Changes
    _connection: Connection

    @property
    def connection(self) -> Connection:
        """
        The connection to the database, for statements that have nothing to do with items.
        """
        return self._connection

    @property
    def objectCache(self) -> IdentityMap:
        """
        The items in memory.
        """
        return self.identities

    @property
    def patience(self) -> float:
        """
        The seconds for which a transaction waits for one of another process until it is C{StoreBusy}: 15,
        or what the parent has when the store is opened. A server that must not wait assigns less.
        """
        return self._connection.patience

    @patience.setter
    def patience(self, seconds: float) -> None:
        self._connection.patience = seconds

    @property
    def engine(self) -> apsw.Connection:
        """
        SQLite's own connection, for what watches, dumps or copies the database. Whoever writes by it does so
        behind the store's back.
        """
        return self._connection.engine

    def querySQL(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """
        The rows of a statement that only reads.
        """
        return self.reads.fetchAll(sql, args)

    def querySchemaSQL(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """
        The same, where C{*DATABASE*} in C{sql} stands for L{databaseName}.
        """
        return self.querySQL(self._named(sql), args)

    def executeSQL(self, sql: str, args: Sequence[Any] = ()) -> int:
        """
        Run a statement that writes, in a transaction of its own if there is none, which only C{VACUUM} must
        do without. Items in memory are loaded anew.

        @return: the oid of the row that was inserted last.
        """
        if sql.strip(" ;\n").upper() == "VACUUM" and not self.transactions.active:
            self._vacuum()
            return 0
        return self.transactions.transact(self._executeSQL, sql, args)

    def _vacuum(self) -> None:
        self.reads.refresh()
        self._connection.drain()
        self._connection.execute("VACUUM")

    def _executeSQL(self, sql: str, args: Sequence[Any]) -> int:
        self._changes.writing()
        self._connection.execute(sql, args)
        self.reads.expire()
        inserted: int = self._connection.execute("SELECT last_insert_rowid()").get
        return inserted

    def executeSchemaSQL(self, sql: str, args: Sequence[Any] = ()) -> int:
        """
        The same, where C{*DATABASE*} in C{sql} stands for L{databaseName}.
        """
        return self.executeSQL(self._named(sql), args)

    def _named(self, sql: str) -> str:
        return sql.replace("*DATABASE*", self.databaseName)

    def createSQL(self, sql: str, args: Sequence[Any] = ()) -> None:
        """
        Run a statement that makes a table or index, which may be there already.
        """
        self.executeSQL(sql, args)

    def dropUndeclaredIndexes(self) -> list[str]:
        """
        Drop the indexes and search tables that no class of items wants any more; not while a process with
        software of another release has the store open.

        @return: the names of what was dropped; may be empty.
        """
        return self.transactions.transact(self._changeSchema, self.types.dropUndeclared)

    def _changeSchema(self, change: Callable[[], T]) -> T:
        self._changes.writing()
        return change()

    def getTypeID(self, tableClass: type[Item]) -> int:
        """
        The oid of a class's row in C{axiom_types}, which is made if need be.
        """
        self._itemClassOnly(tableClass)
        return self.transactions.transact(self._changes.createType, tableClass)

    def getTableName(self, tableClass: type[Item]) -> str:
        """
        The SQL name of a class's table.

        @raise ItemClassesOnly: an instance was given.
        """
        return self._itemClassOnly(tableClass).schema.tableName

    def _itemClassOnly(self, tableClass: Any) -> type[Item]:
        if not (isinstance(tableClass, type) and issubclass(tableClass, Item)):
            raise ItemClassesOnly(f"tables belong to classes of items, not to {tableClass!r}")
        return tableClass

    def getShortColumnName(self, attribute: Any) -> str:
        """
        The SQL name of a column within its table.
        """
        name: str = attribute.getShortColumnName(self)
        return name

    def getColumnName(self, attribute: Any) -> str:
        """
        The full SQL name of a column.
        """
        name: str = attribute.getColumnName(self)
        return name
