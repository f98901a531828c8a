"""
What becomes of appointments when people do things at the same time.
"""

from __future__ import annotations

from datetime import UTC

from mantissa_like.sharing import Identifier
from mantissa_like.testing import Fate
from offerings.calendar import Inbox, OutOfDate, Participant, TimeConflict
from tests.unit.offerings.calendar.calendars import at
from tests.unit.offerings.calendar.test_agreeing import CalendarTestCase


class CrossingTests(CalendarTestCase):
    """
    Neither of two knows yet what the other does.
    """

    def test_requests(self) -> None:
        """
        Two who ask each other for the same time both wait; the first one that is confirmed takes it.
        """
        self.site.arrange("alice", 12, "bob", title="Lunch")
        self.site.arrange("bob", 12, "alice", title="Tea")
        self.settle()
        self.assertEqual(["waiting"], self.site.answers("alice"))
        self.assertEqual(["waiting"], self.site.answers("bob"))
        self.bob.confirm(self.site.only("bob", "Lunch"))
        self.settle()
        self.assertEqual(["confirmed"], self.site.answers("alice"))
        self.assertEqual(["waiting"], self.site.answers("bob"))

    def test_confirmations(self) -> None:
        """
        Of two confirmations for one time that cross, the one that arrives first does not hold: who gets it
        has just confirmed the other. That is told, and can be given again where the time becomes free.
        """
        self.site.arrange("alice", 12, "bob", title="Lunch")
        tea = self.site.arrange("bob", 12, "alice", title="Tea")
        self.settle()
        lunch = self.site.only("bob", "Lunch")
        self.bob.confirm(lunch)
        self.alice.confirm(self.site.only("alice", "Tea"))
        self.settle()
        self.assertEqual((["waiting"], ["confirmed"]), (self.site.answers("alice"), self.site.answers("bob")))
        self.assertEqual("organizer-busy", self.site.invitation("bob").trouble)
        self.assertRaises(TimeConflict, self.bob.confirm, lunch)
        self.bob.cancel(tea)
        self.settle()
        self.bob.confirm(lunch)
        self.settle()
        self.assertEqual(["confirmed"], self.site.answers("alice"))

    def test_moveAndConfirmation(self) -> None:
        """
        A confirmation of the time before does not count for the new one.
        """
        mine = self.site.arrange("alice", 12, "bob")
        self.settle()
        self.bob.confirm(self.site.only("bob"))
        self.alice.move(mine, at(15), at(16))
        self.settle()
        theirs = self.site.only("bob")
        self.assertEqual(
            (["waiting"], "asked", at(15)), (self.site.answers("alice"), theirs.state, theirs.start)
        )

    def test_cancellationAndConfirmation(self) -> None:
        """
        What is cancelled stays so, whoever confirms it meanwhile.
        """
        mine = self.site.arrange("alice", 12, "bob")
        self.settle()
        self.bob.confirm(self.site.only("bob"))
        self.alice.cancel(mine)
        self.settle()
        self.assertEqual((["cancelled"], ["cancelled"]), (self.site.states("alice"), self.site.states("bob")))

    def test_minds(self) -> None:
        """
        Who changes their mind again and again has said at last what they said last.
        """
        self.site.arrange("alice", 12, "bob")
        self.settle()
        theirs = self.site.only("bob")
        for answer in (self.bob.confirm, self.bob.decline, self.bob.confirm, self.bob.decline):
            answer(theirs)
        self.settle()
        self.assertEqual(["declined"], self.site.answers("alice"))
        self.bob.confirm(theirs)
        self.bob.decline(theirs)
        self.bob.confirm(theirs)
        self.settle()
        self.assertEqual(["confirmed"], self.site.answers("alice"))

    def test_moves(self) -> None:
        """
        Of several moves, the last one holds, also if who is invited is busy at the time of one before it.
        """
        self.site.arrange("bob", 15, title="Dentist")
        mine = self.site.arrange("alice", 12, "bob")
        for hour in (13, 15, 17):
            self.alice.move(mine, at(hour), at(hour + 1))
        self.settle()
        self.assertEqual((["waiting"], at(17)), (self.site.answers("alice"), self.site.only("bob").start))

    def test_both(self) -> None:
        """
        Of two who invite somebody to the same time, one is confirmed, and the other gets to know that this
        one is busy.
        """
        self.site.arrange("alice", 12, "carol", title="Lunch")
        self.settle()
        self.carol.confirm(self.site.only("carol", "Lunch"))
        self.site.arrange("bob", 12.5, "carol", title="Tea")
        self.settle()
        self.assertEqual((["confirmed"], ["busy"]), (self.site.answers("alice"), self.site.answers("bob")))

    def test_slow(self) -> None:
        """
        Who is asked again, since it took long, is asked once.
        """
        self.site.network.chooseFate = lambda message: Fate(delay=60, copyAfter=90)
        self.site.arrange("alice", 12, "bob", "nobody")
        self.site.advance(3600)
        self.assertEqual(["waiting", "unreachable"], self.site.answers("alice"))
        self.assertEqual(["asked"], self.site.states("bob"))
        store = self.site.storeOf("alice")
        self.alice.askAgain(store.findUnique(Participant, Participant.state == "unreachable"))
        self.site.advance(3600)
        self.assertEqual(["waiting", "unreachable"], self.site.answers("alice"))

    def test_overtaken(self) -> None:
        """
        What arrives after later news, as a dead letter does that is retried, is refused.
        """
        mine = self.site.arrange("alice", 12, "bob")
        self.alice.move(mine, at(15), at(16))
        self.settle()
        store = self.site.storeOf("bob")
        sender = Identifier(self.site.invitation("bob").shareID, "alice", "example.com")
        target = Identifier("invitations", "bob", "example.com")
        inbox = store.findUnique(Inbox)
        start, end = at(12).asDatetime(UTC), at(13).asDatetime(UTC)
        self.assertRaises(OutOfDate, inbox.request, sender, target, 0, "Lunch", start, end, "", "")
        self.assertRaises(OutOfDate, inbox.cancel, sender, 0)
        self.settle()
