"""
Whatever people do with appointments, and whatever becomes of the messages about them, their calendars agree.
"""

from __future__ import annotations

import contextlib

from hypothesis import settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import booleans, integers, sampled_from
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.testing import randomFates
from offerings.calendar import Appointment, TimeConflict
from tests.unit.offerings.calendar.calendars import CalendarSite, at

_NAMES = ("alice", "bob", "carol")
_HOURS = integers(8, 14)
_A_DAY = 86_400.0


class Lives(RuleBasedStateMachine):
    """
    Three people who have few hours for many appointments.
    """

    def __init__(self) -> None:
        super().__init__()
        self.site = CalendarSite(*_NAMES)
        self.site.network.chooseFate = randomFates(0, lost=0.2, answersLost=0.2, doubled=0.2, delayed=0.4)

    def teardown(self) -> None:
        """
        In the end, nothing is lost any more, and everybody knows the same.
        """
        self.site.network.chooseFate = randomFates(0, 0, 0, 0, 0)
        self.site.advance(_A_DAY)
        assert self.site.disagreements() == []
        self.noConflicts()
        self.site.close()

    @rule(organizer=sampled_from(_NAMES), hour=_HOURS, toOne=booleans())
    def arrange(self, organizer: str, hour: int, toOne: bool) -> None:
        """
        Somebody invites one of the others, or both.
        """
        others = [name for name in _NAMES if name != organizer]
        with contextlib.suppress(TimeConflict):
            self.site.arrange(organizer, hour, *others[: 1 if toOne else 2])

    @precondition(lambda self: self._known())
    @rule(which=integers(0, 100), hour=_HOURS, act=sampled_from(("confirm", "decline", "move", "cancel")))
    def act(self, which: int, hour: int, act: str) -> None:
        """
        Somebody does something with an appointment.
        """
        known = self._known()
        name, appointment = known[which % len(known)]
        calendar = self.site.calendars[name]
        with contextlib.suppress(TimeConflict):
            if not appointment.isOwn:
                (calendar.confirm if act in ("confirm", "move") else calendar.decline)(appointment)
            elif act == "cancel":
                calendar.cancel(appointment)
            else:
                calendar.move(appointment, at(hour), at(hour + 1))

    @rule(seconds=integers(0, 900))
    def wait(self, seconds: int) -> None:
        """
        Messages arrive, or don't.
        """
        self.site.advance(seconds)

    @rule()
    def restart(self) -> None:
        """
        The site ends and begins again.
        """
        self.site.restart()

    @invariant()
    def noConflicts(self) -> None:
        """
        Nobody ever has two appointments at one time.
        """
        assert self.site.conflicts() == []

    def _known(self) -> list[tuple[str, Appointment]]:
        return [
            (name, each)
            for name in _NAMES
            for each in self.site.storeOf(name).query(Appointment, Appointment.state != "cancelled")
        ]


class CalendarsAgreeTests(SynchronousTestCase):
    """
    Tests for calendars of several people.
    """

    def test_agree(self) -> None:
        """
        Nobody ever has two appointments at one time, and in the end everybody knows the same.
        """
        run_state_machine_as_test(
            Lives, settings=settings(derandomize=True, deadline=None, max_examples=25, stateful_step_count=25)
        )
