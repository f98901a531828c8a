"""
Two browsers on one page: what one does, the other sees.
"""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from tempfile import mkdtemp
from typing import ClassVar

from selenium.webdriver.remote.webelement import WebElement
from twisted.trial.unittest import SynchronousTestCase

from offerings.notes import Edit
from offerings.notes._edits import Step
from tests.acceptance.running import RunningSite, axiomatic
from tests.browser.browsing import Browser

TIMELINE = "/users/alice/timeline"
_ALPHABET = "abcdef \n🐍👩é"

_TRANSFORM = """
const [cases, done] = arguments;
import(new URL("/static/notes/edits.js", location)).then(({ over, under, compose }) => {
  done(JSON.stringify(cases.map(([a, b, c]) => [over(a, b), under(a, b), compose(a, c)])));
});
"""


class LiveTests(SynchronousTestCase):
    """
    Alice and somebody else, each with a browser of their own, at the same time on one site.
    """

    site: ClassVar[RunningSite]
    alice: ClassVar[Browser]
    other: ClassVar[Browser]

    @classmethod
    def setUpClass(cls) -> None:
        """
        The site, with notes, and the browsers; Alice has logged in.
        """
        super().setUpClass()
        cls.site = RunningSite(Path(mkdtemp(dir=Path.cwd())) / "site.axiom")
        axiomatic(cls.site.path, "offering", "install", "notes")
        axiomatic(cls.site.path, "product", "grant", "notes", "alice@localhost")
        cls.addClassCleanup(cls.site.stop)
        cls.site.start()
        cls.alice, cls.other = Browser(cls.site), Browser(cls.site)
        for browser in (cls.alice, cls.other):
            cls.addClassCleanup(browser.close)
        cls.alice.open("/login")
        cls.alice.logIn("alice")

    def _follow(self, browser: Browser, path: str) -> None:
        browser.open(path)
        browser.eventually(lambda: browser.count("html[data-live=connected]"))

    def _post(self, text: str) -> float:
        """
        Post on the timeline.

        @return: the time when the server had answered.
        """
        client = self.site.client("alice")
        token = client.token(TIMELINE)
        client.send(TIMELINE, f"text={text}&csrfToken={token}".encode())
        return time.monotonic()

    def test_postIsSeen(self) -> None:
        """
        A post is seen by who looks at the timeline, without a reload, and what they were doing goes on: they
        have the focus where they had it.
        """
        self._follow(self.other, TIMELINE)
        self.other.run("window.isSame = true; document.querySelector('nav a').focus();")
        before = self.other.count(".post")
        posted = self._post("news")
        self.other.eventually(lambda: self.other.count(".post") == before + 1)
        self.assertLess(time.monotonic() - posted, 1)
        self.assertEqual("news", self.other.find(".post p").text)
        self.assertTrue(self.other.run("return isSame && document.activeElement.matches('nav a')"))

    def test_postIsSeenWithoutWebSockets(self) -> None:
        """
        Where there are no WebSockets, Server-Sent Events bring the same.
        """
        script = self.other.chrome.execute_cdp_cmd(
            "Page.addScriptToEvaluateOnNewDocument", {"source": "delete window.WebSocket;"}
        )
        self.addCleanup(self.other.chrome.execute_cdp_cmd, "Page.removeScriptToEvaluateOnNewDocument", script)
        self._follow(self.other, TIMELINE)
        before = self.other.count(".post")
        posted = self._post("events")
        self.other.eventually(lambda: self.other.count(".post") == before + 1)
        self.assertLess(time.monotonic() - posted, 1)

    def _note(self) -> str:
        """
        The path of a new note, which Alice has open in both browsers.
        """
        self.alice.open("/users/alice/notes")
        field = self.alice.find("#title")
        field.send_keys("Shopping")
        self.alice.submit(field)
        path = self.alice.chrome.current_url.removeprefix(self.site.url)
        if "alice@localhost" not in self.other.find("body").text:
            self.other.open("/login")
            self.other.logIn("alice")
        for browser in (self.alice, self.other):
            self._follow(browser, path)
        return path

    def _area(self, browser: Browser) -> WebElement:
        return browser.find("#text")

    def _text(self, browser: Browser) -> str:
        return str(browser.run("return document.querySelector('#text').value"))

    def test_twoWriteAtOnce(self) -> None:
        """
        Two write in one note at the same time, at its beginning and at its end: both see all that both wrote,
        in its order, and so does the server.
        """
        path = self._note()
        self._area(self.alice).send_keys("milk 🥛\n---\n")
        self.alice.eventually(lambda: self._text(self.other) == "milk 🥛\n---\n")
        self.other.run(
            "const area = document.querySelector('#text'); area.focus(); area.setSelectionRange(0, 0);"
        )
        for number in range(12):
            self._area(self.alice).send_keys(f"a{number}\n")
            self._area(self.other).send_keys(f"b{number} ")
        self.alice.eventually(lambda: self._text(self.alice) == self._text(self.other))
        text = self._text(self.alice)
        self.assertEqual([f"a{number}" for number in range(12)], text.split("---\n")[1].split())
        self.assertEqual([f"b{number}" for number in range(12)], text.split("milk")[0].split())
        self.alice.eventually(lambda: self.alice.find("[role=status].saved").text == "Saved.")
        stored = self.site.client("alice").get(path, Accept="application/json").json()
        self.assertEqual(text, stored["text"])

    def test_reconnected(self) -> None:
        """
        What was written while the server was away is sent when it is back.
        """
        self._note()
        self.site.stop()
        self._area(self.alice).send_keys("written meanwhile")
        self.site.start()
        self.other.eventually(lambda: self._text(self.other) == "written meanwhile")

    def test_sameEdits(self) -> None:
        """
        The script does with edits what the server does.
        """
        source = random.Random(7)
        cases, expected = [], []
        for _ in range(300):
            length = source.randrange(20)
            mine, other = _edit(source, length), _edit(source, length)
            later = _edit(source, mine.after)
            cases.append([mine.steps, other.steps, later.steps])
            expected.append([mine.over(other).steps, mine.under(other).steps, mine.then(later).steps])
        self.alice.open(TIMELINE)
        found = json.loads(self.alice.chrome.execute_async_script(_TRANSFORM, cases))
        self.assertEqual(json.loads(json.dumps(expected)), found)


def _edit(source: random.Random, length: int) -> Edit:
    steps: list[Step] = []
    while length:
        taken = source.randint(1, length)
        length -= taken
        inserted = "".join(source.choices(_ALPHABET, k=source.randrange(3)))
        steps += (inserted, source.choice((taken, -taken)))
    return Edit.of((*steps, "".join(source.choices(_ALPHABET, k=source.randrange(3)))))
