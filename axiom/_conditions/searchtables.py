"""
The tables of words by which text is searched: SQLite's FTS5, kept true by triggers on the table of items.

A search table holds the words only; the texts are read from the table of items, whose oids it shares.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TOKENIZERS", "SearchTable"]

TOKENIZERS = {
    "words": "unicode61 remove_diacritics 2",
    "stems": "porter unicode61 remove_diacritics 2",
    "parts": "trigram remove_diacritics 1",
}
"""
How a text becomes words, by the name under which a column asks for it. The name becomes part of the table's:
another way to do it needs another name.
"""

_TAKEN = ("rank", "rowid")


@dataclass(frozen=True)
class SearchTable:
    """
    The words of some columns of a table of items, found in one way.

    @ivar items: the name of the table of items.
    @ivar kind: a key of L{TOKENIZERS}.
    @ivar columns: their names, sorted.
    """

    items: str
    kind: str
    columns: tuple[str, ...]

    def __post_init__(self) -> None:
        taken = [name for name in self.columns if name.lower() in _TAKEN]
        if taken:
            raise TypeError(f"a searchable column can't be called {taken[0]!r}: FTS5 has one of its own")

    @property
    def name(self) -> str:
        """
        Its SQL name.
        """
        return f"axiomfts_{self.items.removeprefix('item_')}_{self.kind}"

    def createSQL(self) -> list[str]:
        """
        The statements that make it, for a table of items that is empty.
        """
        names = ", ".join(f"[{name}]" for name in self.columns)
        new = f"INSERT INTO {self.name} (rowid, {names}) VALUES (new.oid, {self._values('new')});"
        old = (
            f"INSERT INTO {self.name} ({self.name}, rowid, {names})"
            f" VALUES ('delete', old.oid, {self._values('old')});"
        )
        events = {"INSERT": new, "DELETE": old, f"UPDATE OF oid, {names}": f"{old} {new}"}
        return [
            f"CREATE VIRTUAL TABLE {self.name} USING fts5({names}, content='{self.items}',"
            f" content_rowid='oid', tokenize='{TOKENIZERS[self.kind]}')",
            *(
                f"CREATE TRIGGER {self.name}_{event.split()[0].lower()} AFTER {event} ON {self.items}"
                f" BEGIN {action} END"
                for event, action in events.items()
            ),
        ]

    def rebuildSQL(self) -> str:
        """
        The statement that reads all items anew.
        """
        return f"INSERT INTO {self.name} ({self.name}) VALUES ('rebuild')"

    def dropSQL(self) -> list[str]:
        """
        The statements that remove it.
        """
        triggers = [f"DROP TRIGGER {self.name}_{event}" for event in ("insert", "delete", "update")]
        return [*triggers, f"DROP TABLE {self.name}"]

    def _values(self, row: str) -> str:
        return ", ".join(f"{row}.[{name}]" for name in self.columns)
