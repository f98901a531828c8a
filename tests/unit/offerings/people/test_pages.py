"""
Tests for the pages of an address book.
"""

from __future__ import annotations

from axiom.dependency import installOn
from mantissa_like.messaging import OutgoingMessage
from mantissa_like.sharing import getAccountRole
from offerings.people import AddressBook
from tests.unit.mantissa_like.web.sharing_site import JSON, READ, SharingTestCase

PEOPLE = "/users/alice/people"


class PeopleTestCase(SharingTestCase):
    """
    Alice has an address book.
    """

    def setUp(self) -> None:
        super().setUp()
        self.book = AddressBook(store=self.alice)
        installOn(self.book, self.alice)

    def add(self, name: str = "Bob", addresses: str = "bob@example.com", notes: str = "") -> str:
        """
        Add somebody by the form.

        @return: their page.
        """
        fields = {"name": name, "addresses": addresses, "notes": notes}
        self.assertEqual(303, self.send(self.owner, f"{PEOPLE}/new", **fields).status)
        (person,) = (each for each in self.book.people() if each.name == name)
        return f"{PEOPLE}/{person.storeID}"

    def group(self, name: str) -> str:
        """
        Make a group by the form.

        @return: its page.
        """
        return self.send(self.owner, f"{PEOPLE}/groups", name=name).headers["location"]


class PeoplePageTests(PeopleTestCase):
    """
    Tests for the pages of people.
    """

    def test_private(self) -> None:
        """
        Nobody but the owner sees any page of the book.
        """
        page, group = self.add(), self.group("Choir")
        for path in (PEOPLE, page, group, f"{PEOPLE}/new", f"{PEOPLE}/groups", f"{PEOPLE}/cards"):
            self.assertEqual(200, self.owner.get(path).status, path)
            for client in (self.stranger, self.site.logIn("bob")):
                self.assertEqual(404, client.get(path).status, path)

    def test_added(self) -> None:
        """
        Who was added is listed, found by a word, and suggested by the share dialog.
        """
        self.add("Bob <B>", "Bob@example.com\n\nb@example.org\nbob@example.com")
        self.add("Eve", "")
        self.assertIn("Bob &lt;B&gt;", self.owner.get(PEOPLE).text)
        rows = self.owner.get(f"{PEOPLE}?find=example.org", JSON).json()["rows"]
        self.assertEqual([["bob@example.com", "b@example.org"]], [row["addresses"] for row in rows])
        self.assertIn('value="b@example.org"', self.owner.get("/shares/new?item=note").text)

    def test_changed(self) -> None:
        """
        What is known of somebody can be changed.
        """
        page = self.add()
        self.send(self.owner, page, name="Robert", addresses="", notes="Tall.")
        data = self.owner.get(page, JSON).json()
        self.assertEqual(("Robert", [], "Tall."), (data["name"], data["addresses"], data["notes"]))

    def test_removed(self) -> None:
        """
        Who was removed can be brought back.
        """
        page = self.add()
        self.send(self.owner, page, act="remove")
        self.assertEqual(404, self.owner.get(page).status)
        self.send(self.owner, PEOPLE, act="restore", person=page.rpartition("/")[2])
        self.assertEqual(200, self.owner.get(page).status)

    def test_refused(self) -> None:
        """
        What makes no sense is told, and nothing is kept of it; what is not there is not found.
        """
        for fields in (
            {"name": ""},
            {"name": "x" * 201},
            {"name": "Bob", "addresses": "bob"},
            {"name": "Bob", "addresses": "\n".join(f"b{number}@example.com" for number in range(21))},
            {"name": "Bob", "notes": "x" * 10_001},
        ):
            sent = {"addresses": "", "notes": "", **fields}
            self.assertEqual(400, self.send(self.owner, f"{PEOPLE}/new", **sent).status)
        self.assertEqual(0, self.book.people().count())
        for end in ("0", "x", "9" * 30, "new/1", "groups/1", "groups/x", "groups/1/2", "cards/1"):
            self.assertEqual(404, self.owner.get(f"{PEOPLE}/{end}").status, end)
        self.assertEqual(404, self.send(self.owner, PEOPLE, act="restore", person="1").status)

    def test_exported(self) -> None:
        """
        Everybody is saved as a file.
        """
        self.add()
        response = self.owner.get(f"{PEOPLE}/cards?export=1")
        self.assertIn("people.vcf", response.headers["content-disposition"])
        (card,) = self.owner.get(f"{PEOPLE}/cards", JSON).json()
        self.assertEqual({"name": "Bob", "addresses": ["bob@example.com"], "notes": ""}, card)


class GroupPageTests(PeopleTestCase):
    """
    Tests for the pages of groups.
    """

    def test_shared(self) -> None:
        """
        Who is in a group sees what is shared with it, also who joined later, and is told; who leaves does not
        any more.
        """
        group = self.group("Choir")
        name = self.book.groups()[0].externalID
        self.share(**{"with": "group", "group": name, "may": READ})
        bob = self.site.logIn("bob")
        self.assertEqual(404, bob.get("/users/alice/note").status)
        self.send(self.owner, group, act="join", address="bob")
        self.assertEqual(200, bob.get("/users/alice/note").status)
        self.assertEqual(1, self.alice.count(OutgoingMessage))
        role = getAccountRole(self.alice, "bob", "example.com")
        self.send(self.owner, group, act="leave", member=str(role.storeID))
        self.assertEqual(404, bob.get("/users/alice/note").status)

    def test_nested(self) -> None:
        """
        A group can be in another one.
        """
        choir, altos = self.group("Choir"), self.group("Altos")
        self.send(self.owner, choir, act="joinGroup", member=altos.rpartition("/")[2])
        (member,) = self.owner.get(choir, JSON).json()["members"]
        self.assertEqual(("Altos", True), (member["name"], member["isGroup"]))
        self.assertIn("Group “Altos”", self.owner.get(choir).text)

    def test_renamed(self) -> None:
        """
        A group can be called otherwise.
        """
        group = self.group("Choir")
        self.send(self.owner, group, act="rename", name="Band")
        self.assertIn("Band", self.owner.get(f"{PEOPLE}/groups").text)

    def test_removed(self) -> None:
        """
        A group is removed after a question that says what goes with it.
        """
        group = self.group("Choir")
        self.share(**{"with": "group", "group": self.book.groups()[0].externalID})
        response = self.send(self.owner, group, act="remove")
        self.assertIn("1 share with it ends at once. This can't be undone.", response.text)
        self.assertEqual(200, self.owner.get(group).status)
        self.send(self.owner, group, act="remove", confirmed="yes")
        self.assertEqual(404, self.owner.get(group).status)

    def test_refused(self) -> None:
        """
        What makes no sense changes nothing.
        """
        group = self.group("Choir")
        for fields in (
            {"act": "other"},
            {"act": "join", "address": "a b"},
            {"act": "join", "address": ""},
            {"act": "rename", "name": ""},
        ):
            self.assertEqual(400, self.send(self.owner, group, **fields).status, fields)
        everybody = getAccountRole(self.alice, "bob", "example.com").storeID
        for fields in ({"act": "joinGroup", "member": "1"}, {"act": "leave", "member": str(everybody)}):
            self.assertEqual(404, self.send(self.owner, group, **fields).status, fields)
        self.group("Altos")
        response = self.send(self.owner, group, act="joinGroup", member=str(everybody))
        self.assertEqual(400, response.status)
        self.assertEqual([], self.owner.get(group, JSON).json()["members"])
