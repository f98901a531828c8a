"""
Tests for texts as old stores have them.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import apsw
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, text
from axiom.item import Item
from axiom.store import Store


class Label(Item):
    """
    What has texts in these tests.
    """

    typeName = "test_oldtexts_label"

    words = text(caseSensitive=True)
    number = integer()


class OldTextTests(SynchronousTestCase):
    """
    Tests for L{axiom._engine.oldtexts.mendTexts} when an old store is first opened.
    """

    def setUp(self) -> None:
        """
        A store in which the text of item 1 was good until now.
        """
        self.path = self.mktemp()
        with closing(Store(self.path)) as store:
            Label(store=store, words="good", number=1)

    def storeAs(self, sql: str) -> None:
        """
        Let the database have C{sql} for the text, and be one that was never opened.
        """
        connection = apsw.Connection(str(Path(self.path) / "db.sqlite"))
        connection.execute(f"UPDATE item_test_oldtexts_label_v1 SET words = {sql}; DROP TABLE axiom_revision")
        connection.close()

    def stored(self) -> tuple[object, ...]:
        """
        The text as it is read, as it is stored, and the type of that, after the store was opened.
        """
        store = Store(self.path)
        self.addCleanup(store.close)
        [row] = store.querySQL("SELECT CAST(words AS BLOB), typeof(words) FROM item_test_oldtexts_label_v1")
        return (store.findUnique(Label, Label.number == 1).words, *row)

    def test_text(self) -> None:
        """
        A good text stays.
        """
        self.storeAs("'Grüße'")
        self.assertEqual(("Grüße", "Grüße".encode(), "text"), self.stored())

    def test_none(self) -> None:
        """
        So does none.
        """
        self.storeAs("NULL")
        self.assertEqual((None, None, "null"), self.stored())

    def test_blob(self) -> None:
        """
        A blob becomes text.
        """
        self.storeAs("CAST('Grüße' AS BLOB)")
        self.assertEqual(("Grüße", "Grüße".encode(), "text"), self.stored())

    def test_noText(self) -> None:
        """
        A blob that is no UTF-8 keeps its bytes.
        """
        self.storeAs("x'41ff'")
        self.assertEqual(("A\ufffd", b"A\xff", "blob"), self.stored())

    def test_surrogate(self) -> None:
        """
        A text that is no UTF-8, such as half a surrogate pair, becomes a blob, which can be read.
        """
        self.storeAs("CAST(x'41eda080' AS TEXT)")
        self.assertEqual(("A\ufffd\ufffd\ufffd", b"A\xed\xa0\x80", "blob"), self.stored())

    def test_once(self) -> None:
        """
        A store that was opened before is not looked through again.
        """
        self.storeAs("'good'")
        self.stored()
        connection = apsw.Connection(str(Path(self.path) / "db.sqlite"))
        connection.execute("UPDATE item_test_oldtexts_label_v1 SET words = x'41'")
        connection.close()
        self.assertEqual(("A", b"A", "blob"), self.stored())
