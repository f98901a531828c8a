"""
Slowing down who guesses secrets: passwords, codes, the links of mails.

Failures are counted in the site store, so that all processes of a site count together and a restart forgets
none. An attempt counts as a failure from its beginning, so that many at once get no further than one after
the other.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from epsilon.extime import Time
from twisted.internet.interfaces import IReactorTime

from axiom.attributes import integer, text, timestamp
from axiom.item import Item
from axiom.store import Store
from mantissa_like.accounts.errors import TooManyFailures

__all__ = ["FailureCount", "Target", "Throttle", "networkOf"]

_DAY = 86400.0
_MOST_DOUBLINGS = 30


class FailureCount(Item):
    """
    How often somebody failed lately.

    @ivar targetHash: SHA-256 of what is guessed, or of who guesses, in hexadecimal.
    @ivar failures: since the last success, attempts under way among them.
    @ivar latest: when the last attempt began; a day later it is forgotten.
    """

    typeName = "accounts_failure_count"

    targetHash = text(allowNone=False, caseSensitive=True, unique=True)
    failures = integer(allowNone=False)
    latest = timestamp(allowNone=False, indexed=True)


@dataclass(frozen=True)
class Target:
    """
    What is guessed, or who guesses.

    @ivar kind: such as C{login}; with C{value} it says which one.
    @ivar free: failures without waiting.
    @ivar isClearedBySuccess: whether a success forgets all failures before, or is only none itself: who may
        have several accounts does not get a fresh start by logging in to one.
    """

    kind: str
    value: str
    free: int
    isClearedBySuccess: bool = True

    @property
    def targetHash(self) -> str:
        """
        What is stored of it.
        """
        return hashlib.sha256(f"{self.kind}\0{self.value}".encode(errors="replace")).hexdigest()


class Throttle:
    """
    Lets people try, ever more slowly as they fail.
    """

    def __init__(self, siteStore: Store, clock: IReactorTime, longestWait: float) -> None:
        """
        @param longestWait: seconds.
        """
        self._siteStore, self._clock, self._longestWait = siteStore, clock, longestWait

    def begin(self, *targets: Target) -> None:
        """
        Let somebody try something that is about all of C{targets}; it has failed unless L{succeed} is called.

        @raise TooManyFailures: for one of them it is too early. The attempt does not count.
        """
        self._siteStore.transact(self._begin, targets)

    def succeed(self, *targets: Target) -> None:
        """
        The attempt that was begun was none of a guesser.
        """
        self._siteStore.transact(self._succeed, targets)

    def _begin(self, targets: tuple[Target, ...]) -> None:
        now = self._clock.seconds()
        self._siteStore.query(
            FailureCount, FailureCount.latest < Time.fromPOSIXTimestamp(now - _DAY)
        ).deleteFromStore()
        counts = [(target, self._find(target)) for target in targets]
        wait = max((self._wait(target, count, now) for target, count in counts), default=0.0)
        if wait > 0:
            raise TooManyFailures(wait)
        latest = Time.fromPOSIXTimestamp(now)
        for target, count in counts:
            if count is None:
                FailureCount(store=self._siteStore, targetHash=target.targetHash, failures=1, latest=latest)
            else:
                count.failures, count.latest = count.failures + 1, latest

    def _succeed(self, targets: tuple[Target, ...]) -> None:
        for target in targets:
            count = self._find(target)
            if count is None:
                continue
            if target.isClearedBySuccess or count.failures <= 1:
                count.deleteFromStore()
            else:
                count.failures -= 1

    def _wait(self, target: Target, count: FailureCount | None, now: float) -> float:
        if count is None or count.failures < target.free:
            return 0.0
        doublings = min(count.failures - target.free, _MOST_DOUBLINGS)
        longest = min(2.0**doublings, self._longestWait)
        latest: float = count.latest.asPOSIXTimestamp()
        # The clock may have been ahead then.
        return min(longest, latest + longest - now)

    def _find(self, target: Target) -> FailureCount | None:
        found: FailureCount | None = self._siteStore.findFirst(
            FailureCount, FailureCount.targetHash == target.targetHash
        )
        return found


def networkOf(peer: str) -> str:
    """
    The part of an address on the network that somebody can't choose: all of it, or half of it for IPv6.

    @param peer: as people write it; anything else is returned as it is.
    """
    if ":" not in peer:
        return peer
    try:
        address = ip_address(peer.partition("%")[0])
    except ValueError:
        return peer
    assert isinstance(address, IPv6Address), "the others have no colons"
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> 64 << 64))
