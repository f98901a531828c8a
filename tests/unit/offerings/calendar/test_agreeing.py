"""
What becomes of appointments to which others are invited.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.sharing import blockSharer, unShare
from offerings.calendar import Inbox, NotTheirs, Participant, TimeConflict, _inbox
from tests.unit.offerings.calendar.calendars import CalendarSite, at


class CalendarTestCase(SynchronousTestCase):
    """
    Alice, Bob and Carol have calendars.
    """

    def setUp(self) -> None:
        """
        Make a site.
        """
        self.site = CalendarSite("alice", "bob", "carol")
        self.addCleanup(self.site.close)
        self.alice, self.bob, self.carol = (self.site.calendars[name] for name in ("alice", "bob", "carol"))

    def settle(self) -> None:
        """
        Let a minute pass, in which all messages arrive; everybody knows the same then, and nobody has two
        appointments at one time.
        """
        self.site.advance(60)
        self.assertEqual([], self.site.disagreements())
        self.assertEqual([], self.site.conflicts())


class AgreeingTests(CalendarTestCase):
    """
    One thing happens after the other.
    """

    def test_asked(self) -> None:
        """
        Who is invited finds the appointment in their calendar, with all that the organizer knows of it.
        """
        mine = self.site.arrange("alice", 12, "bob")
        self.assertEqual(["asking"], self.site.answers("alice"))
        self.settle()
        self.assertEqual(["waiting"], self.site.answers("alice"))
        theirs = self.site.only("bob")
        self.assertEqual(
            (mine.details, "alice@example.com", "asked", False),
            (theirs.details, theirs.organizer, theirs.state, theirs.isOwn),
        )
        self.assertEqual([theirs], list(self.bob.unanswered()))

    def test_confirmed(self) -> None:
        """
        A confirmed appointment takes up the time of both: at once that of who confirms.
        """
        self.site.arrange("alice", 12, "bob")
        self.settle()
        self.bob.confirm(self.site.only("bob"))
        self.assertEqual(["confirming"], self.site.states("bob"))
        self.assertRaises(TimeConflict, self.site.arrange, "bob", 12.5)
        self.settle()
        self.assertEqual((["confirmed"], ["confirmed"]), (self.site.states("alice"), self.site.states("bob")))
        self.assertRaises(TimeConflict, self.site.arrange, "alice", 12.5)
        self.site.arrange("alice", 13)

    def test_busy(self) -> None:
        """
        Who has confirmed something else is busy: their calendar stays as it was.
        """
        self.site.arrange("bob", 12.5, title="Dentist")
        self.site.arrange("alice", 12, "bob", "carol")
        self.settle()
        self.assertEqual(["busy", "waiting"], self.site.answers("alice"))
        self.assertEqual(["confirmed"], self.site.states("bob"))

    def test_declined(self) -> None:
        """
        Where nobody comes any more, the time is free again.
        """
        self.site.arrange("alice", 12, "bob", "carol")
        self.settle()
        for calendar, name in ((self.bob, "bob"), (self.carol, "carol")):
            calendar.confirm(self.site.only(name))
        self.settle()
        self.bob.decline(self.site.only("bob"))
        self.settle()
        self.assertEqual((["declined", "confirmed"], ["confirmed"]), self._alice())
        self.carol.decline(self.site.only("carol"))
        self.settle()
        self.assertEqual((["declined", "declined"], ["asked"]), self._alice())
        self.bob.confirm(self.site.only("bob"))
        self.settle()
        self.assertEqual((["confirmed", "declined"], ["confirmed"]), self._alice())

    def test_moved(self) -> None:
        """
        Everybody is asked anew for another time, also who has declined.
        """
        mine = self.site.arrange("alice", 12, "bob", "carol")
        self.settle()
        self.bob.confirm(self.site.only("bob"))
        self.carol.decline(self.site.only("carol"))
        self.settle()
        self.alice.move(mine, at(15), at(16))
        self.settle()
        self.assertEqual((["waiting", "waiting"], ["asked"]), self._alice())
        for name in ("bob", "carol"):
            theirs = self.site.only(name)
            self.assertEqual((at(15), "asked"), (theirs.start, theirs.state))

    def test_movedToBusy(self) -> None:
        """
        Who is busy at the new time does not keep the old one, and comes back with the next.
        """
        mine = self.site.arrange("alice", 12, "bob")
        self.site.arrange("bob", 15, title="Dentist")
        self.settle()
        self.bob.confirm(self.site.only("bob", "Lunch"))
        self.settle()
        self.alice.move(mine, at(15), at(16))
        self.settle()
        self.assertEqual((["busy"], ["asked"]), self._alice())
        self.assertEqual("cancelled", self.site.only("bob", "Lunch").state)
        self.alice.move(mine, at(16), at(17))
        self.settle()
        self.assertEqual((["waiting"], ["asked"]), self._alice())
        self.assertEqual("asked", self.site.only("bob", "Lunch").state)

    def test_cancelled(self) -> None:
        """
        A cancelled appointment is cancelled for all, and nothing can be done with it.
        """
        mine = self.site.arrange("alice", 12, "bob", "carol")
        self.settle()
        self.bob.confirm(self.site.only("bob"))
        self.settle()
        self.alice.cancel(mine)
        self.settle()
        self.assertEqual((["cancelled", "cancelled"], ["cancelled"]), self._alice())
        self.assertEqual([["cancelled"]] * 2, [self.site.states(name) for name in ("bob", "carol")])
        theirs = self.site.only("bob")
        for refused in (
            lambda: self.alice.cancel(mine),
            lambda: self.alice.move(mine, at(1), at(2)),
            lambda: self.bob.confirm(theirs),
            lambda: self.bob.decline(theirs),
        ):
            self.assertRaises(NotTheirs, refused)

    def test_unreachable(self) -> None:
        """
        Who has no calendar, or lets nobody send invitations, can't be reached, and can be asked again later.
        """
        inbox = self.site.storeOf("bob").findUnique(Inbox)
        unShare(inbox)
        self.site.arrange("alice", 12, "bob", "nobody")
        self.site.settle()
        self.assertEqual(["unreachable"] * 2, self.site.answers("alice"))
        inbox.open()
        store = self.site.storeOf("alice")
        self.alice.askAgain(store.findUnique(Participant, Participant.address == "bob@example.com"))
        self.site.settle()
        self.assertEqual(["waiting", "unreachable"], self.site.answers("alice"))

    def test_blocked(self) -> None:
        """
        Who is blocked can't invite, and sees no difference to who is not there.
        """
        blockSharer(self.site.storeOf("bob"), "alice@example.com")
        self.site.arrange("alice", 12, "bob")
        self.site.settle()
        self.assertEqual((["unreachable"], []), (self.site.answers("alice"), self.site.states("bob")))

    def test_full(self) -> None:
        """
        Where too many invitations wait, no more are taken; those that are over do not count.
        """
        self.patch(_inbox, "MOST_UNANSWERED", 2)
        for hour in (12, 13, 14):
            self.site.arrange("alice", hour, "bob")
        self.site.settle()
        self.assertEqual(["unreachable", "waiting", "waiting"], sorted(self.site.answers("alice")))
        self.site.advance(at(20).asPOSIXTimestamp() - self.site.clock.seconds())
        self.site.arrange("alice", 36, "bob")
        self.site.settle()
        self.assertEqual("waiting", self.site.answers("alice")[-1])

    def test_organizerUnreachable(self) -> None:
        """
        An answer that can't be delivered does not count, and holds no time; it can be given again.
        """
        self.site.arrange("alice", 12, "bob")
        self.settle()
        store = self.site.storeOf("alice")
        unShare(store.findUnique(Participant))
        theirs = self.site.only("bob")
        self.bob.confirm(theirs)
        self.site.settle()
        self.assertEqual(("asked", "unreachable"), (theirs.state, self.site.invitation("bob").trouble))
        self.site.arrange("bob", 12)

    def test_strangers(self) -> None:
        """
        Who is not invited can't say anything of an appointment.
        """
        self.site.arrange("alice", 12, "bob")
        self.settle()
        theirs = self.site.copyFor("carol", self.site.invitation("bob"))
        self.carol.confirm(theirs)
        self.site.settle()
        self.assertEqual(["waiting"], self.site.answers("alice"))
        self.assertEqual("unreachable", self.site.invitation("carol").trouble)

    def _alice(self) -> tuple[list[str], list[str]]:
        return self.site.answers("alice"), self.site.states("alice")
