"""
Notes and what is done to them.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from axiom.dependency import installOn
from axiom.store import Store
from offerings.notes import LONGEST_NOTE, Edit, Note, Notebook, UnfitEdit, UnfitNote
from offerings.notes._notes import MOST_KEPT_EDITS, NoteEdit

NOON = Time.fromPOSIXTimestamp(1_700_000_000)


def later(seconds: float) -> Time:
    """
    So long after noon.
    """
    return Time.fromPOSIXTimestamp(1_700_000_000 + seconds)


class NoteTests(SynchronousTestCase):
    """
    Tests for L{Note}.
    """

    def setUp(self) -> None:
        """
        A note with a text.
        """
        self.store = Store()
        self.note = Note(store=self.store, title="Shopping", created=NOON, edited=NOON)
        self.note.write(0, Edit.of(("milk\nbread\n",)), "first", "ann@example.com", NOON)

    def test_writeOverOthers(self) -> None:
        """
        An edit of an older version keeps what was done since, and is told what that was.
        """
        self.note.write(1, Edit.of(("2 ", 11)), "second", "ann@example.com", NOON)
        edits = self.note.write(1, Edit.of((11, "tea\n")), "third", "bob@example.com", NOON)
        self.assertEqual("2 milk\nbread\ntea\n", self.note.body)
        self.assertEqual(3, self.note.version)
        self.assertEqual([Edit.of(("2 ", 11)), Edit.of((13, "tea\n"))], edits)
        self.assertEqual(edits, self.note.since(1))

    def test_writeTwice(self) -> None:
        """
        An edit that is sent again, since its answer was lost, is made once; the answer is the same, whatever
        was done since.
        """
        edit = Edit.of((11, "tea\n"))
        first = self.note.write(1, edit, "again", "ann@example.com", NOON)
        self.note.write(2, Edit.of((15, "rice\n")), "other", "bob@example.com", NOON)
        self.assertEqual(first, self.note.write(1, edit, "again", "ann@example.com", NOON))
        self.assertEqual("milk\nbread\ntea\nrice\n", self.note.body)

    def test_longAgo(self) -> None:
        """
        Of very many edits the last are kept. One of a version before them is not made, and says so.
        """
        for number in range(2, MOST_KEPT_EDITS + 3):
            self.note.write(number - 1, Edit.of((9 + number, ".")), str(number), "ann@example.com", NOON)
        self.assertEqual(MOST_KEPT_EDITS, self.store.count(NoteEdit))
        body = self.note.body
        self.assertIsNone(self.note.since(1))
        self.assertIsNone(self.note.write(1, Edit.of((11, "!")), "late", "bob@example.com", NOON))
        self.assertEqual(body, self.note.body)
        self.assertEqual(MOST_KEPT_EDITS, len(self.note.since(2) or ()))

    def test_unfitEdits(self) -> None:
        """
        What is no edit of the text, or would make one that can't be, changes nothing.
        """
        for edit in (Edit.of((10, "x")), Edit.of((11, "\r")), Edit.of((11, "\0"))):
            self.assertRaises(UnfitEdit, self.note.write, 1, edit, "key", "ann@example.com", NOON)
        for key in ("", "k" * 101):
            self.assertRaises(UnfitEdit, self.note.write, 1, Edit.of((11,)), key, "ann@example.com", NOON)
        tooLong = Edit.of((11, "x" * LONGEST_NOTE))
        self.assertRaises(UnfitNote, self.note.write, 1, tooLong, "key", "ann@example.com", NOON)
        # A version that is not there yet.
        self.assertIsNone(self.note.write(7, Edit.of((11,)), "key", "ann@example.com", NOON))
        self.assertEqual(("milk\nbread\n", 1), (self.note.body, self.note.version))

    def test_merge(self) -> None:
        """
        A text that was made of an older one keeps what others did to other lines; where they did something to
        the same lines it is not made.
        """
        base = self.note.body
        self.assertTrue(self.note.merge(base, "oat milk\nbread\n", "ann@example.com", NOON))
        self.assertTrue(self.note.merge(base, "milk\nbread\ntea\n", "bob@example.com", NOON))
        self.assertEqual("oat milk\nbread\ntea\n", self.note.body)
        self.assertFalse(self.note.merge(base, "rice milk\nbread\n", "bob@example.com", NOON))
        self.assertEqual("oat milk\nbread\ntea\n", self.note.body)
        self.assertTrue(self.note.merge(self.note.body, self.note.body, "ann@example.com", NOON))
        self.assertEqual(3, self.note.version)

    def test_history(self) -> None:
        """
        The history tells who has written and when; what one did in one go is one entry.
        """
        for number, (editor, seconds) in enumerate((("ann", 10), ("bob", 20), ("bob", 30), ("bob", 5000))):
            edit = Edit.of((11 + number, "x"))
            self.note.write(1 + number, edit, str(number), f"{editor}@example.com", later(seconds))
        self.assertEqual(
            [
                ("bob@example.com", later(5000)),
                ("bob@example.com", later(30)),
                ("ann@example.com", later(10)),
            ],
            self.note.history(9),
        )
        self.assertEqual(1, len(self.note.history(1)))

    def test_rename(self) -> None:
        """
        A title is one line that is not empty.
        """
        self.note.rename(" Food ", later(5))
        self.assertEqual(("Food", later(5)), (self.note.title, self.note.edited))
        for title in ("", " ", "a\nb", "x" * 201):
            self.assertRaises(UnfitNote, self.note.rename, title, NOON)


class NotebookTests(SynchronousTestCase):
    """
    Tests for L{Notebook}.
    """

    def setUp(self) -> None:
        """
        Two notes.
        """
        self.store = Store()
        self.notebook = Notebook(store=self.store)
        installOn(self.notebook, self.store)
        self.shopping = self.notebook.create("Shopping", NOON)
        self.travel = self.notebook.create("Travel to Crête", later(1))

    def test_listed(self) -> None:
        """
        The notes are listed, the one that was changed last first.
        """
        self.assertEqual([self.travel, self.shopping], list(self.notebook.notes()))
        self.shopping.rename("Food", later(2))
        self.assertEqual([self.shopping, self.travel], list(self.notebook.notes()))
        self.assertEqual("2 notes", self.notebook.tabs()[0].badge)

    def test_found(self) -> None:
        """
        Notes are found by the words of their title and of their text, here and in the search over all
        applications.
        """
        self.shopping.merge("", "Milk and crete bread", "ann@example.com", NOON)
        self.assertEqual([self.travel, self.shopping], [hit.item for hit in self.notebook.find("crete", 9)])
        found = self.notebook.search("milk", 9).found
        self.assertEqual([("Shopping", self.shopping.shareID)], [(each.title, each.url) for each in found])
        self.assertEqual([], self.notebook.find('"(*', 9))

    def test_deletedAndRestored(self) -> None:
        """
        A deleted note is neither listed nor found until it is restored.
        """
        self.travel.delete(NOON)
        self.assertEqual([self.shopping], list(self.notebook.notes()))
        self.assertEqual([], self.notebook.find("travel", 9))
        self.assertEqual([self.travel], list(self.notebook.deletedNotes()))
        self.assertIs(self.travel, self.notebook.restore(self.travel.storeID))
        self.assertEqual(2, self.notebook.notes().count())
        self.assertIsNone(self.notebook.restore(self.travel.storeID))

    def test_destroyed(self) -> None:
        """
        Only a deleted note is deleted for good; all are a month after they were deleted.
        """
        self.notebook.destroy(self.travel.storeID)
        self.assertEqual(2, self.store.count(Note))
        self.travel.delete(NOON)
        self.notebook.destroy(self.travel.storeID)
        self.shopping.delete(NOON)
        self.notebook.create("Another", later(29 * 86400))
        self.assertEqual(2, self.store.count(Note))
        self.notebook.create("Third", later(31 * 86400))
        self.assertEqual(["Another", "Third"], sorted(note.title for note in self.store.query(Note)))
