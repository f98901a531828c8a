"""
The pages of a calendar, for people and for programs.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.dependency import installOn
from axiom.userbase import NO_PROTOCOL, LoginMethod
from mantissa_like.accounts import Address
from mantissa_like.sharing import Identifier, addMember
from offerings.calendar import Appointment, Calendar, Inbox, Participant
from offerings.people import AddressBook, Card
from tests.unit.mantissa_like.web.memory_client import Response
from tests.unit.mantissa_like.web.memory_site import MemorySite
from tests.unit.offerings.calendar.calendars import at, details

JSON = {"Accept": "application/json"}
CALENDAR = "/users/alice/calendar"


class CalendarPageTests(SynchronousTestCase):
    """
    Alice's calendar. It is a Sunday, the 9th of September 2001.
    """

    def setUp(self) -> None:
        """
        Let Alice log in.
        """
        self.site = MemorySite()
        self.store = self.site.addUser("alice")
        self.calendar = Calendar(store=self.store)
        installOn(self.calendar, self.store)
        self.site.addUser("bob")
        self.alice = self.site.logIn("alice")

    def send(self, path: str, **fields: str) -> Response:
        """
        Send a form.
        """
        token = self.alice.get("/login", JSON).json()["csrfToken"]
        return self.alice.post(CALENDAR + path, {**fields, "csrfToken": token})

    def make(self, **fields: str) -> Response:
        """
        Make an appointment by the form.
        """
        given = {"title": "Lunch", "start": "2001-09-11T12:00", "end": "2001-09-11T13:00", "people": ""}
        return self.send("/new", **{"place": "", "notes": "", **given, **fields})

    def invite(self) -> None:
        """
        Let an invitation of Bob's arrive.
        """
        sender, target = Identifier("x", "bob", "example.com"), Identifier("y", "alice", "example.com")
        start, end = at(12).asDatetime(UTC), at(13).asDatetime(UTC)
        self.store.findUnique(Inbox).request(sender, target, 0, "Lunch", start, end, "", "")

    def data(self, path: str = "") -> Any:
        """
        What programs get.
        """
        return self.alice.get(CALENDAR + path, JSON).json()

    def test_private(self) -> None:
        """
        Nobody but the owner sees a page of the calendar, and nobody sees where invitations arrive.
        """
        self.make()
        number = self.store.findUnique(Appointment).storeID
        for path in ("", "/week", "/month", "/new", f"/{number}", f"/{number}?ics=1"):
            self.assertEqual(200, self.alice.get(CALENDAR + path).status, path)
            for client in (self.site.client(), self.site.logIn("bob")):
                self.assertEqual(404, client.get(CALENDAR + path).status, path)
        for client in (self.alice, self.site.logIn("bob")):
            self.assertEqual(404, client.get("/users/alice/invitations").status)

    def test_notThere(self) -> None:
        """
        What is no day, month or appointment is not there.
        """
        for path in (
            "/week/yesterday",
            "/week/0001-01-01",
            "/month/2001-13",
            "/month/2001-09/1",
            "/77",
            "/x",
        ):
            self.assertEqual(404, self.alice.get(CALENDAR + path).status, path)

    def test_made(self) -> None:
        """
        What nobody is invited to is confirmed at once, and stands in the agenda, the week and the month.
        """
        self.assertEqual(303, self.make(title="Lunch & <b>bread</b>", place="Park").status)
        for path in ("", "/week/2001-09-11", "/month/2001-09"):
            self.assertIn("Lunch &amp; &lt;b&gt;bread&lt;/b&gt;", self.alice.get(CALENDAR + path).text, path)
            self.assertEqual(["confirmed"], [each["state"] for each in self.data(path)["appointments"]])
        for path in ("/week/2001-09-18", "/month/2001-11"):
            self.assertNotIn("Lunch", self.alice.get(CALENDAR + path).text, path)
            self.assertEqual([], self.data(path)["appointments"])

    def test_invited(self) -> None:
        """
        Who is invited is told so, and the page says that this is on its way; nobody is invited twice.
        """
        made = self.make(people="bob@example.com, Bob@example.com carol@example.com")
        page = self.alice.get(made.headers["location"]).text
        self.assertIn("Invited bob@example.com, carol@example.com.", page)
        self.assertIn("On its way to bob@example.com.", page)
        self.assertIn("nobody has confirmed", page)
        people = self.data(f"/{self.store.findUnique(Appointment).storeID}")["participants"]
        self.assertEqual(["bob@example.com", "carol@example.com"], [each["address"] for each in people])

    def test_suggested(self) -> None:
        """
        The form suggests whom the address book of its owner knows.
        """
        book = AddressBook(store=self.store)
        installOn(book, self.store)
        book.takeIn([Card("Bob", ("bob@example.com",))])
        self.assertIn('<option value="bob@example.com">Bob</option>', self.alice.get(f"{CALENDAR}/new").text)

    def test_conflict(self) -> None:
        """
        Two confirmed appointments at one time are refused, and what was written is not lost.
        """
        self.make()
        again = self.make(title="Tea & cake", start="2001-09-11T12:30", end="2001-09-11T13:30")
        self.assertEqual(400, again.status)
        self.assertIn("Something else is confirmed at this time.", again.text)
        self.assertIn('value="Tea &amp; cake"', again.text)
        self.assertEqual(303, self.make(start="2001-09-11T13:00", end="2001-09-11T14:00").status)

    def test_unfit(self) -> None:
        """
        What makes no sense is refused with a sentence that says why.
        """
        for fields, told in (
            ({"end": "2001-09-11T12:00"}, "An appointment ends after it begins."),
            ({"end": "2001-11-11T12:00"}, "An appointment takes at most 31 days."),
            ({"start": "soon"}, "Write a day and a time"),
            ({"people": "bob"}, "bob is no address"),
            ({"people": " ".join(f"p{number}@example.com" for number in range(51))}, "At most 50 people"),
            ({"title": " "}, "Fill this in."),
        ):
            answer = self.make(**fields)
            self.assertEqual(400, answer.status)
            self.assertIn(told, answer.text)
        self.assertEqual(0, self.store.count(Appointment))

    def test_moved(self) -> None:
        """
        A form moves an appointment, but not onto another.
        """
        self.make()
        number = self.store.findUnique(Appointment).storeID
        self.make(title="Tea", start="2001-09-11T16:00", end="2001-09-11T17:00")
        onto = {"act": "move", "start": "2001-09-11T16:30", "end": "2001-09-11T17:30"}
        self.assertIn("Something else is confirmed", self.send(f"/{number}", **onto).text)
        free = {"act": "move", "start": "2001-09-11T18:00", "end": "2001-09-11T19:30"}
        self.assertEqual(303, self.send(f"/{number}", **free).status)
        self.assertIn("Tuesday, 11 September 2001, 18:00–19:30", self.alice.get(f"{CALENDAR}/{number}").text)

    def test_cancelled(self) -> None:
        """
        One is asked once before an appointment is cancelled, after which nothing can be done with it.
        """
        self.make(people="bob@example.com")
        number = self.store.findUnique(Appointment).storeID
        self.assertIn("Cancel “Lunch”?", self.send(f"/{number}", act="cancel").text)
        self.assertEqual("asked", self.data(f"/{number}")["state"])
        self.assertEqual(303, self.send(f"/{number}", act="cancel", confirmed="yes").status)
        self.assertEqual("cancelled", self.data(f"/{number}")["state"])
        again = self.send(f"/{number}", act="cancel", confirmed="yes")
        self.assertEqual(400, again.status)
        self.assertIn("This appointment is cancelled.", again.text)

    def test_answered(self) -> None:
        """
        What waits for an answer is on the home page and first in the agenda, with the buttons that answer.
        """
        self.invite()
        number = self.store.findUnique(Appointment).storeID
        self.assertIn("1 to answer", self.alice.get("/home").text)
        agenda = self.alice.get(CALENDAR).text
        self.assertIn("Waiting for your answer", agenda)
        self.assertIn("with bob@example.com", agenda)
        self.assertEqual(303, self.send(f"/{number}", act="confirm").status)
        page = self.alice.get(f"{CALENDAR}/{number}").text
        self.assertIn("Your answer is on its way to bob@example.com.", page)
        self.assertEqual("confirming", self.data(f"/{number}")["state"])
        self.assertNotIn("to answer", self.alice.get("/home").text)
        self.assertEqual(303, self.send(f"/{number}", act="decline").status)
        self.assertEqual("declined", self.data(f"/{number}")["state"])

    def test_shared(self) -> None:
        """
        The list of what one shares says what others may do: send invitations, and answer one's own.
        """
        self.make(title="Tea", people="bob@example.com")
        page = self.alice.get("/shares").text
        for words in ("Invitations to appointments", "send invitations", "Tea", "confirm and decline"):
            self.assertIn(words, page)

    def test_notTheirs(self) -> None:
        """
        Who is invited can't move or cancel, and who has organized something can't answer.
        """
        self.invite()
        number = self.store.findUnique(Appointment).storeID
        for act in ({"act": "cancel", "confirmed": "yes"}, {"act": "move", "start": "2001-09-12T12:00"}):
            answer = self.send(f"/{number}", **{"end": "2001-09-12T13:00", **act})
            self.assertIn("That is for who has organized it.", answer.text)
        mine = self.make(start="2001-09-12T12:00", end="2001-09-12T13:00").headers["location"]
        path = mine.removeprefix(CALENDAR)
        self.assertIn("You have organized this yourself.", self.send(path, act="confirm").text)
        self.assertEqual(404, self.send(path, act="askAgain", participant="1").status)
        self.assertEqual(400, self.send(path, act="dance").status)

    def test_askedAgain(self) -> None:
        """
        Who could not be reached is asked again by a button.
        """
        self.make(people="bob@example.com")
        participant = self.store.findUnique(Participant)
        path = f"/{participant.appointment.storeID}"
        self.assertEqual(404, self.send(path, act="askAgain", participant=str(participant.storeID)).status)
        participant.state = "unreachable"
        self.assertIn("bob@example.com can’t be reached.", self.alice.get(CALENDAR + path).text)
        self.assertEqual(303, self.send(path, act="askAgain", participant=str(participant.storeID)).status)
        self.assertEqual("asking", participant.state)

    def test_timeZone(self) -> None:
        """
        Times are entered and shown in the time zone that the owner has chosen; a time that clocks skip is
        refused.
        """
        chosen = {"timeZone": "Europe/Berlin", "weekStart": "6", "minutes": "30"}
        token = self.alice.get("/login", JSON).json()["csrfToken"]
        answer = self.alice.post("/account/preferences/calendar", {**chosen, "csrfToken": token})
        self.assertEqual(303, answer.status)
        number = self.make().headers["location"].rpartition("/")[2]
        self.assertEqual("2001-09-11T10:00:00Z", self.data(f"/{number}")["start"])
        page = self.alice.get(f"{CALENDAR}/{number}").text
        self.assertIn("11 September 2001, 12:00–13:00", page)
        self.assertIn("Europe/Berlin", page)
        self.assertEqual("2001-09-09", self.data("/week/2001-09-12")["from"])
        skipped = self.make(start="2002-03-31T02:30", end="2002-03-31T04:00")
        self.assertIn("Clocks are put forward then", skipped.text)

    def test_browsersZone(self) -> None:
        """
        The time zone of the browser is taken over by a form, if there is such a time zone.
        """
        self.assertEqual(400, self.send("", timeZone="Mars/Olympus").status)
        self.assertEqual(303, self.send("", timeZone="Asia/Tokyo").status)
        self.assertEqual("Asia/Tokyo", self.calendar.timeZone)

    def test_suggestedTimes(self) -> None:
        """
        A new appointment begins with the next hour, or in the morning of the day that was asked for.
        """
        page = self.alice.get(f"{CALENDAR}/new").text
        self.assertIn('value="2001-09-09T02:00"', page)
        self.assertIn('value="2001-09-09T03:00"', page)
        self.assertIn('value="2001-09-30T09:00"', self.alice.get(f"{CALENDAR}/new?day=2001-09-30").text)
        self.assertEqual(400, self.alice.get(f"{CALENDAR}/new?day=soon").status)

    def test_found(self) -> None:
        """
        The search finds an appointment by the words of its title, place and notes.
        """
        self.calendar.arrange(details(12, "Tomatoes"), None, [])
        self.assertIn("Tomatoes", self.alice.get("/search?q=tomato").text)

    def test_group(self) -> None:
        """
        A member of a group makes appointments in its calendar, in its name, and can be invited to them.
        """
        team = self.site.addUser("team")
        for store in (self.site.store, team):
            store.findUnique(LoginMethod, LoginMethod.localpart == "team").protocol = NO_PROTOCOL
        addMember(team, Address("alice", "example.com"), isManager=False)
        installOn(Calendar(store=team), team)
        token = self.alice.get("/login", JSON).json()["csrfToken"]
        fields = {"title": "Plan", "start": "2001-09-11T12:00", "end": "2001-09-11T13:00"}
        fields |= {"people": "alice@example.com", "place": "", "notes": "", "csrfToken": token}
        self.assertEqual(303, self.alice.post("/users/team/calendar/new", fields).status)
        self.assertEqual("team@example.com", team.findUnique(Appointment).organizer)
        self.assertEqual("alice@example.com", team.findUnique(Participant).address)
