"""
Script and markup, planted wherever people can write: nothing of it runs on any page of anybody.
"""

from __future__ import annotations

import re
from contextlib import closing
from urllib.parse import urlencode, urljoin

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.catalog import endow, findOffering, installOffering
from tests.acceptance.crawling import Form, Found, crawl
from tests.acceptance.running import PASSWORDS, Answer, Client, SiteTestCase

_APPLICATIONS = ("calendar", "files", "import_feed", "notes", "people")
_PLANTED = "\"'><x-planted onclick=a()><img src=x onerror=a()>{{7*7}}&lt;%s${a}javascript:a()"
_HTML = b"<html><script>parent.postMessage(document.cookie)</script>"
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="a()"><script>a()</script></svg>'
# Values that are refused unless they make sense.
_ADDRESS = re.compile(r"address|mailbox|people|person|username", re.IGNORECASE)
# What ends the session or the account, takes long, or leads to the same page in another order.
_ELSEWHERE = re.compile(
    r"logout|/delete|/sql|/items|/types|/export|/import|/(week|month)/|[?&](sort|page|content|before|day)="
)
_ENDING = ("all", "others", "one", "delete", "suspend", "end-sessions", "dismiss", "new-password", "check")


class FoundTests(SynchronousTestCase):
    """
    Tests for L{Found}.
    """

    def test_running(self) -> None:
        """
        What would run is found, and nothing else is taken for it.
        """
        for text in (
            "<script>a()</script>",
            '<script src="//evil.example/x.js"></script>',
            "<p onclick=a()>",
            "<a href=' JavaScript:a()'>",
            "<form action='data:text/html,x'>",
            "<p style='color: red'>",
            "<iframe>",
            "<x-planted>",
        ):
            self.assertEqual(1, len(Found(text).running), text)
        script, link = '<script type="module" src="/static/a.js">', '<a href="/x?y=javascript:a()">'
        self.assertEqual([], Found(f"{script}</script>{link}&lt;x-planted&gt;").running)


class PlantedTests(SiteTestCase):
    """
    A site with all bundled applications, whose people fill in every form with what could run.
    """

    limits = {"address-requests": 0, "account-requests": 0}

    @classmethod
    def prepare(cls) -> None:
        """
        Alice has all applications.
        """
        cls.site.set("mailbox", "true")
        with closing(cls.site.openSiteStore()) as store, closing(cls.site.open("alice")) as alice:
            for name in _APPLICATIONS:
                installOffering(store, findOffering(name))
            endow(store, alice, _APPLICATIONS)

    def setUp(self) -> None:
        """
        Alice and the administrator, logged in by browsers with a hostile name.
        """
        self.alice = self.logIn("alice", PASSWORDS["alice"])
        self.admin = self.logIn("admin", "the admin's password")

    def logIn(self, name: str, password: str) -> Client:
        """
        A browser.
        """
        client = Client(self.site.url)
        fields = {"username": name, "password": password, "csrfToken": client.token("/login")}
        answer = client.send("/login", urlencode(fields).encode(), **{"User-Agent": _PLANTED})
        self.assertEqual(303, answer.status)
        return client

    def fill(self, client: Client, path: str, form: Form) -> Answer:
        """
        Send a form with something planted into all that can be typed.
        """
        sane = {name: "bob@localhost" for name in form.typed if _ADDRESS.search(name)}
        values = {**form.fields, **dict.fromkeys(form.typed, _PLANTED), **sane}
        place = urljoin(path, form.action)
        if form.method == "get":
            return client.get(f"{place.partition('?')[0]}?{urlencode(values)}")
        return client.send(place, urlencode(values).encode())

    def plant(self, client: Client, start: str) -> int:
        """
        Fill in all forms of the pages that can be reached.

        @return: how many were not refused.
        """
        done: set[tuple[str, str]] = set()
        planted = 0
        for path, _, found in list(crawl(client, start, lambda path: not _ELSEWHERE.search(path))):
            for form in found.forms:
                key = (urljoin(path, form.action), form.fields.get("act", ""))
                if key not in done and not _ELSEWHERE.search(key[0]) and key[1] not in _ENDING:
                    done.add(key)
                    answer = self.fill(client, path, form)
                    self.assertLess(answer.status, 500, key)
                    self.assertHarmless(path, answer)
                    planted += answer.status in (200, 303)
        return planted

    def upload(self, name: str, contentType: str, content: bytes) -> None:
        """
        Let Alice upload a file.
        """
        pages = crawl(self.alice, "/users/alice/files", lambda path: False)
        token = next(found.forms[0].fields["csrfToken"] for _, _, found in pages)
        parts = [
            f'Content-Disposition: form-data; name="csrfToken"\r\n\r\n{token}',
            'Content-Disposition: form-data; name="act"\r\n\r\nupload',
            f'Content-Disposition: form-data; name="files"; filename="{name}"\r\n'
            f"Content-Type: {contentType}\r\n\r\n{content.decode()}",
        ]
        body = "".join(f"--x\r\n{part}\r\n" for part in parts) + "--x--\r\n"
        kind = "multipart/form-data; boundary=x"
        answer = self.alice.send("/users/alice/files", body.encode(), **{"Content-Type": kind})
        self.assertEqual(303, answer.status, answer.text)

    def assertHarmless(self, path: str, answer: Answer) -> None:
        """
        Nothing on a page runs but script files of the site, and the browser is told so.
        """
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            self.assertEqual([], Found(answer.text).running, path)
            policy = answer.headers["Content-Security-Policy"]
            self.assertNotIn("unsafe", policy)
            self.assertIn("script-src 'self';", policy)

    def test_nothingRuns(self) -> None:
        """
        Whatever is planted is text on every page of its author, of an administrator and of a visitor.
        """
        self.assertGreater(self.plant(self.alice, "/home"), 10)
        self.assertGreater(self.plant(self.admin, "/console"), 2)
        seen = 0
        for client, start in (
            (self.alice, "/home"),
            (self.alice, "/account"),
            (self.admin, "/console"),
            (Client(self.site.url), "/mailbox"),
        ):
            for path, answer, _ in crawl(client, start, lambda path: not _ELSEWHERE.search(path)):
                self.assertHarmless(path, answer)
                self.assertLess(answer.status, 500, path)
                seen += "x-planted" in answer.text
        self.assertGreater(seen, 10)
        self.assertNotIn("Traceback", self.site.log())

    def test_uploads(self) -> None:
        """
        A file with script in it is saved, not shown; whatever it says it is, it may run nothing and is in a
        sandbox.
        """
        for name, contentType, content in (
            ("a.html", "text/html", _HTML),
            ("b.svg", "image/svg+xml", _SVG),
            ("c.png", "image/png", _HTML),
            ("d.xhtml", "application/xhtml+xml", _SVG),
            ("e.txt", "text/html;charset=utf-7", _HTML),
            ("f.pdf", "application/pdf", _HTML),
        ):
            self.upload(name, contentType, content)
            self.assertHarmless(name, self.alice.get(f"/users/alice/files/{name}"))
            for wanted in ("show", "save"):
                headers = self.alice.get(f"/users/alice/files/{name}?content={wanted}").headers
                kind = headers["Content-Type"]
                self.assertNotIn("html", kind)
                self.assertNotIn("svg", kind)
                self.assertEqual("nosniff", headers["X-Content-Type-Options"])
                self.assertTrue(headers["Content-Security-Policy"].endswith("sandbox"), name)
                if kind == "application/octet-stream":
                    self.assertTrue(headers["Content-Disposition"].startswith("attachment"), name)
