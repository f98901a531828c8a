"""
A real site whose users have relays, with a server that can be disturbed.
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp

from twisted.trial.unittest import SynchronousTestCase

from axiom.item import Item
from axiom.store import Store
from axiom.supervision import StateFile
from mantissa_like.accounts import createArtificialUser, findSubStore
from mantissa_like.asyncitems import PENDING, REJECTED, TIMED_OUT, AsynchronousItem
from mantissa_like.messaging import DONE, OutgoingMessage
from tests.acceptance.relays import ANSWERED, CHAIN, DOMAIN, FAILED, HEARD, SENT, Relay, numbersOf, relayOf
from tests.acceptance.rigging import Rig
from tests.acceptance.running import RunningSite, axiomatic, eventually

__all__ = ["IS_FULL", "USERS", "RelaySite", "RelayTestCase"]

IS_FULL = bool(os.environ.get("RELAY_FULL"))
"""Whether there is time for as many messages and chains as are promised."""

USERS = ("ann", "ben", "cat", "dan")
_PATIENCE = 120.0


class RelaySite(RunningSite):
    """
    The site, and what was ordered of its users' relays.

    @ivar rig: disturbs its server.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, furnished=False)
        self.rig = Rig(path.parent / "rig")
        self.environment.update(self.rig.environment)
        self._messages: Counter[tuple[str, str]] = Counter()
        self._asks: Counter[tuple[str, str]] = Counter()
        with self.stores(*USERS, areNew=True) as stores:
            for store in stores.values():
                Relay(store=store).open()

    @contextmanager
    def stores(self, *users: str, areNew: bool = False) -> Iterator[dict[str, Store]]:
        """
        A context with the stores of users, as another process has them.
        """
        with closing(self.openSiteStore()) as siteStore, ExitStack() as stack:
            stores = {}
            for user in users:
                if areNew:
                    createArtificialUser(siteStore, user, DOMAIN)
                subStore = findSubStore(siteStore, user, DOMAIN)
                assert subStore is not None, user
                stores[user] = stack.enter_context(subStore.opened())
            yield stores

    def order(self, messages: int, chains: int = 0, users: Sequence[str] = USERS) -> None:
        """
        Have each of some users send so many messages to each of the others, and begin so many chains.
        """
        with self.stores(*users) as stores:
            for position, (user, store) in enumerate(stores.items()):
                others = [each for each in users if each != user]
                asked = others[position % len(others)]
                relayOf(store).order("begin", (asked, chains))
                relayOf(store).order("send", [(each, messages) for each in others])
                self._asks[user, asked] += chains
                self._messages.update({(user, each): messages for each in others})

    @property
    def pids(self) -> list[int]:
        """
        Of the workers that serve.
        """
        state = StateFile(str(self.path / "run" / "workers.json")).read()
        return [] if state is None else [each.pid for each in state.workers if each.state == "serving"]

    def killAll(self) -> None:
        """
        Kill the server, and wait until its workers have ended, which they do with it.
        """
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        self.kill()
        eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))

    def awaitKill(self) -> None:
        """
        Wait until the server, which has no workers, is killed.
        """
        assert self._process is not None
        status = self._process.wait(_PATIENCE)
        assert status == -signal.SIGKILL, f"the server ended with {status}:\\n{self.log()}"
        self._process = None

    def awaitEnd(self, seconds: float = _PATIENCE) -> None:
        """
        Wait until nothing is under way or waits.
        """
        deadline = time.monotonic() + seconds
        with self.stores(*USERS) as stores:
            while found := [each for store in stores.values() for each in _open(store)]:
                assert time.monotonic() < deadline, f"{len(found)} wait: {found[:5]}\\n{self.log()[-20_000:]}"
                time.sleep(0.05)

    def wrong(self) -> list[str]:
        """
        What did not happen as often or in the order in which it should; empty if all is right.
        """
        with self.stores(*USERS) as stores:
            return [each for user in USERS for each in self._wrongOf(user, stores)]

    def _wrongOf(self, user: str, stores: Mapping[str, Store]) -> Iterator[str]:
        store, chains = stores[user], 0
        for peer in USERS:
            pair = user, peer
            asks, messages = self._asks[pair], self._messages[pair]
            chains += asks
            everything = list(range(1, asks + messages + 1))
            for kind, place, other in ((SENT, store, peer), (HEARD, stores[peer], user)):
                if numbersOf(place, kind, other) != everything:
                    yield f"{pair} {kind}, not 1 to {len(everything)}: {numbersOf(place, kind, other)}"
            answered = numbersOf(store, ANSWERED, peer)
            if len(answered) != messages or answered != sorted(set(answered)):
                yield f"{pair} {ANSWERED}, not {messages}: {answered}"
        for kind in CHAIN:
            if sorted(numbersOf(store, kind)) != list(range(1, chains + 1)):
                yield f"{user} {kind}, not 1 to {chains}: {numbersOf(store, kind)}"
        if failed := numbersOf(store, FAILED):
            yield f"{user}: {len(failed)} failed"


class RelayTestCase(SynchronousTestCase):
    """
    Tests of one site each.

    @ivar site: which does not run yet.
    """

    def setUp(self) -> None:
        """
        The site.
        """
        self.site = RelaySite(Path(mkdtemp(dir=Path.cwd())) / "site.axiom")
        self.addCleanup(self.site.stop)

    def assertExact(self) -> None:
        """
        In the end all that was ordered has happened once and in order, nothing waits, and nothing is damaged.
        """
        self.site.awaitEnd()
        self.site.stop()
        self.assertEqual([], self.site.wrong())
        axiomatic(self.site.path, "check")


def _open(store: Store) -> Iterator[Item]:
    """
    What is not done, or was given up.
    """
    yield from store.query(OutgoingMessage, OutgoingMessage.state != DONE)
    yield from store.query(AsynchronousItem, AsynchronousItem.state.oneOf((PENDING, REJECTED, TIMED_OUT)))
