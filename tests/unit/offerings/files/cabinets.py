"""
Cabinets for tests.
"""

from __future__ import annotations

from pathlib import Path

from twisted.internet.defer import Deferred, maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.dependency import installOn
from axiom.runtime import Runtime
from axiom.store import Store
from offerings.files import Cabinet, File, Folder

__all__ = ["CabinetCase"]

NOON = 1_700_000_000


class CabinetCase(SynchronousTestCase):
    """
    Somebody's files in a store on the disk, whose clock stands still.
    """

    def setUp(self) -> None:
        self.clock = Clock()
        self.clock.advance(NOON)
        self.directory = Path(self.mktemp())
        runtime = Runtime(clock=self.clock, inThread=maybeDeferred)
        self.store = Store(str(self.directory), runtime=runtime)
        self.addCleanup(self.store.close)
        self.cabinet = Cabinet(store=self.store)
        installOn(self.cabinet, self.store)
        root = self.cabinet.root
        assert root is not None
        self.root: Folder = root

    def add(self, *path: str, content: bytes = b"content", contentType: str = "text/plain") -> File:
        """
        Add a file, the last part of C{path} being its name.
        """

        def keep(place: Path) -> None:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)

        added = Deferred.fromCoroutine(self.root.add(path[:-1], path[-1], contentType, keep))
        file: File = self.successResultOf(added)
        return file

    def contents(self) -> int:
        """
        How many files have content on the disk.
        """
        return len(list((self.directory / "files" / "content").glob("*")))
