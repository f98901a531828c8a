"""
A clock for tests, by which each thing happens at its own time.
"""

from __future__ import annotations

from collections.abc import Callable

from twisted.internet.interfaces import IDelayedCall, IReadDescriptor
from twisted.internet.task import Clock

from mantissa_like.testing.errors import NeverIdle

__all__ = ["TrialClock"]

# In seconds since the epoch.
_BEGINNING = 1_000_000_000


class TrialClock(Clock):
    """
    Unlike Twisted's, it shows what is called later the time for which that was planned, however far it is
    advanced; and it notices what never ends. It takes the place of a reactor by which nothing is read.

    @ivar mostAtOnce: how much may be planned without time passing.
    """

    mostAtOnce = 200_000

    def __init__(self) -> None:
        """
        It begins on the ninth of September 2001.
        """
        super().__init__()
        self.rightNow = float(_BEGINNING)
        self._planned = 0

    def callLater(
        self, delay: float, callable: Callable[..., object], *args: object, **kw: object
    ) -> IDelayedCall:
        """
        See L{IReactorTime<twisted.internet.interfaces.IReactorTime>}.

        @raise NeverIdle: very much was planned without time passing.
        """
        self._planned += 1
        if self._planned > self.mostAtOnce:
            raise NeverIdle(self.mostAtOnce)
        planned: IDelayedCall = super().callLater(delay, callable, *args, **kw)
        return planned

    def advance(self, amount: float) -> None:
        """
        Let C{amount} seconds pass.
        """
        end = self.seconds() + amount
        while (planned := self.getDelayedCalls()) and (due := min(each.getTime() for each in planned)) <= end:
            self._pass(due)
        self._pass(end)

    def addReader(self, reader: IReadDescriptor) -> None:
        """
        See L{IReactorFDSet<twisted.internet.interfaces.IReactorFDSet>}. C{reader} is never called.
        """

    def removeReader(self, reader: IReadDescriptor) -> None:
        """
        See L{IReactorFDSet<twisted.internet.interfaces.IReactorFDSet>}.
        """

    def _pass(self, moment: float) -> None:
        self._planned = 0
        super().advance(max(0.0, moment - self.seconds()))
