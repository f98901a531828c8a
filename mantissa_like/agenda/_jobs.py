"""
A store for which this process works.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from math import inf
from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IDelayedCall

from axiom.database import Claim
from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.agenda.interfaces import IStoreWork

__all__ = ["Duty", "Job"]


@dataclass(eq=False)
class Duty:
    """
    One kind of work for one store.

    @ivar isAsked: whether it is to have a turn whatever the time is.
    @ivar again: when it is to have one, in seconds since the epoch; infinite if nothing is due.
    @ivar seen: the revision of the store at the beginning of its last turn.
    @ivar isAtWork: whether a turn is under way.
    @ivar underWay: what goes on beyond its turns.
    @ivar failures: how many turns failed one after the other.
    """

    work: IStoreWork
    isAsked: bool = True
    again: float = inf
    seen: int = -1
    isAtWork: bool = False
    underWay: set[Deferred[Any]] = field(default_factory=set)
    failures: int = 0

    def isDue(self, now: float) -> bool:
        """
        Whether it is to have a turn.
        """
        return not self.isAtWork and (self.isAsked or self.again <= now)

    @property
    def isIdle(self) -> bool:
        """
        Whether nothing goes on.
        """
        return not self.isAtWork and not self.underWay


@dataclass(eq=False)
class Job:
    """
    A store for which this process works, and no other does.

    @ivar subStoreID: its number on the agenda.
    @ivar subStore: what stands for it; None for the site store.
    @ivar claim: to it.
    @ivar store: while it is open for this.
    @ivar lease: ends when it need not be.
    @ivar isQueued: whether it waits for its turn.
    @ivar hasEnded: whether others may work for the store.
    @ivar revision: of the store, when nothing was due last; None before the first turn.
    @ivar changed: when that was last seen to change.
    @ivar counted: when it was last noted what the store has, or the job began.
    @ivar timer: calls when it has another turn.
    """

    subStoreID: int
    subStore: SubStore | None
    claim: Claim
    duties: list[Duty]
    store: Store | None = None
    lease: ExitStack = field(default_factory=ExitStack)
    isQueued: bool = False
    hasEnded: bool = False
    revision: int | None = None
    changed: float = -inf
    counted: float = 0.0
    timer: IDelayedCall | None = None

    def __repr__(self) -> str:
        return f"<Job for {self.subStoreID}{'' if self.isIdle else ', at work'}>"

    @property
    def isIdle(self) -> bool:
        """
        Whether nothing goes on and nothing waits.
        """
        return not self.isQueued and all(each.isIdle for each in self.duties)

    @property
    def again(self) -> float:
        """
        When something is due.
        """
        return min((each.again for each in self.duties), default=inf)

    def ask(self) -> None:
        """
        Let every kind of work have a turn.
        """
        for each in self.duties:
            each.isAsked = True

    def end(self) -> None:
        """
        Let others work for the store, which is open for this no longer.
        """
        self.hasEnded = True
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        self.claim.release()
