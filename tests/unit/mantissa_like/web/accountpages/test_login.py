"""
Tests for L{mantissa_like.web._accountpages.login}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web._http.sending import localPath
from mantissa_like.web._visitors.websession import WebSession
from tests.unit.mantissa_like.web.memory_client import MemoryClient, Response
from tests.unit.mantissa_like.web.memory_site import MemorySite

JSON = {"Accept": "application/json"}


class LocalPathTests(SynchronousTestCase):
    """
    Tests for L{localPath}.
    """

    def test_local(self) -> None:
        """
        A path of this site is one, with everything behind it.
        """
        for url in ("/", "/users/alice/x?before=3&after=%C3%A9#post-1", "/a//b"):
            self.assertEqual(url, localPath(url))

    def test_elsewhere(self) -> None:
        """
        What leads, or might lead, to another site becomes the front page.
        """
        for url in (
            "",
            "x",
            "//evil.example",
            "/\\evil.example",
            "/x\\y",
            "https://evil.example/",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            "/é",
            " /",
        ):
            self.assertEqual("/", localPath(url), url)


class LoginTests(SynchronousTestCase):
    """
    Tests for L{LoginPage} and L{LogoutPage}.
    """

    def setUp(self) -> None:
        """
        A site with Alice, and a browser.
        """
        self.site = MemorySite()
        self.site.addUser("alice")
        self.client = self.site.client()

    def token(self, client: MemoryClient) -> str:
        """
        The token for the login form.
        """
        token: str = client.get("/login", JSON).json()["csrfToken"]
        return token

    def logIn(self, username: str, password: str, then: str = "/x", **headers: str) -> Response:
        """
        Send the form.
        """
        fields = {"username": username, "password": password, "then": then}
        return self.client.post("/login", {**fields, "csrfToken": self.token(self.client)}, headers)

    def test_form(self) -> None:
        """
        The form carries a token and where to go afterwards, and comes with the cookie that the token belongs
        to.
        """
        response = self.client.get("/login?then=/users/bob/x")
        self.assertEqual((200, ["login"]), (response.status, list(response.cookies)))
        self.assertIn('value="/users/bob/x"', response.text)
        self.assertIn(f'value="{self.token(self.client)}"', response.text)

    def test_oneCookieForAllForms(self) -> None:
        """
        A second form does not invalidate the first one.
        """
        self.client.get("/login")
        self.assertEqual({}, self.client.get("/login").cookies)

    def test_formWithOddTarget(self) -> None:
        """
        The form leads nowhere else.
        """
        for then in ("//evil.example", "%C3%A9", '"><script>'):
            self.assertIn('name="then" value="/"', self.client.get(f"/login?then={then}").text)

    def test_loggedIn(self) -> None:
        """
        After the right password, the browser has a session and goes where it wanted to.
        """
        response = self.logIn("alice", "alice", "/users/alice/x")
        self.assertEqual((303, "/users/alice/x"), (response.status, response.headers["location"]))
        self.assertEqual(["session", "device"], list(self.client.cookies))
        self.assertRegex(
            response.cookies["session"], r"^[\w-]{43}; Path=/; Max-Age=2592000; HttpOnly; SameSite=lax$"
        )
        self.assertIn("alice@example.com", self.client.get("/").text)

    def test_home(self) -> None:
        """
        Who wanted to go nowhere, or was on the front page, comes to their home.
        """
        self.assertIn('href="/login?then=%2Fhome"', self.site.client().get("/").text)
        self.assertIn('name="then" value="/home"', self.site.client().get("/login").text)

    def test_secureCookie(self) -> None:
        """
        On a site with encryption, the session's cookie never leaves it.
        """
        self.site = MemorySite(publicURL="https://example.com")
        self.site.addUser("alice")
        self.client = self.site.client()
        cookie = self.logIn("alice", "alice").cookies["__Host-session"]
        self.assertIn("; Secure; HttpOnly; ", cookie)

    def test_addresses(self) -> None:
        """
        The domain may be left out or given, in any case of letters.
        """
        for username in ("alice", "alice@example.com", " Alice@EXAMPLE.com "):
            self.assertEqual(303, self.logIn(username, "alice").status, username)

    def test_sameAnswerWhateverIsWrong(self) -> None:
        """
        A wrong password, an unknown user and an impossible name get the same answer, and no session.
        """
        names = ("alice", "nobody", "a/b", "", "@", "alice@example.org")
        answers = [self.logIn(name, "wrong") for name in names]
        self.assertEqual({403}, {answer.status for answer in answers})
        bodies = {
            answer.text.replace(f'value="{name}"', "") for name, answer in zip(names, answers, strict=True)
        }
        self.assertEqual(1, len({body.replace('value=""', "") for body in bodies}))
        self.assertIn("The user name or the password is wrong.", bodies.pop())
        self.assertEqual(0, self.site.store.count(WebSession))

    def test_nameIsKept(self) -> None:
        """
        Who mistyped the password need not type the name again, and still goes to the same page.
        """
        text = self.logIn("alice", "wrong", "/users/alice/x").text
        self.assertIn('value="alice"', text)
        self.assertIn('value="/users/alice/x"', text)

    def failOften(self, name: str) -> Response:
        """
        Send the form until it is refused as too many; more often than anybody may be wrong, it is not.
        """
        for _ in range(5):
            self.logIn(name, "wrong")
        return self.logIn(name, "wrong")

    def test_tooManyFailures(self) -> None:
        """
        After some wrong passwords the next has to wait, even the right one; then it is as good as ever.
        """
        response = self.failOften("alice")
        self.assertEqual((429, "1"), (response.status, response.headers["retry-after"]))
        self.assertIn("Please wait 1 second,", response.text)
        self.assertEqual(429, self.logIn("alice", "alice").status)
        self.site.clock.advance(1)
        self.assertEqual(303, self.logIn("alice", "alice").status)

    def test_unknownAccountsWaitToo(self) -> None:
        """
        Who guesses at an account that does not exist, or at no address at all, learns nothing.
        """
        for name in ("nobody", "a/b"):
            self.assertEqual(429, self.failOften(name).status)

    def test_anyAccount(self) -> None:
        """
        Who fails with ever other accounts has to wait, too.
        """
        statuses = [self.logIn(f"user{number}", "wrong").status for number in range(31)]
        self.assertEqual([403] * 30 + [429], statuses)

    def test_ownDevice(self) -> None:
        """
        Where its owner has logged in before, an account is open however often others fail; and that browser
        has to wait, too, if it fails itself.
        """
        self.logIn("alice", "alice")
        own, self.client = self.client, self.site.client()
        self.assertEqual(429, self.failOften("alice").status)
        self.client = own
        self.assertEqual(303, self.logIn("alice", "alice").status)
        self.assertEqual(429, self.failOften("alice").status)

    def test_othersDevice(self) -> None:
        """
        A browser is its owner's for that one account, and nobody can make one up.
        """
        self.site.addUser("mallory")
        self.logIn("mallory", "mallory")
        self.assertEqual(429, self.failOften("alice").status)
        self.client.cookies["device"] = self.client.cookies["device"][:-8] + "AAAAAAAA"
        self.assertEqual(429, self.logIn("alice", "wrong").status)

    def test_foreignForm(self) -> None:
        """
        A form without the token of this browser does not log in.
        """
        other = self.token(self.site.client())
        fields = {"username": "alice", "password": "alice"}
        for token in ("", other):
            self.assertEqual(403, self.client.post("/login", {**fields, "csrfToken": token}).status)

    def test_program(self) -> None:
        """
        A program logs in with JSON, and learns the token for what it sends afterwards.
        """
        headers = {**JSON, "Content-Type": "application/json", "X-CSRF-Token": self.token(self.client)}
        self.client.send("POST", "/login", headers, b'{"username": "alice", "password": "alice"}')
        answer = self.client.response().json()
        self.assertEqual("alice@example.com", answer["viewer"])
        self.client.send("POST", "/logout", {"X-CSRF-Token": answer["csrfToken"]})
        self.assertEqual((303, ["device"]), (self.client.response().status, list(self.client.cookies)))

    def test_programWithWrongPassword(self) -> None:
        """
        A program is told what is wrong.
        """
        response = self.logIn("alice", "wrong", **JSON)
        self.assertEqual(403, response.status)
        self.assertEqual("application/problem+json", response.headers["content-type"])

    def test_newSessionEndsTheOldOne(self) -> None:
        """
        Logging in again leaves one session.
        """
        self.logIn("alice", "alice")
        self.logIn("alice", "alice")
        self.assertEqual(1, self.site.store.count(WebSession))

    def test_loggedOut(self) -> None:
        """
        Logging out ends the session and takes the cookie back.
        """
        self.logIn("alice", "alice")
        cookies = dict(self.client.cookies)
        token = self.client.get("/").text.partition('name="csrfToken" value="')[2].partition('"')[0]
        self.assertEqual(303, self.client.post("/logout", {"csrfToken": token}).status)
        self.assertEqual((["device"], 0), (list(self.client.cookies), self.site.store.count(WebSession)))
        self.client.cookies = cookies
        self.assertNotIn("alice", self.client.get("/").text)

    def test_logOutNeedsTheToken(self) -> None:
        """
        Nobody else can log a user out.
        """
        self.logIn("alice", "alice")
        self.assertEqual(403, self.client.post("/logout", {}).status)
        self.assertEqual(1, self.site.store.count(WebSession))

    def test_logOutTwice(self) -> None:
        """
        Who is logged out already goes to the front page.
        """
        response = self.client.post("/logout", {})
        self.assertEqual((303, "/"), (response.status, response.headers["location"]))

    def test_methods(self) -> None:
        """
        Logging out is a form; looking at it is not possible.
        """
        response = self.client.get("/logout")
        self.assertEqual((405, "POST"), (response.status, response.headers["allow"]))

    def test_nothingBelow(self) -> None:
        """
        There is nothing below these pages.
        """
        self.assertEqual([404, 404], [self.client.get(path).status for path in ("/login/x", "/logout/x")])

    def test_notKept(self) -> None:
        """
        What the form's answers say is for one moment.
        """
        self.assertEqual("no-store", self.logIn("alice", "alice").headers["cache-control"])
        self.assertEqual("no-store", self.logIn("alice", "wrong").headers["cache-control"])
