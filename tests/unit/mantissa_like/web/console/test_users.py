"""
Tests for L{mantissa_like.web._console.users} and L{mantissa_like.web._console.newuser}.
"""

from __future__ import annotations

from mantissa_like.accounts import setDisabled
from mantissa_like.accounts._reservations import reserveAddress
from mantissa_like.catalog import installations
from tests.unit.mantissa_like.web.console_site import ConsoleTestCase


class UsersTests(ConsoleTestCase):
    """
    Tests for the list of users.
    """

    def test_rows(self) -> None:
        """
        Every address is listed, with the state of its account, whether it administers the site, when it was
        last seen and how large its database is; applications are not.
        """
        self.site.addUser("alice")
        setDisabled(self.site.store, "alice", "example.com", True)
        admin, alice = sorted(self.get("/console/users")["rows"], key=lambda row: row["isAdministrator"])[
            ::-1
        ]
        self.assertEqual(
            ("admin@example.com", "active", True, "2001-09-09T01:46:40Z"),
            tuple(admin[name] for name in ("address", "state", "isAdministrator", "lastSeen")),
        )
        self.assertEqual(
            ("alice@example.com", "suspended", False, None),
            tuple(alice[name] for name in ("address", "state", "isAdministrator", "lastSeen")),
        )
        self.assertTrue(alice["bytes"] > 4096)
        self.assertIn('href="/console/users/alice@example.com"', self.page("/console/users"))

    def test_found(self) -> None:
        """
        A user is found by a part of the name or domain, and by as much of the address as somebody knows.
        """
        self.site.addUser("alice")
        for find, expected in (
            ("lic", ["alice@example.com"]),
            ("alice@example.com", ["alice@example.com"]),
            ("alice@exam", ["alice@example.com"]),
            ("@example", ["admin@example.com", "alice@example.com"]),
            ("example.c", ["admin@example.com", "alice@example.com"]),
            ("timeline", []),
            ("%25", []),
        ):
            rows = self.get(f"/console/users?find={find}")["rows"]
            self.assertEqual(expected, [row["address"] for row in rows], find)

    def test_storesStayClosed(self) -> None:
        """
        The list opens no user's store.
        """
        self.site.addUser("alice")
        self.get("/console/users")
        self.page("/console/users")
        self.assertEqual("<StorePool 1 open, 0 leased, limit 10>", repr(self.site.pool))


class NewUserTests(ConsoleTestCase):
    """
    Tests for making an account.
    """

    def test_withPassword(self) -> None:
        """
        Somebody for whom an account was made with a password logs in with it, and has the products.
        """
        fields = {"address": "Alice", "password": "correct horse battery", "products": "timeline"}
        response = self.post("/console/users/new", **fields)
        self.assertEqual(
            (303, "/console/users/alice@example.com"), (response.status, response.headers["location"])
        )
        self.assertIsNotNone(self.site.logIn("alice", "correct horse battery"))
        self.assertEqual(
            ["timeline"], [each.productName for each in installations(self.site.storeOf("alice"))]
        )
        self.assertIn(("account.created", "alice@example.com"), self.audited())

    def test_withoutPassword(self) -> None:
        """
        Without a password, one is made that works, and shown once.
        """
        made = self.command("/console/users/new", address="alice").json()
        self.assertEqual("alice@example.com", made["address"])
        self.assertIsNotNone(self.site.logIn("alice", made["password"]))
        shown = self.post("/console/users/new", address="bob")
        self.assertIn("shown only now", shown.text)
        self.assertNotIn("aaaa-", self.page("/console/users/bob@example.com"))

    def test_reserved(self) -> None:
        """
        The name of an account that was removed is given again on purpose alone.
        """
        reserveAddress(self.site.store, "alice@example.com")
        response = self.post("/console/users/new", address="alice")
        self.assertEqual(400, response.status)
        self.assertIn("An account that was removed had this name.", response.text)
        self.assertEqual(200, self.post("/console/users/new", address="alice", reuse="yes").status)

    def test_refused(self) -> None:
        """
        A name that is taken or none, and a product that is none, are refused beside their fields, and nobody
        is made.
        """
        for fields, problem in (
            ({"address": "admin"}, "Choose another one."),
            ({"address": "a/b"}, "An address looks like"),
            ({"address": ""}, "Fill this in."),
            ({"address": "alice", "password": "alice"}, "at least 10 characters"),
            ({"address": "alice", "products": "nothing"}, "Choose among these."),
        ):
            response = self.post("/console/users/new", **fields)
            self.assertEqual(400, response.status)
            self.assertIn(problem, response.text)
        self.assertEqual(1, self.get("/console/users")["total"])
