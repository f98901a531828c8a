"""
Sites with accounts that are exported and imported.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from epsilon.extime import Time
from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, path, text, timestamp
from axiom.dependency import installOn
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.runtime import Runtime
from axiom.search import matches
from axiom.store import Store
from axiom.userbase import LoginAccount, LoginSystem
from mantissa_like.accounts import AccountToExport, createAccount, exportAccount
from tests.unit.mantissa_like.accounts.site_stores import hashQuickly

__all__ = ["ArchiveTestCase", "Letter", "changed"]

NOW = 1_000_000_000.0


class Letter(Item):
    """
    Something to be taken along.
    """

    typeName = "testing_archived_letter"

    body = text(allowNone=False, searchable=True)
    pages = integer(default=1)
    written = timestamp()
    scan = path()

    runs = integer(allowNone=False, default=0)

    def run(self) -> None:
        """
        Called by the scheduler.
        """
        self.runs += 1


class ArchiveTestCase(SynchronousTestCase):
    """
    A site with Alice, who has a letter with a scan, and another one with Bob.

    @ivar clock: of both sites.
    """

    def setUp(self) -> None:
        """
        Make both.
        """
        self.clock = Clock()
        self.clock.advance(NOW)
        self.first, self.second = self.makeSite("first"), self.makeSite("second")
        self.alice = self.makeAccount(self.first, "alice")
        self.bob = self.makeAccount(self.second, "bob")
        with self.alice.avatars.opened() as store:
            scan = store.newFile("scans", "one.png")
            scan.write(b"picture" * 1000)
            self.successResultOf(scan.close())
            Letter(
                store=store,
                body="Dear <Bob>",
                written=Time.fromPOSIXTimestamp(0),
                scan=store.newFilePath("scans", "one.png"),
            )
        self.archive = Path(self.mktemp())

    def makeSite(self, name: str) -> Store:
        """
        A site in a directory of its own.
        """
        runtime = Runtime(self.clock, maybeDeferred)
        store = hashQuickly(Store(str(Path(self.mktemp()) / name), runtime=runtime))
        self.addCleanup(store.close)
        installOn(LoginSystem(store=store), store)
        return store

    def makeAccount(self, site: Store, name: str) -> LoginAccount:
        """
        An account with a password.
        """
        made: LoginAccount = self.successResultOf(createAccount(site, name, "localhost", f"{name} kettle 7"))
        return made

    def export(self) -> None:
        """
        Make an archive of Alice.
        """
        place = Path(self.alice.avatars.storepath.path)
        exported = AccountToExport(place, ["alice@localhost"], "http://first.example", NOW)
        exportAccount(exported, self.archive)

    def letters(self, account: LoginAccount) -> list[str]:
        """
        What somebody's letters say, found by their words.
        """
        with account.avatars.opened() as store:
            return [letter.body for letter in store.query(Letter, matches(Letter, "dear"))]

    def tick(self, site: Store, days: float = 0) -> None:
        """
        Let time pass at a site.
        """
        self.clock.advance(days * 86400)
        for _ in range(3):
            IScheduler(site).tick()
            self.clock.advance(60)


def changed(archive: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> Path:
    """
    A copy of an archive.

    @param change: called with the name and the content of each file, for those in the copy; None leaves one
        out.
    """
    copy = archive.with_name(f"{archive.name}-changed")
    with zipfile.ZipFile(archive) as reading, zipfile.ZipFile(copy, "w") as writing:
        for name in reading.namelist():
            entry = change(name, reading.read(name))
            if entry is not None:
                writing.writestr(*entry)
    return copy
