"""
Logging in to a real site, and what others try with that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from tests.acceptance.running import PASSWORDS, Answer, Client, SiteTestCase, axiomatic

_MINE = "/users/alice/timeline"
_JSON = {"Accept": "application/json", "Content-Type": "application/json"}


class SessionTests(SiteTestCase):
    """
    Alice and Bob, and somebody who wants to be them.
    """

    def send(self, client: Client, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """
        Send a form with just these fields.
        """
        return client.send(path, urlencode(fields).encode(), **headers)

    def posts(self) -> int:
        """
        How many posts Alice has.
        """
        count: int = self.site.client().get(_MINE, Accept="application/json").json()["count"]
        return count

    def test_cookie(self) -> None:
        """
        The session's cookie is out of the reach of scripts and of other sites, and new with each login.
        """
        cookies = set()
        for _ in range(2):
            answer = self.site.client().logIn("alice", PASSWORDS["alice"])
            (cookie,) = (each for each in answer.cookies if each.startswith("session="))
            name, *attributes = cookie.split("; ")
            self.assertEqual({"Path=/", "Max-Age=2592000", "HttpOnly", "SameSite=lax"}, {*attributes})
            for other in answer.cookies:
                self.assertLess({"Path=/", "HttpOnly", "SameSite=lax"}, {*other.split("; ")})
            cookies.add(name)
        self.assertEqual(2, len(cookies))

    def test_givenSession(self) -> None:
        """
        Whoever puts a session of their choice, or of their own, into a browser learns nothing by its login.
        """
        mallory = self.site.client("bob")
        for planted in ("made-up", mallory.cookie("session") or ""):
            victim = self.site.client()
            victim.plant("session", planted)
            self.assertEqual(303, victim.logIn("alice", PASSWORDS["alice"]).status)
            self.assertNotEqual(planted, victim.cookie("session"))
            thief = self.site.client()
            thief.plant("session", planted)
            self.assertNotIn("alice@localhost", thief.get("/").text)

    def test_foreignForms(self) -> None:
        """
        A form without the viewer's own token, or from another site, changes nothing.
        """
        alice, bob = self.site.client("alice"), self.site.client("bob")
        token, before = alice.token(_MINE), self.posts()
        for fields in ({}, {"csrfToken": "x"}, {"csrfToken": "é"}, {"csrfToken": bob.token("/users/bob/")}):
            self.assertEqual(403, self.send(alice, _MINE, {"text": "x", **fields}).status)
        own = {"text": "x", "csrfToken": token}
        for headers in (
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ):
            self.assertEqual(403, self.send(alice, _MINE, own, **headers).status, headers)
            self.assertEqual(403, self.send(alice, "/logout", own, **headers).status, headers)
        self.assertEqual(403, self.send(self.site.client(), _MINE, own).status)
        self.assertEqual(405, self.send(bob, _MINE, {"text": "x", "csrfToken": bob.token(_MINE)}).status)
        self.assertEqual(before, self.posts())
        self.assertEqual(303, self.send(alice, _MINE, own, Origin=self.site.url).status)

    def test_whereTo(self) -> None:
        """
        After the login a browser stays on the site, wherever a link wanted it to go.
        """
        for then, expected in (
            ("/users/bob/?before=1", "/users/bob/?before=1"),
            ("//evil.example", "/"),
            ("///evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/\t/evil.example", "/"),
            ("http://evil.example", "/"),
            ("javascript:alert(1)", "/"),
            ("/x\r\nSet-Cookie: session=x", "/"),
        ):
            client = self.site.client()
            fields = {"username": "alice", "password": PASSWORDS["alice"], "then": then}
            answer = self.send(client, "/login", {**fields, "csrfToken": client.token("/login")})
            self.assertEqual((303, expected), (answer.status, answer.headers["Location"]), then)
            self.assertNotIn("evil", self.site.client().get("/login?" + urlencode({"then": then})).text)

    def test_wrongLogins(self) -> None:
        """
        Whatever is wrong with a login, the answer is the same; nobody logs in as an application.
        """
        answers = set()
        for name in (
            "alice",
            "nobody",
            "timeline",
            "base",
            "@",
            "",
            "alice@x@y",
            "é",
            "a" * 5000,
            "../alice",
        ):
            answer = self.site.client().logIn(name, "wrong")
            self.assertEqual(403, answer.status, name)
            answers.add(answer.text.partition('role="alert"')[2].partition("<form")[0])
        self.assertEqual(1, len(answers))

    def test_loggedOut(self) -> None:
        """
        Who logs out is out, also if somebody has kept the cookie.
        """
        alice, thief = self.site.client("alice"), self.site.client()
        thief.plant("session", alice.cookie("session") or "")
        self.assertIn("alice@localhost", thief.get("/").text)
        self.assertEqual(405, alice.get("/logout").status)
        self.send(alice, "/logout", {"csrfToken": alice.token(_MINE)})
        for client in (alice, thief):
            self.assertNotIn("alice@localhost", client.get("/").text)

    def test_disabled(self) -> None:
        """
        The session of somebody whose account is disabled ends at once, and no other begins.
        """
        bob = self.site.client("bob")
        path = "/users/bob/timeline"
        fields = {"text": "x", "csrfToken": bob.token(path)}
        axiomatic(self.site.path, "userbase", "disable", "bob", "localhost")
        self.addCleanup(axiomatic, self.site.path, "userbase", "enable", "bob", "localhost")
        self.assertEqual(403, self.send(bob, path, fields).status)
        self.assertNotIn("bob@localhost", bob.get("/").text)
        self.assertEqual(403, self.site.client().logIn("bob", PASSWORDS["bob"]).status)
        self.assertEqual(200, self.site.client().get(path).status)

    def test_program(self) -> None:
        """
        A program logs in and posts with JSON, and is told what it did wrong.
        """
        client = self.site.client()
        login = {"username": "alice", "password": PASSWORDS["alice"]}
        token = client.get("/login", **_JSON).json()["csrfToken"]
        answer = client.send("/login", json.dumps(login).encode(), **_JSON, **{"X-CSRF-Token": token})
        headers = {**_JSON, "X-CSRF-Token": answer.json()["csrfToken"]}
        self.assertIn("number", client.send(_MINE, b'{"text": "By a program."}', **headers).json())
        before = self.posts()
        for body in (
            b"{",
            b"[]",
            b'{"text": {"en": "x"}}',
            b'{"text": ["x", 1]}',
            b'{"text": "\\ud800"}',
            b'{"text": "\xff"}',
            b"[" * 100_000,
        ):
            answer = client.send(_MINE, body, **headers)
            self.assertEqual(
                (400, "application/problem+json"), (answer.status, answer.headers["Content-Type"])
            )
            self.assertIn("JSON object", answer.json()["detail"])
        self.assertEqual(before, self.posts())
