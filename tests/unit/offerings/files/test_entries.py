"""
Tests for files and folders.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from epsilon.extime import Time
from twisted.internet.defer import Deferred

from mantissa_like.sharing import getEveryoneRole, getSelfRole, getShare
from mantissa_like.sharing.errors import NoSuchShare
from offerings.files import File, NameTaken, NoSuchEntry, UnfitMove, UnfitName
from tests.unit.offerings.files.cabinets import NOON, CabinetCase

LATER = Time.fromPOSIXTimestamp(NOON + 60)


class FolderTests(CabinetCase):
    """
    Tests for L{offerings.files.Folder} and L{File}.
    """

    def names(self, *path: str) -> list[str]:
        """
        What is in a folder.
        """
        return [entry.name for entry in self.root.entries(path)]

    def test_added(self) -> None:
        """
        A file has its content on the disk, under a name of no meaning, and is found by its path.
        """
        self.root.makeFolder([], "Letters")
        file = self.add("Letters", "to Bob.txt", content=b"Dear Bob")
        self.assertEqual(b"Dear Bob", Path(file.content.path).read_bytes())
        self.assertNotIn("Bob", file.content.path)
        self.assertEqual((8, "text/plain"), (file.size, file.contentType))
        self.assertIs(file, self.root.find(["Letters", "to Bob.txt"]))

    def test_order(self) -> None:
        """
        Folders come first, each sorted by name.
        """
        for name in ("b.txt", "a.txt"):
            self.add(name)
        for name in ("Z", "Y"):
            self.root.makeFolder([], name)
        self.assertEqual(["Y", "Z", "a.txt", "b.txt"], self.names())

    def test_sameName(self) -> None:
        """
        A second file with a name gets a number, a second folder is refused.
        """
        for _ in range(3):
            self.add("a.tar.gz")
        self.assertEqual(["a.tar (2).gz", "a.tar (3).gz", "a.tar.gz"], self.names())
        self.assertRaises(NameTaken, self.root.makeFolder, [], "a.tar.gz")
        self.root.makeFolder([], "A.tar.gz")

    def test_names(self) -> None:
        """
        What would lead elsewhere or can't be shown is no name; then nothing is left on the disk.
        """
        for name in ("", " ", ".", "..", "a/b", "a\nb", "x" * 201, "\x00"):
            self.assertRaises(UnfitName, self.root.makeFolder, [], name)
            added = Deferred.fromCoroutine(self.root.add([], name, "", lambda place: None))
            self.failureResultOf(added, UnfitName)
        self.assertEqual((0, []), (self.contents(), self.names()))

    def test_folderGone(self) -> None:
        """
        If the folder is deleted while a file arrives, nothing is left of the file.
        """
        self.root.makeFolder([], "Short-lived")

        def keep(place: Path) -> None:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(b"1")
            self.root.trash(["Short-lived"], LATER)

        self.failureResultOf(
            Deferred.fromCoroutine(self.root.add(["Short-lived"], "a", "", keep)), NoSuchEntry
        )
        self.assertEqual(0, self.contents())

    def test_rename(self) -> None:
        """
        An entry has another name if that is free; the shared folder itself keeps its own.
        """
        self.add("a")
        self.add("b")
        self.root.rename(["a"], "c")
        self.root.rename(["c"], "c")
        self.assertEqual(["b", "c"], self.names())
        self.assertRaises(NameTaken, self.root.rename, ["b"], "c")
        self.assertRaises(UnfitName, self.root.rename, ["b"], "..")
        self.assertRaises(NoSuchEntry, self.root.rename, ["x"], "y")
        self.assertRaises(UnfitMove, self.root.rename, [], "y")

    def test_move(self) -> None:
        """
        An entry is in another folder, but no folder in itself.
        """
        for path in ([], ["A"], ["A", "B"]):
            self.root.makeFolder(path, "AB"[len(path)] if len(path) < 2 else "C")
        self.add("f")
        self.root.move(["f"], ["A", "B"])
        self.assertEqual((["A"], ["C", "f"]), (self.names(), self.names("A", "B")))
        for target in (["A"], ["A", "B"], ["A", "B", "C"]):
            self.assertRaises(UnfitMove, self.root.move, ["A"], target)
        self.add("f")
        self.assertRaises(NameTaken, self.root.move, ["f"], ["A", "B"])
        self.assertRaises(NoSuchEntry, self.root.move, ["f"], ["A", "B", "f"])

    def test_trash(self) -> None:
        """
        What is deleted is nowhere to be found, with everything in it, until it is restored.
        """
        self.root.makeFolder([], "A")
        file = self.add("A", "f")
        folder = self.root.trash(["A"], LATER)
        self.assertRaises(NoSuchEntry, self.root.find, ["A", "f"])
        self.assertRaises(NoSuchEntry, file.file)
        self.assertEqual([folder], self.root.deletedEntries())
        self.root.makeFolder([], "A")
        self.root.restore(folder.storeID)
        self.assertEqual(["A", "A (2)"], self.names())
        self.assertIs(file, self.root.find(["A (2)", "f"]))
        self.assertRaises(NoSuchEntry, self.root.restore, folder.storeID)

    def test_destroy(self) -> None:
        """
        What is deleted for good takes its content with it, once that is committed; only what was deleted
        before can be.
        """
        self.root.makeFolder([], "A")
        self.add("A", "f")
        kept = self.add("kept")
        folder = self.root.trash(["A"], LATER)
        self.assertRaises(NoSuchEntry, self.root.destroy, kept.storeID)
        self.root.destroy(folder.storeID)
        self.assertEqual((1, 1), (self.contents(), self.store.count(File)))

    def test_destroyRolledBack(self) -> None:
        """
        If the transaction fails, the content stays.
        """
        self.add("f")
        file = self.root.trash(["f"], LATER)

        def fail() -> None:
            self.root.destroy(file.storeID)
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.store.transact, fail)
        self.assertEqual(1, self.contents())

    def test_othersTrash(self) -> None:
        """
        Who may write in one folder does not see what was deleted in another.
        """
        for name in ("A", "B"):
            self.root.makeFolder([], name)
            self.add(name, "f")
            self.root.trash([name, "f"], LATER)
        shared = self.root.find(["A"])
        (entry,) = shared.deletedEntries()  # type: ignore[union-attr]
        other = next(each for each in self.root.deletedEntries() if each is not entry)
        self.assertRaises(NoSuchEntry, shared.restore, other.storeID)  # type: ignore[union-attr]

    def test_privateAtFirst(self) -> None:
        """
        Only the owner sees the files; what is to be shared gets a name that only they know.
        """
        self.assertRaises(NoSuchShare, getShare, self.store, getEveryoneRole(self.store), "files")
        self.add("f")
        shareID = self.root.shareIDOf(["f"])
        self.assertEqual(shareID, self.root.shareIDOf(["f"]))
        self.assertEqual("f", getShare(self.store, getSelfRole(self.store), shareID).title)
        self.assertRaises(NoSuchShare, getShare, self.store, getEveryoneRole(self.store), shareID)


class CabinetTests(CabinetCase):
    """
    Tests for L{offerings.files.Cabinet}.
    """

    def test_cleaned(self) -> None:
        """
        What was deleted more than 30 days ago is removed.
        """
        self.add("old")
        self.add("new")
        self.root.trash(["old"], Time.fromPOSIXTimestamp(NOON))
        self.root.trash(["new"], Time.fromPOSIXTimestamp(NOON) + timedelta(days=2))
        self.clock.advance(31 * 86_400)
        again = self.cabinet.run()
        self.assertEqual(["new"], [entry.name for entry in self.root.deletedEntries()])
        self.assertEqual(1, self.contents())
        self.assertEqual(self.clock.seconds() + 86_400, again.asPOSIXTimestamp())

    def test_search(self) -> None:
        """
        Files are found by their names and, if they are texts, by their words; not those that were deleted.
        """
        self.root.makeFolder([], "Recipes & more")
        self.add("Recipes & more", "bread.txt", content=b"Flour and water")
        self.add("picture.png", content=b"\x89PNG flour", contentType="image/png")
        self.add("gone.txt", content=b"flour")
        self.root.trash(["gone.txt"], LATER)
        for words in ("flour", "bread"):
            (found,) = self.cabinet.search(words, 10).found
            self.assertEqual(
                ("bread.txt", "files/Recipes%20%26%20more/bread.txt"), (found.title, found.url), words
            )
        self.assertEqual(["picture.png"], [each.title for each in self.cabinet.search("picture", 10).found])
        self.assertEqual(1, len(self.cabinet.search("recipes", 10).found))
