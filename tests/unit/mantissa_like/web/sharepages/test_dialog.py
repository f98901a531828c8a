"""
Tests for the dialog by which something is shared.
"""

from __future__ import annotations

from mantissa_like.messaging import OutgoingMessage
from mantissa_like.sharing import (
    IContacts,
    Share,
    getAccountRole,
    getEveryoneRole,
    makeGroup,
    shareItem,
)
from tests.unit.mantissa_like.web.memory_site import IReadableNote
from tests.unit.mantissa_like.web.sharing_site import JSON, READ, WRITE, SharingTestCase

DIALOG = "/shares/new?item=note"
NOTE = "/users/alice/note"


class Contacts:
    """
    Knows Bob.
    """

    def contacts(self) -> list[tuple[str, str]]:
        """
        See L{IContacts}.
        """
        return [("bob@example.com", "Bob <Builder>")]


class DialogTests(SharingTestCase):
    """
    Tests for C{/shares/new}.
    """

    def status(self, name: str | None = None, path: str = NOTE) -> int:
        """
        What somebody who goes to the note is answered with.
        """
        client = self.stranger if name is None else self.site.logIn(name)
        return client.get(path).status

    def test_person(self) -> None:
        """
        The person sees it from then on, for what was chosen, others do not; and they are told.
        """
        self.assertEqual(404, self.status("bob"))
        response = self.share(**{"with": "person", "person": "Bob"})
        self.assertEqual((303, DIALOG), (response.status, response.headers["location"]))
        self.assertEqual([200, 404, 404], [self.status("bob"), self.status("carol"), self.status()])
        bob = self.site.logIn("bob")
        self.assertEqual(405, bob.post(NOTE, {"text": "x", "csrfToken": self.token(bob)}).status)
        self.assertEqual("bob@example.com/share-notices", self.alice.findUnique(OutgoingMessage).target)
        self.assertIn("Shared with: bob@example.com.", self.owner.get(DIALOG).text)

    def test_again(self) -> None:
        """
        Sharing with the same person again replaces what they may do.
        """
        self.share(**{"with": "person", "person": "bob"})
        self.share(**{"with": "person", "person": "bob", "may": WRITE})
        bob = self.site.logIn("bob")
        self.assertEqual(303, bob.post(NOTE, {"text": "x", "csrfToken": self.token(bob)}).status)
        self.assertEqual(2, self.alice.count(Share))

    def test_everybody(self) -> None:
        """
        Who is logged in, or everybody, is nobody in particular: no notice is sent.
        """
        self.share(**{"with": "people"})
        self.assertEqual([200, 404], [self.status("carol"), self.status()])
        self.share(**{"with": "everybody"})
        self.assertEqual(200, self.status())
        self.assertEqual(0, self.alice.count(OutgoingMessage))

    def test_group(self) -> None:
        """
        The members of a group see it, and are told.
        """
        group = makeGroup(self.alice, "Choir")
        getAccountRole(self.alice, "bob", "example.com").becomeMemberOf(group)
        self.assertIn("Choir", self.owner.get(DIALOG).text)
        self.share(**{"with": "group", "group": group.externalID})
        self.assertEqual([200, 404], [self.status("bob"), self.status("carol")])
        self.assertEqual(1, self.alice.count(OutgoingMessage))

    def test_until(self) -> None:
        """
        It is seen until the end of the last day, also by who has looked before; and not any more after it.
        """
        # The clock stands at 2001-09-09 01:46:40.
        self.share(**{"with": "everybody", "until": "2001-09-10"})
        self.site.clock.advance(46 * 3600)
        self.assertEqual([200, 200], [self.status(), self.status()])
        self.site.clock.advance(13 * 60 + 20)
        self.assertEqual(404, self.status())
        self.assertIn("over", self.owner.get(DIALOG).text)

    def test_link(self) -> None:
        """
        Whoever has the link sees it; its address can't be guessed, search engines leave it out, and the
        note's other address stays what it was.
        """
        path = self.link()
        response = self.stranger.get(path)
        self.assertEqual((200, "noindex, nofollow"), (response.status, response.headers["x-robots-tag"]))
        self.assertEqual("same-origin", response.headers["referrer-policy"])
        self.assertGreater(len(path), len("/users/alice/") + 40)
        self.assertEqual(404, self.status())
        self.assertNotIn("x-robots-tag", self.owner.get(NOTE).headers)
        self.assertNotEqual(path, self.link())

    def test_refused(self) -> None:
        """
        What makes no sense is told beside its field, with what was sent still there; nothing is shared.
        """
        for fields, told in (
            ({"with": "person", "person": "nobody"}, "Nobody here has the address nobody@example.com."),
            ({"with": "person", "person": ""}, "This is no address"),
            ({"with": "person", "person": "alice"}, "This is you"),
            ({"with": "people", "until": "2001-09-08"}, "from today on"),
            ({"with": "people", "until": "2031-09-08"}, "from today on"),
            ({"with": "people", "until": "soon"}, "This is no day"),
            ({"with": "people", "password": "correct horse"}, "Only a link can have"),
            ({"with": "link", "password": "short"}, "at least 8 characters"),
            ({"with": "everything"}, "Choose one of these."),
            ({"with": "group", "group": "Everybody"}, ""),
        ):
            response = self.share(**fields)
            self.assertEqual(400, response.status, fields)
            self.assertIn(told, response.text)
        self.assertEqual(1, self.alice.count(Share))
        self.assertIn('value="nobody"', self.share(**{"with": "person", "person": "nobody"}).text)

    def test_interfaces(self) -> None:
        """
        Only what the app describes can be shared, whatever a form says.
        """
        for names in ("", "*", "mantissa.INavigable", "test.IOther"):
            self.assertEqual(400, self.share(**{"with": "everybody", "may": names}).status, names)
        self.assertEqual(1, self.alice.count(Share))

    def test_othersItems(self) -> None:
        """
        Nobody shares what is another person's, or what is not there.
        """
        self.addNote(self.bob, "bobs", "Bob's")
        for item in ("bobs", "none", ""):
            path = f"/shares/new?item={item}"
            self.assertEqual(404, self.owner.get(path).status)
            response = self.send(self.owner, path, **{"with": "everybody", "may": READ})
            self.assertEqual(404, response.status)
        self.assertEqual((1, 1), (self.alice.count(Share), self.bob.count(Share)))

    def test_forged(self) -> None:
        """
        A form that is not ours shares nothing, nor does one of who is not logged in.
        """
        fields = {"with": "everybody", "may": READ}
        self.assertEqual(403, self.owner.post(DIALOG, fields).status)
        self.assertEqual(403, self.stranger.post(DIALOG, fields).status)
        self.assertEqual(1, self.alice.count(Share))

    def test_byLink(self) -> None:
        """
        Who is shared with from the page of a link gets the note's own address, not the link.
        """
        path = self.link()
        dialog = f"/shares/new?item={path.rpartition('/')[2]}"
        self.send(self.owner, dialog, **{"with": "person", "person": "bob", "may": READ})
        self.assertEqual(200, self.status("bob"))

    def test_json(self) -> None:
        """
        A program learns what can be shared and with whom it is, and shares.
        """
        data = self.owner.get(DIALOG, JSON).json()
        self.assertEqual(
            {
                "item": "note",
                "title": "note",
                "interfaces": {READ: "read the note", WRITE: "write on the note"},
                "groups": {},
                "shares": [],
            },
            data,
        )
        fields = {"with": "link", "may": READ, "csrfToken": self.token(self.owner)}
        made = self.owner.post(DIALOG, fields, JSON).json()
        self.assertEqual((True, False, None), (made["link"], made["password"], made["until"]))
        self.assertEqual(200, self.stranger.get(made["url"]).status)

    def test_contacts(self) -> None:
        """
        People from the address book are suggested.
        """
        self.alice.inMemoryPowerUp(Contacts(), IContacts)
        text = self.owner.get(DIALOG).text
        self.assertIn('<option value="bob@example.com">Bob &lt;Builder&gt;</option>', text)
        self.assertIn('list="person-list"', text)

    def test_ownersLink(self) -> None:
        """
        The owner of an item finds the way to share it on its page, and nobody else does.
        """
        shareItem(self.note, getEveryoneRole(self.alice), shareID="note", interfaces=[IReadableNote])
        self.assertIn('href="/shares/new?item=note"', self.owner.get(NOTE).text)
        for client in (self.stranger, self.site.logIn("bob")):
            self.assertNotIn("/shares/new", client.get(NOTE).text)
