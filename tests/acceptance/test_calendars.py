"""
Appointments between two people of a real site, whose server is killed again and again.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from http.client import HTTPException
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from tests.acceptance.running import RunningSite, axiomatic, eventually

_JSON = {"Accept": "application/json"}
# How many forms each server answers, and how many seconds later it is killed.
_LIVES = ((15, 0.005), (25, 0.02), (20, 0.01))
# What Alice knows of Bob's answer, by what Bob knows.
_ANSWERS = {"asked": "waiting", "confirmed": "confirmed", "declined": "declined", "cancelled": "cancelled"}


class CalendarSurvivalTests(SynchronousTestCase):
    """
    kill -9 while Alice invites Bob, moves and cancels, and he answers.
    """

    def setUp(self) -> None:
        """
        A site with calendars, which does not run yet.
        """
        self.site = RunningSite(Path(mkdtemp(dir=Path.cwd())) / "site.axiom")
        self.site.set("address-requests", 0)
        self.site.set("account-requests", 0)
        axiomatic(self.site.path, "offering", "install", "calendar")
        for name in ("alice", "bob"):
            axiomatic(self.site.path, "product", "grant", "calendar", f"{name}@localhost")
        self.addCleanup(self.site.stop)

    def test_oneProcess(self) -> None:
        """
        In the end both calendars say the same of every appointment, and none that was made is lost.
        """
        self._assertSurvives()

    def test_twoWorkers(self) -> None:
        """
        The same where two processes serve the site, and are killed together.
        """
        self._assertSurvives("--workers", "2")

    def _assertSurvives(self, *options: str) -> None:
        self.site.start(*options)
        self.clients = {name: self.site.client(name) for name in ("alice", "bob")}
        self.made: list[str] = []
        numbers = count()
        for self.left, seconds in _LIVES:
            self.killer = threading.Timer(seconds, self.site.kill)
            with contextlib.suppress(OSError, HTTPException):
                while True:
                    self._meet(next(numbers))
            self.killer.join()
            # Workers end a moment after their supervisor.
            eventually(lambda: not self._isListening())
            self.site.start(*options)
        eventually(lambda: self._known("alice") == self._known("bob"))
        known = self._known("bob")
        self.assertEqual(set(), set(self.made) - known.keys())
        self.assertIn("confirmed", {state for _, _, state in known.values()})

    def _meet(self, number: int) -> None:
        """
        Invite Bob once more; he answers something, and Alice changes something.
        """
        title, hour = f"{number}", f"2030-01-{1 + number // 20:02}T{number % 20:02}"
        fields = {"title": title, "start": f"{hour}:00", "end": f"{hour}:30", "people": "bob@localhost"}
        self._post("alice", "/users/alice/calendar/new", **fields)
        self.made.append(title)
        for position, each in enumerate(self._get("bob", "/users/bob/calendar")["unanswered"][:2]):
            self._post("bob", each["url"], act="decline" if position else "confirm")
        known = self._get("alice", "/users/alice/calendar")["appointments"]
        some = known[len(known) // 2]
        if number % 3 == 0:
            later = {"start": some["start"][:-4], "end": some["start"][:-7] + ":45"}
            self._post("alice", some["url"], act="move", **later)
        elif number % 5 == 0:
            self._post("alice", some["url"], act="cancel", confirmed="yes")

    def _post(self, name: str, path: str, **fields: str) -> None:
        answer = self.clients[name].post(path, fields, **_JSON)
        # What somebody does with an appointment that was cancelled meanwhile is refused.
        self.assertIn(answer.status, (200, 400), answer.text)
        self.left -= 1
        if self.left == 0:
            self.killer.start()

    def _known(self, name: str) -> dict[str, tuple[str, str, str]]:
        """
        Beginning, end and Bob's state of each appointment that somebody knows, by the titles.
        """
        found = {}
        for each in self._get(name, f"/users/{name}/calendar")["appointments"]:
            if each["isOwn"]:
                (bob,) = self._get(name, each["url"])["participants"]
                state = bob["state"]
            else:
                state = _ANSWERS.get(each["state"], "on its way to Alice")
            found[each["title"]] = each["start"], each["end"], state
        return found

    def _get(self, name: str, path: str) -> Any:
        return self.clients[name].get(path, **_JSON).json()

    def _isListening(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.site.port), timeout=1).close()
        except OSError:
            return False
        return True
