"""
What befalls stores on disks: damage, lost files, missing rights, full disks, moves. Whatever it is, the error
says so, and what was committed is kept.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import apsw
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, money, path, reference, text, textlist
from axiom.errors import AxiomError, CannotOpenStore, DiskFailed, StoreDamaged, StoreReadOnly
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore
from axiom.testing import memoryStore

_NOBODY = 65534


class Leaf(Item):
    """
    Values of several kinds.
    """

    typeName = "test_damage_leaf"

    number = integer(indexed=True)
    name = text(indexed=True)
    labels = textlist()
    price = money()
    next = reference()
    file = path()


def grow(store: Store, count: int) -> None:
    """
    Add leaves, each in a transaction.
    """
    for number in range(count):
        Leaf(store=store, number=number, name=f"leaf {number}", labels=["a"], price=number)


def walk(directory: Path) -> None:
    """
    Open a store, read all that is in it, and write.
    """
    with closing(Store(str(directory))) as store:
        for leaf in store.query(Leaf, sort=Leaf.name.ascending):
            leaf.persistentValues()
        store.count(Leaf, Leaf.number > 5)
        store.getItemByID(9, default=None)
        store.query(Leaf, Leaf.number == 7).deleteFromStore()
        Leaf(store=store, name="new")


class DamageTests(SynchronousTestCase):
    """
    Stores whose files are not what they were.
    """

    def setUp(self) -> None:
        """
        A store that is closed.
        """
        self.directory = Path(self.mktemp())
        with closing(Store(str(self.directory))) as store:
            store.transact(grow, store, 500)
        self.whole = (self.directory / "db.sqlite").read_bytes()

    def outcome(self, database: bytes) -> type[AxiomError] | None:
        """
        What comes of reading and writing the store with this database: nothing, or an error of ours that says
        what to do.
        """
        directory = Path(self.mktemp())
        shutil.copytree(self.directory, directory)
        (directory / "db.sqlite").write_bytes(database)
        try:
            walk(directory)
        except AxiomError as e:
            return type(e)
        finally:
            shutil.rmtree(directory)
        return None

    def test_flipped(self) -> None:
        """
        A database with flipped bits works as far as it can, or is L{StoreDamaged}.
        """
        chance = random.Random(5)
        outcomes = set()
        for _ in range(150):
            flipped = bytearray(self.whole)
            page = chance.randrange(len(flipped) // 4096) * 4096
            for _ in range(3):
                # Where pages are described, and where their rows are.
                flipped[page + chance.choice([chance.randrange(100), chance.randrange(4096)])] ^= 1 << (
                    chance.randrange(8)
                )
            outcomes.add(self.outcome(bytes(flipped)))
        self.assertIn(StoreDamaged, outcomes)
        self.assertIn(None, outcomes)

    def test_truncated(self) -> None:
        """
        A database that is cut off is L{StoreDamaged}, wherever the end is.
        """
        for twentieth in range(1, 20):
            cut = self.whole[: len(self.whole) * twentieth // 20]
            self.assertEqual(StoreDamaged, self.outcome(cut), twentieth)
        self.assertEqual(StoreDamaged, self.outcome(self.whole[:50]))

    def test_empty(self) -> None:
        """
        A database of no bytes is not made anew where files say that there was a store.
        """
        (self.directory / "files" / "letter").write_bytes(b"x")
        self.assertEqual(CannotOpenStore, self.outcome(b""))

    def test_foreign(self) -> None:
        """
        A file that is no database is left alone.
        """
        self.assertEqual(StoreDamaged, self.outcome(b"Dear Sir or Madam" * 500))

    def test_hints(self) -> None:
        """
        The error says what is damaged and what to do.
        """
        (self.directory / "db.sqlite").write_bytes(self.whole[:9000])
        error = self.assertRaises(StoreDamaged, walk, self.directory)
        self.assertIn(str(self.directory), str(error))
        self.assertIn("backup", error.hint)


class LogTests(SynchronousTestCase):
    """
    Stores whose last commits are in the log beside the database, as a killed process leaves them.
    """

    def setUp(self) -> None:
        """
        The files of a store that is in use, copied.
        """
        used = Path(self.mktemp())
        with closing(Store(str(used))) as store:
            grow(store, 20)
            self.directory = Path(self.mktemp())
            shutil.copytree(used, self.directory)
        self.log = self.directory / "db.sqlite-wal"

    def numbers(self) -> list[int | None]:
        """
        Of the leaves that are there.
        """
        with closing(Store(str(self.directory))) as store:
            self.assertEqual([("ok",)], store.querySQL("PRAGMA integrity_check"))
            return [leaf.number for leaf in store.query(Leaf, sort=Leaf.storeID.ascending)]

    def test_whole(self) -> None:
        """
        All is there.
        """
        self.assertEqual(list(range(20)), self.numbers())

    def test_damaged(self) -> None:
        """
        With a log that is damaged or cut off somewhere, all that was committed before that is there, and
        nothing else.
        """
        whole, database = self.log.read_bytes(), (self.directory / "db.sqlite").read_bytes()
        counts = set()
        for part in range(1, 12):
            end = len(whole) * part // 12
            for damaged in (whole[:end], whole[:end] + b"\xff" * 8 + whole[end + 8 :]):
                for name, content in (("db.sqlite", database), ("db.sqlite-wal", damaged)):
                    (self.directory / name).write_bytes(content)
                (self.directory / "db.sqlite-shm").unlink(missing_ok=True)
                found = self.numbers()
                self.assertEqual(list(range(len(found))), found)
                counts.add(len(found))
        self.assertGreater(len(counts), 8)

    def test_withoutDatabase(self) -> None:
        """
        A log without its database is kept for when that comes back.
        """
        away = self.directory.with_suffix(".away")
        (self.directory / "db.sqlite").rename(away)
        error = self.assertRaises(CannotOpenStore, Store, str(self.directory))
        self.assertIn("bring back db.sqlite", str(error))
        away.rename(self.directory / "db.sqlite")
        self.assertEqual(list(range(20)), self.numbers())


class MoveTests(SynchronousTestCase):
    """
    Stores that are found in another place than where they were.
    """

    def test_moved(self) -> None:
        """
        A store that was moved while it was closed has its items, its files and its substores.
        """
        old, new = Path(self.mktemp()), Path(self.mktemp())
        with closing(Store(str(old))) as store:
            file = store.newFile("texts", "letter")
            file.write(b"Dear Sir")
            Leaf(store=store, file=self.successResultOf(file.close()))
            with SubStore.createNew(store, ["people", "ann"]).opened() as inner:
                Leaf(store=inner, number=3)
        old.rename(new)
        with closing(Store(str(new))) as store:
            letter = store.findUnique(Leaf).file
            assert letter is not None
            self.assertEqual(b"Dear Sir", letter.getContent())
            with store.findUnique(SubStore).opened() as inner:
                self.assertEqual(3, inner.findUnique(Leaf).number)
                assert inner.dbdir is not None
                self.assertIn(str(new), inner.dbdir.path)
        self.assertFalse(old.exists())


@contextmanager
def limitedRights() -> Iterator[None]:
    """
    A context without the rights of root, which are not limited by modes.
    """
    if os.geteuid():
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def limitedFiles(size: int) -> Iterator[None]:
    """
    A context in which no file may become larger than this.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class LimitTests(SynchronousTestCase):
    """
    Stores that may not be read or written.
    """

    def setUp(self) -> None:
        """
        A store of one leaf, where everybody gets to.
        """
        above = Path(tempfile.mkdtemp())
        above.chmod(0o755)
        self.addCleanup(shutil.rmtree, above)
        self.directory = above / "store"
        with closing(Store(str(self.directory))) as store:
            Leaf(store=store, number=1)
        self.database = self.directory / "db.sqlite"

    def number(self) -> int | None:
        """
        What the leaf has.
        """
        with closing(Store(str(self.directory))) as store:
            return store.findUnique(Leaf).number

    def write(self) -> None:
        """
        Change the leaf.
        """
        with closing(Store(str(self.directory))) as store:
            store.findUnique(Leaf).number = 2

    def test_readOnlyFile(self) -> None:
        """
        A database that may only be read is read; writing is L{StoreReadOnly}.
        """
        self.directory.chmod(0o777)
        (self.directory / "run").chmod(0o777)
        self.database.chmod(0o444)
        with limitedRights():
            self.assertEqual(1, self.number())
            error = self.assertRaises(StoreReadOnly, self.write)
        self.assertIn(str(self.database), str(error))
        self.assertEqual(1, self.number())

    def test_readOnlyFileOfOlderRelease(self) -> None:
        """
        So is one that lacks what this release would add to it.
        """
        with closing(apsw.Connection(str(self.database))) as connection:
            connection.execute("ALTER TABLE axiom_revision DROP COLUMN ordinary")
            before = connection.execute("SELECT revision FROM axiom_revision").get
        self.test_readOnlyFile()
        with limitedRights(), closing(Store(str(self.directory))) as store:
            self.assertEqual((before, 1), (store.revision, store.recall(lambda store: store.count(Leaf))))

    def test_readOnlyDirectory(self) -> None:
        """
        In a directory that may only be read, a store can't be opened, since its log can't be written.
        """
        self.database.chmod(0o444)
        self.directory.chmod(0o555)
        with limitedRights():
            self.assertRaises(StoreReadOnly, self.number)
        self.directory.chmod(0o755)
        self.database.chmod(0o644)
        self.write()
        self.assertEqual(2, self.number())

    def test_unreadable(self) -> None:
        """
        What may not be read at all is L{CannotOpenStore}, and not taken for missing.
        """
        self.database.chmod(0o000)
        with limitedRights():
            self.assertRaises(CannotOpenStore, self.number)
        self.database.chmod(0o644)
        self.directory.chmod(0o000)
        with limitedRights():
            self.assertRaises(CannotOpenStore, self.number)
        self.directory.chmod(0o755)
        self.assertEqual(1, self.number())

    def test_largestFile(self) -> None:
        """
        Where a quota is used up, a transaction fails as a whole; the same store goes on when there is room.
        """

        def growMuch() -> None:
            leaf.number = 5
            for _ in range(50):
                Leaf(store=store, name="x" * 10_000)

        with closing(Store(str(self.directory))) as store:
            leaf = store.findUnique(Leaf)
            with limitedFiles(200_000):
                self.assertRaises(DiskFailed, store.transact, growMuch)
                self.assertEqual((1, 1), (leaf.number, store.count(Leaf)))
                leaf.number = 2
            self.assertEqual(2, self.number())
            store.transact(growMuch)
            self.assertEqual((5, 51), (leaf.number, store.count(Leaf)))


class ClockTests(SynchronousTestCase):
    """
    Clocks that are set.
    """

    def test_revision(self) -> None:
        """
        What is newer has the higher revision, whatever the clock says.
        """
        clock = Clock()
        store = memoryStore(clock)
        leaf = Leaf(store=store)
        revisions = []
        for now in (1_000_000.0, 5.0, -7.0, 2_000_000.0):
            clock.rightNow = now
            leaf.number = int(now)
            revisions.append(store.revision)
        self.assertEqual([revisions[0] + each for each in range(4)], revisions)
