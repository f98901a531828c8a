"""
Imports that are killed, wherever they are.
"""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.dependency import installOn
from axiom.iaxiom import IScheduler
from axiom.runtime import Runtime
from axiom.store import Store
from axiom.substore import SubStore
from axiom.testing import CrashPoint, NotCrashed, crash
from axiom.userbase import LoginAccount, LoginMethod, LoginSystem
from mantissa_like.accounts import AccountToExport, exportAccount
from tests.acceptance.importing import Souvenir, bring


class KilledImportTests(SynchronousTestCase):
    """
    kill -9 before and after each commit of an import.
    """

    def setUp(self) -> None:
        """
        A site on which Bob has two souvenirs, and an archive of Alice's, who has three.
        """
        self.directory = Path(self.mktemp())
        self.site, self.archive = self.directory / "site", self.directory / "alice.zip"
        store = Store(str(self.site))
        installOn(LoginSystem(store=store), store)
        for name, count in (("alice", 3), ("bob", 2)):
            account = store.findUnique(LoginSystem).addAccount(name, "localhost", None)
            with account.avatars.opened() as userStore:
                for number in range(count):
                    Souvenir(store=userStore, name=f"souvenir {number}")
        directory: Any = self.account(store, "alice").avatars.storepath
        place = Path(directory.path)
        exportAccount(AccountToExport(place, ["alice@localhost"], "http://x.example", 0.0), self.archive)
        store.close()

    def account(self, store: Store, name: str) -> LoginAccount:
        """
        Somebody's account.
        """
        found: LoginAccount = store.findUnique(LoginMethod, LoginMethod.localpart == name).account
        return found

    def check(self, site: Path) -> int:
        """
        Make sure that Bob has one whole store, and that a day later there is no directory without a use.

        @return: how many souvenirs he has.
        """
        clock = Clock()
        clock.advance(2_000_000_000)
        store = Store(str(site), runtime=Runtime(clock))
        store.runtime.inThread = lambda f, *args, **kwargs: f(*args, **kwargs)  # type: ignore[method-assign]
        account = self.account(store, "bob")
        with account.avatars.opened() as userStore:
            self.assertEqual([("ok",)], userStore.querySQL("PRAGMA integrity_check"))
            found: int = userStore.count(Souvenir)
            self.assertEqual(account.storeID, self._siteAccountOf(userStore, store))
        scheduler = IScheduler(store)
        clock.advance(timedelta(days=2).total_seconds())
        for _ in range(3):
            scheduler.tick()
            clock.advance(61)
        places: Any = store.query(SubStore).getColumn("storepath")
        named = {place.basename() for place in places}
        there = {each.name for each in (site / "files" / "account" / "localhost").iterdir()}
        self.assertEqual(named, there)
        store.close()
        return found

    def _siteAccountOf(self, userStore: Store, store: Store) -> int:
        [method] = userStore.query(LoginMethod)
        return int(self.account(store, method.localpart).storeID)

    def test_allOrNothing(self) -> None:
        """
        Bob has what he had, or all that he brought; once it is committed, the latter. No directory is left
        over.
        """
        outcomes = []
        for at in (CrashPoint.BEFORE_COMMIT, CrashPoint.AFTER_COMMIT):
            for number in range(1, 50):
                site = self.directory / f"{at} {number}".replace(" ", "-")
                shutil.copytree(self.site, site)
                try:
                    crash(bring, str(site), str(self.archive), at=at, store=site, number=number)
                except NotCrashed as e:
                    self.assertIn("ended with 0", str(e))
                    outcomes.append(self.check(site))
                    break
                outcomes.append(self.check(site))
        self.assertEqual({2, 3}, set(outcomes))
        self.assertEqual(3, outcomes[-1])
