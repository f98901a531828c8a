"""
Tests for L{mantissa_like.web._accountpages.secondfactors} and L{mantissa_like.web._accountpages.code}.
"""

from __future__ import annotations

import re

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.accounts._secondfactors import CodeGenerator
from mantissa_like.audit import AuditEntry
from mantissa_like.web._visitors.websession import WebSession
from tests.unit.mantissa_like.web.memory_client import MemoryClient, Response
from tests.unit.mantissa_like.web.memory_site import MemorySite

JSON = {"Accept": "application/json"}
PAGE = "/account/totp"


class SecondFactorTestCase(SynchronousTestCase):
    """
    A site with Alice, who is logged in.
    """

    def setUp(self) -> None:
        """
        Log in.
        """
        self.site = MemorySite()
        self.site.addUser("alice")
        self.client = self.site.logIn("alice")

    def post(self, act: str, **fields: str) -> Response:
        """
        Send a form of the page.
        """
        return self.client.post(PAGE, {"act": act, "csrfToken": self.client.formToken(PAGE), **fields})

    def code(self) -> str:
        """
        What the app shows, once time has gone on.
        """
        self.site.clock.advance(30)
        secret = self.site.store.findUnique(CodeGenerator).secret
        return TOTP(secret, 6, SHA1(), 30).generate(int(self.site.clock.seconds())).decode()

    def setUpApp(self) -> list[str]:
        """
        Turn the second step on.

        @return: the recovery codes.
        """
        self.post("begin")
        return re.findall(r"<code>([a-z2-7-]{19})</code>", self.post("turn-on", code=self.code()).text)

    def actions(self) -> list[str]:
        """
        What was written down.
        """
        return [entry.action for entry in self.site.store.query(AuditEntry)]


class SecondFactorPageTests(SecondFactorTestCase):
    """
    Tests for L{SecondFactorPage}.
    """

    def test_setUp(self) -> None:
        """
        A picture and the key, then the code that the app makes of them: it is on, and there are recovery
        codes, which are shown once.
        """
        self.assertIn("Set it up", self.client.get(PAGE).text)
        self.assertEqual(303, self.post("begin").status)
        text = self.client.get(PAGE).text
        self.assertIn("<svg", text)
        self.assertRegex(text, r"<code>([A-Z2-7]{4} ){7}[A-Z2-7]{4}</code>")
        self.assertEqual({"isOn": False, "recoveryCodes": 0}, self.client.get(PAGE, JSON).json())
        response = self.post("turn-on", code=self.code())
        codes = re.findall(r"<code>([a-z2-7-]{19})</code>", response.text)
        self.assertEqual((10, "no-store"), (len(codes), response.headers["cache-control"]))
        self.assertEqual({"isOn": True, "recoveryCodes": 10}, self.client.get(PAGE, JSON).json())
        self.assertNotIn(codes[0], self.client.get(PAGE).text)
        self.assertEqual(["account.second-factor-added"], self.actions())

    def test_wrongCode(self) -> None:
        """
        It is not on before the app has shown that it works.
        """
        self.post("begin")
        response = self.post("turn-on", code="nonsense")
        self.assertEqual(400, response.status)
        self.assertIn("not the code", response.text)
        self.assertFalse(self.client.get(PAGE, JSON).json()["isOn"])

    def test_newRecoveryCodes(self) -> None:
        """
        New recovery codes take the place of the old.
        """
        old = self.setUpApp()
        new = re.findall(r"<code>([a-z2-7-]{19})</code>", self.post("renew").text)
        self.assertEqual((10, set()), (len(new), set(old) & set(new)))

    def test_turnedOff(self) -> None:
        """
        After one question it is off, and the password is enough.
        """
        self.setUpApp()
        self.assertIn("Turn off the second step?", self.post("turn-off").text)
        self.assertTrue(self.client.get(PAGE, JSON).json()["isOn"])
        self.assertEqual(303, self.post("turn-off", confirmed="yes").status)
        self.assertEqual({"isOn": False, "recoveryCodes": 0}, self.client.get(PAGE, JSON).json())
        self.assertIn("Log out", self.site.logIn("alice").get("/").text)

    def test_outOfTurn(self) -> None:
        """
        What can't be done now is refused: above all, to set it up anew without turning it off.
        """
        self.assertEqual([400] * 3, [self.post(act).status for act in ("turn-on", "renew", "nothing")])
        self.setUpApp()
        self.assertEqual([400, 400], [self.post(act).status for act in ("begin", "turn-on")])
        self.assertTrue(self.client.get(PAGE, JSON).json()["isOn"])


