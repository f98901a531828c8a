"""
Secrets that are guessed, used twice or looked for, on a site of two processes.
"""

from __future__ import annotations

import re
from base64 import b32decode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from time import time
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from axiom.supervision import StateFile
from mantissa_like.accounts import findAccount
from mantissa_like.sharing import Share
from tests.acceptance.running import PASSWORDS, Answer, Client, SiteTestCase, eventually

_NEW = "nine red lanterns hang"
_JSON = {"Accept": "application/json"}
_CODES = "/account/totp"


class GuessingTests(SiteTestCase):
    """
    Alice has a second step to log in, and the administrator an address of mail.

    @cvar alice: her browser.
    @cvar secret: the key of her app.
    @cvar recoveryCodes: hers.
    """

    options = ("--workers", "2")
    alice: ClassVar[Client]
    secret: ClassVar[bytes]
    recoveryCodes: ClassVar[list[str]]

    @classmethod
    def prepare(cls) -> None:
        """
        Mail can be read, and there is somewhere to send it.
        """
        cls.site.set("mailbox", "true")
        with closing(cls.site.openSiteStore()) as store:
            account = findAccount(store, "admin", "localhost")
            assert account is not None
            account.addLoginMethod("admin", "mail.example", verified=True)

    @classmethod
    def setUpClass(cls) -> None:
        """
        Wait for both processes, and set up Alice's second step.
        """
        super().setUpClass()
        state = StateFile(str(cls.site.path / "run" / "workers.json"))
        eventually(lambda: str(state.read()).count("'serving'") == 2)
        cls.alice = cls.site.client("alice")
        uri = cls.ask(cls.alice, _CODES, act="begin").json()["uri"]
        cls.secret = b32decode(parse_qs(urlsplit(uri).query)["secret"][0])
        answer = cls.ask(cls.alice, _CODES, act="turn-on", code=cls.code())
        cls.recoveryCodes = answer.json()["recoveryCodes"]

    @classmethod
    def code(cls, later: int = 0) -> str:
        """
        What Alice's app shows.

        @param later: in how many half minutes.
        """
        return TOTP(cls.secret, 6, SHA1(), 30).generate(int(time()) + 30 * later).decode()

    @staticmethod
    def ask(client: Client, path: str, **fields: str) -> Answer:
        """
        Send a page's form as a program does.
        """
        sent = urlencode({**fields, "csrfToken": client.token(path)}).encode()
        return client.send(path, sent, **_JSON)

    def begin(self) -> Client:
        """
        A browser in which Alice's password was entered, and no code.
        """
        client = self.site.client()
        self.assertEqual("/login/code", client.logIn("alice", PASSWORDS["alice"]).headers["Location"][:11])
        return client

    def atOnce(self, *sends: Callable[[], Answer]) -> list[int]:
        """
        The statuses of answers to what is sent at the same time, sorted.
        """
        with ThreadPoolExecutor(len(sends)) as pool:
            return sorted(answer.status for answer in pool.map(lambda send: send(), sends))

    def race(self, clients: list[Client], path: str, **fields: str) -> list[int]:
        """
        The same form, sent by many browsers at the same time.
        """
        forms = [urlencode({**fields, "csrfToken": client.token(path)}).encode() for client in clients]
        pairs = zip(clients, forms, strict=True)
        return self.atOnce(*(partial(client.send, path, form) for client, form in pairs))

    def test_usedOnce(self) -> None:
        """
        A code of the app, a recovery code and the link of a letter each work once, also for several who use
        them at the same moment.
        """
        # The next code is good already, and this one was used.
        for code in (self.code(1), self.recoveryCodes[0]):
            browsers = [self.begin() for _ in range(3)]
            self.assertEqual([303, 400, 400], self.race(browsers, "/login/code", code=code))
        visitors = [self.site.client() for _ in range(3)]
        self.ask(visitors[0], "/reset", username="admin")
        [letter, *_] = self.site.client().get("/mailbox", **_JSON).json()
        [path] = re.findall(r"https?://[^/]+(/reset/\S+)", letter["text"])
        self.assertEqual([303, 400, 400], self.race(visitors, path, password=_NEW))

    def test_guessedAtOnce(self) -> None:
        """
        Who guesses many times at once, however the name is spelled and from wherever it is said to come, gets
        no more guesses than one after the other; the owner, in a browser that is known, can log in meanwhile.
        """
        known = self.site.client("bob")
        names = ("bob", "BOB", "bob@localhost", "Bob@LOCALHOST ")
        guesses = []
        for number in range(16):
            client = self.site.client()
            fields = {"username": names[number % 4], "password": "x", "csrfToken": client.token("/login")}
            headers = {"X-Forwarded-For": f"192.0.2.{number}"}
            guesses.append(partial(client.send, "/login", urlencode(fields).encode(), **headers))
        statuses = self.atOnce(*guesses)
        # Five, and perhaps another one when a second has passed.
        self.assertIn(statuses, ([403] * 5 + [429] * 11, [403] * 6 + [429] * 10))
        self.assertEqual(303, known.logIn("bob", PASSWORDS["bob"]).status)

    def test_nowhereWritten(self) -> None:
        """
        Neither the log nor any database has a secret as it is: a password, a code, a token, a cookie, the
        link of a letter, the key of an app; the log has no link that something is shared by either.
        """
        token = self.ask(self.alice, "/account/tokens", act="make", name="x", scopes="read", days="7").json()
        form = {
            "with": "link",
            "may": "timeline.IReadableTimeline",
            "person": "",
            "until": "",
            "password": "",
        }
        self.ask(self.alice, "/shares/new?item=timeline", **form)
        with closing(self.site.open("alice")) as store:
            [link] = store.query(Share, Share.isLink == True).getColumn("shareID")  # noqa: E712
        visitor, place = self.site.client(), f"/users/alice/{link}"
        self.assertEqual(200, visitor.get(place).status)
        for path in (f"/login?then={place}", "/shares/unlock?" + urlencode({"to": place})):
            visitor.get(path)
        visitor.get("/live?" + urlencode({"url": place, "since": "x"}), Accept="text/event-stream")
        self.ask(visitor, "/reset", username="admin")
        [letter, *_] = visitor.get("/mailbox", **_JSON).json()
        [ticket] = re.findall(r"/reset/(\S+)", letter["text"])
        visitor.get(f"/reset/{ticket}")
        self.race([self.begin()], "/login/code", code=self.recoveryCodes[1])
        secrets = [
            PASSWORDS["alice"],
            self.recoveryCodes[1],
            token["token"],
            self.alice.cookie("session") or "",
            ticket,
        ]
        log = self.site.log()
        self.assertEqual([], [each for each in (*secrets, link) if each in log])
        stored = b"".join(path.read_bytes() for path in self.site.path.rglob("*") if path.is_file())
        self.assertIn(link.encode(), stored)
        self.assertEqual([], [each for each in (*map(str.encode, secrets), self.secret) if each in stored])
