"""
The hook of a substore in its parent.
"""

from __future__ import annotations

from axiom.iaxiom import IScheduler
from axiom.scheduler import TimedEvent, _SubSchedulerParentHook
from tests.unit.axiom.scheduling import Bell, SubSchedulerTestCase, at


class HookTests(SubSchedulerTestCase):
    """
    The item of the parent.
    """

    def hook(self) -> _SubSchedulerParentHook:
        """
        A hook that is not scheduled.
        """
        return _SubSchedulerParentHook(store=self.site, subStore=self.item)

    def test_scheduled(self) -> None:
        """
        It is scheduled once, for the earliest time that was asked for.
        """
        hook = self.hook()
        for when, expected in ((20, [20]), (30, [20]), (10, [10])):
            hook._schedule(at(when))
            self.assertEqual(expected, self.times(hook))

    def test_several(self) -> None:
        """
        Of several events, which old stores may have, one is left.
        """
        hook = self.hook()
        for when in (5, 6):
            IScheduler(self.site).schedule(hook, at(when))
        self.bell(40, store=self.subStore)
        self.clock.advance(5)
        self.assertEqual([40], self.times(hook))

    def test_run(self) -> None:
        """
        Running it runs what is due in the substore.
        """
        bell = Bell(store=self.subStore)
        TimedEvent(store=self.subStore, time=at(-1), runnable=bell)
        self.hook().run()
        self.assertEqual(1, bell.rung)