class CodePageTests(SecondFactorTestCase):
    """
    Tests for L{CodePage}.
    """

    def setUp(self) -> None:
        """
        Alice has set up an app; her password was entered in another browser.
        """
        super().setUp()
        self.recoveryCodes = self.setUpApp()
        self.client = self.site.client()
        self.answer = self.enterPassword(self.client)

    def enterPassword(self, client: MemoryClient) -> Response:
        """
        The first step.
        """
        fields = {
            "username": "alice",
            "password": "alice",
            "then": "/x",
            "csrfToken": client.formToken("/login"),
        }
        return client.post("/login", fields)

    def enter(self, code: str) -> Response:
        """
        The second step.
        """
        token = self.client.formToken("/login/code")
        return self.client.post("/login/code", {"code": code, "then": "/x", "csrfToken": token})

    def test_passwordIsNotEnough(self) -> None:
        """
        After the password alone nobody is logged in.
        """
        self.assertEqual(
            (303, "/login/code?then=%2Fx"), (self.answer.status, self.answer.headers["location"])
        )
        self.assertNotIn("session", self.client.cookies)
        self.assertEqual(1, self.site.store.count(WebSession))
        self.assertIn('value="/x"', self.client.get("/login/code?then=%2Fx").text)

    def test_code(self) -> None:
        """
        After the code they are, and go where they wanted to.
        """
        response = self.enter(self.code())
        self.assertEqual((303, "/x"), (response.status, response.headers["location"]))
        self.assertIn("session", self.client.cookies)
        self.assertNotIn("pending", self.client.cookies)

    def test_usedCode(self) -> None:
        """
        The code that somebody has seen over the owner's shoulder is not good any more.
        """
        code = self.code()
        self.enter(code)
        thief = self.client = self.site.client()
        self.enterPassword(thief)
        self.assertEqual(400, self.enter(code).status)
        self.assertNotIn("session", thief.cookies)

    def test_recoveryCode(self) -> None:
        """
        A recovery code is as good, and the next page says how many are left.
        """
        self.assertEqual(303, self.enter(self.recoveryCodes[0]).status)
        self.assertIn("You have 9 recovery codes left.", self.client.get("/").text)
        self.assertIn("account.recovery-code-used", self.actions())

    def test_guessing(self) -> None:
        """
        Who has the password does not guess the code.
        """
        statuses = [self.enter("nonsense").status for _ in range(6)]
        self.assertEqual([400] * 5 + [429], statuses)
        self.site.clock.advance(-30)
        self.assertEqual(429, self.enter(self.code()).status)

    def test_tooLate(self) -> None:
        """
        After ten minutes, or with another password, the first step has to be taken again.
        """
        self.site.account("alice").passwordHash = "another"
        self.assertEqual(303, self.client.get("/login/code").status)
        self.enterPassword(self.client)
        self.assertEqual(200, self.client.get("/login/code").status)
        self.site.clock.advance(600)
        self.assertEqual(303, self.client.get("/login/code").status)

    def test_withoutPassword(self) -> None:
        """
        There is no second step without the first.
        """
        self.client = self.site.client()
        token = self.client.formToken("/login")
        response = self.client.post("/login/code", {"code": self.code(), "csrfToken": token})
        self.assertEqual((403, {"login"}), (response.status, set(self.client.cookies)))

    def test_program(self) -> None:
        """
        A program is told that a code is to follow, and sends it.
        """
        self.client = self.site.client()
        token = self.client.get("/login", JSON).json()["csrfToken"]
        fields = {"username": "alice", "password": "alice", "csrfToken": token}
        answer = self.client.post("/login", fields, JSON).json()
        self.assertEqual("/login/code", answer["next"])
        fields = {"code": self.code(), "csrfToken": answer["csrfToken"]}
        answer = self.client.post("/login/code", fields, JSON).json()
        self.assertEqual("alice@example.com", answer["viewer"])
