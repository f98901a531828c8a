"""
Stores of a real site that are brought back to what they were, and disks that are full.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from axiom.store import Store
from mantissa_like.agenda._sweeping import AgendaProcess
from mantissa_like.messaging import DUE, OutgoingMessage
from tests.acceptance.relays import ANSWERED, DOMAIN, FAILED, HEARD, SENT, numbersOf
from tests.acceptance.relaysite import RelayTestCase
from tests.acceptance.running import axiomatic, eventually

_BEFORE, _AFTER, _THEN = 20, 30, 25
_PAIRS = [("ann", "ben"), ("ben", "ann")]

_Keep = Callable[[str], Callable[[], object]]


class BackupTests(RelayTestCase):
    """
    Ann and Ben write to each other; then one of their stores is that of an older day.
    """

    def storeOf(self, user: str) -> Path:
        """
        The directory of somebody's store.
        """
        return self.site.path / "files" / "account" / DOMAIN / f"{user}.axiom"

    def send(self, count: int) -> None:
        """
        Have Ann send to Ben, and Ben to Ann, and wait until all is answered.
        """
        self.site.order(count, users=("ann", "ben"))
        self.site.awaitEnd()

    def copy(self, user: str) -> Callable[[], object]:
        """
        Copy a store as anybody can while the site does not run.

        @return: brings it back.
        """
        here, there = self.storeOf(user), self.site.path.with_name("copy")
        shutil.copytree(here, there)

        def bring() -> None:
            shutil.rmtree(here)
            shutil.copytree(there, here)

        return bring

    def backUp(self, user: str) -> Callable[[], object]:
        """
        Back up the site.

        @return: restores one store.
        """
        here, there = self.storeOf(user), self.site.path.with_name("backup")
        axiomatic(self.site.path, "backup", str(there))

        def restore() -> None:
            shutil.rmtree(here)
            name = str(here.relative_to(self.site.path / "files"))
            axiomatic(self.site.path, "restore", "--store", name, str(there), str(here))

        return restore

    def lose(self, user: str) -> Callable[[], object]:
        """
        What is in the database's file now.

        @return: loses the transactions that came after that, as a machine that fails may, and what nobody
            waits for to be on the disk.
        """

        def fail() -> None:
            for path in self.storeOf(user).glob("db.sqlite-*"):
                path.unlink()
            (self.site.path / "run" / "revisions").unlink()
            with Store(str(self.site.path / "files" / "agenda.axiom")) as agenda:
                for process in agenda.query(AgendaProcess):
                    process.boot = "another"

        return fail

    def assertKnown(self, user: str, keep: _Keep, isKilled: bool = False) -> None:
        """
        What is sent after a store was brought back takes effect once and in order, whichever store it was.
        """
        self.site.start()
        self.send(_BEFORE)
        self.site.stop()
        bring = keep(user)
        self.site.start()
        self.send(_AFTER)
        (self.site.kill if isKilled else self.site.stop)()
        bring()
        self.site.start()
        with self.site.stores("ann", "ben") as stores:
            known = [len(numbersOf(stores[each], HEARD, other)) for each, other in _PAIRS]
        self.send(_THEN)
        self.site.stop()
        with self.site.stores("ann", "ben") as stores:
            for count, (each, other) in zip(known, _PAIRS, strict=True):
                sent = numbersOf(stores[other], SENT, each)[-_THEN:]
                self.assertEqual(sent, numbersOf(stores[each], HEARD, other)[count:], each)
                self.assertEqual(sent, numbersOf(stores[other], ANSWERED, each)[-_THEN:], other)
                self.assertEqual([], numbersOf(stores[other], FAILED))
        axiomatic(self.site.path, "check")

    def test_restored(self) -> None:
        """
        It is restored from a backup.
        """
        self.assertKnown("ann", self.backUp)

    def test_copied(self) -> None:
        """
        Its files are those of an older day, and the server was killed since.
        """
        self.assertKnown("ann", self.copy, isKilled=True)

    def test_machineFailed(self) -> None:
        """
        The machine failed, and the last transactions were not on the disk.
        """
        self.assertKnown("ann", self.lose, isKilled=True)


class FullDiskTests(RelayTestCase):
    """
    A disk that is full for Ben.
    """

    def test_full(self) -> None:
        """
        Others go on, and what is sent to him and by him is delivered when there is room again.
        """
        self.site.start()
        self.site.rig.fillDisk("ben.axiom")
        self.site.order(_BEFORE, _BEFORE)
        with self.site.stores("ann", "ben", "cat", "dan") as stores:
            eventually(lambda: len(numbersOf(stores["dan"], HEARD, "cat")) >= _BEFORE)
            eventually(lambda: "can't be used" in _reasonOf(stores["ann"]))
            self.assertEqual([], numbersOf(stores["ben"], HEARD, "ann"))
        self.site.rig.emptyDisk()
        self.assertExact()


def _reasonOf(store: Store) -> str:
    """
    Why the first message that is due was not delivered; may be empty.
    """
    found = store.findFirst(OutgoingMessage, OutgoingMessage.state == DUE)
    return "" if found is None else found.lastError
