"""
A site in this process whose stores work for each other, with the real reactor but no ports.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axiom.dependency import installOn
from axiom.runtime import installedReactor
from axiom.store import Store
from axiom.userbase import LoginSystem
from mantissa_like.agenda import WorkService
from mantissa_like.config import MessageSettings, SiteConfig, SiteSettings
from mantissa_like.site import storeWorks
from mantissa_like.stores import StorePool

__all__ = ["DOMAIN", "Workplace", "workplace"]

DOMAIN = "localhost"

_PATIENCE = 120.0
_LONGEST_TURN = 0.05
_THREADS = 10


class Workplace:
    """
    The site.

    @ivar store: the site store.
    """

    def __init__(self, directory: Path, openStores: int, waitForDisk: bool) -> None:
        self._reactor: Any = installedReactor()
        self.store = Store(str(directory))
        self._logins = LoginSystem(store=self.store)
        installOn(self._logins, self.store)
        pool = StorePool(self.store, openStores)
        config = SiteConfig(
            site=SiteSettings(domain=DOMAIN), messages=MessageSettings(waitForDisk=waitForDisk)
        )
        self._pool = pool
        self._service = WorkService(
            self.store, pool, storeWorks(self.store, pool, config), self._reactor, config.work.storesAtOnce
        )

    def addUser(self, name: str) -> Any:
        """
        What stands for the store of a new account.
        """
        avatars = self._logins.makeAvatars(DOMAIN, name)
        self._logins.addAccount(name, DOMAIN, None, avatars, internal=True, passwordHash="")
        return avatars

    def start(self) -> None:
        """
        Work from now on, whenever the reactor has its turn.
        """
        if not self._reactor.running:
            self._reactor.startRunning(installSignalHandlers=False)
            self._reactor.runUntilCurrent()
        self._reactor.getThreadPool().adjustPoolsize(0, _THREADS)
        self._service.startService()

    def turn(self, seconds: float = _LONGEST_TURN, isDone: Callable[[], bool] = lambda: False) -> None:
        """
        Let the reactor do what there is to do; then wait for more, so long at most, unless C{isDone()}.
        """
        self._reactor.runUntilCurrent()
        if not isDone():
            wait = self._reactor.timeout()
            self._reactor.doIteration(seconds if wait is None else min(wait, seconds))

    def until(self, isDone: Callable[[], bool]) -> None:
        """
        Let the reactor run until C{isDone()}.

        @raise RuntimeError: that takes minutes.
        """
        end = time.monotonic() + _PATIENCE
        while not isDone():
            if time.monotonic() > end:
                raise RuntimeError(f"not done after {_PATIENCE:.0f} seconds: {self._service}")
            self.turn(isDone=isDone)

    def close(self) -> None:
        """
        Stop working, and close all stores.
        """
        if self._service.running:
            stopped: list[object] = []
            self._service.stopService().addBoth(stopped.append)
            self.until(lambda: bool(stopped))
        self._pool.close()
        self.store.close()
        # Its threads would keep the process from ending.
        self._reactor.getThreadPool().adjustPoolsize(0, 0)


@contextmanager
def workplace(directory: Path, openStores: int = 1000, waitForDisk: bool = False) -> Iterator[Workplace]:
    """
    A context with a new site, closed after it.

    @param openStores: how many its pool keeps.
    @param waitForDisk: whether messages are on the disk before they leave.
    """
    made = Workplace(directory, openStores, waitForDisk)
    try:
        yield made
    finally:
        made.close()
