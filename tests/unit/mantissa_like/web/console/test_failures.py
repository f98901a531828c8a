"""
Tests for L{mantissa_like.web._console.failures}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.audit import AuditEntry
from mantissa_like.observing._failures import Caught, recordFailures
from tests.unit.mantissa_like.web.memory_site import MemorySite, NoteView
from tests.unit.mantissa_like.web.shared_notes import JSON, SharedNotesTestCase

CAUGHT = Caught("f1", "ValueError", "no <b>", "a.py:1 in f", "Traceback <x>", "n1", 1e9, 1e9 + 60, count=3)


class FailuresTests(SynchronousTestCase):
    """
    Tests for L{FailuresPage} and L{FailurePage}.
    """

    def setUp(self) -> None:
        """
        A site where something failed, and its administrator.
        """
        self.site = MemorySite()
        self.site.addAdministrator("ada")
        assert self.site.context.observatory is not None
        self.operations = self.site.context.observatory.store
        recordFailures(self.operations, [CAUGHT])
        self.client = self.site.logIn("ada")

    def send(self, act: str) -> int:
        """
        Call the failure done, or not.
        """
        token = self.client.get("/login", JSON).json()["csrfToken"]
        return self.client.post("/console/errors/f1", {"csrfToken": token, "act": act}).status

    def kinds(self, arguments: str = "") -> list[str]:
        """
        What is listed.
        """
        return [row["kind"] for row in self.client.get(f"/console/errors{arguments}", JSON).json()["rows"]]

    def test_listed(self) -> None:
        """
        Each kind of failure is a line, which says what, where, how often and when.
        """
        [row] = self.client.get("/console/errors", JSON).json()["rows"]
        expected = {"kind": "ValueError", "summary": "no <b>", "place": "a.py:1 in f", "count": 3}
        self.assertEqual({**expected, "lastSeen": "2001-09-09T01:47:40Z"}, row)
        page = self.client.get("/console/errors").text
        self.assertIn('<a href="/console/errors/f1">ValueError</a>', page)
        self.assertIn("no &lt;b&gt;", page)

    def test_one(self) -> None:
        """
        One kind has a page with its traceback and the number of the last request.
        """
        page = self.client.get("/console/errors/f1").text
        for part in ("Traceback &lt;x&gt;", "<code>n1</code>", "2001-09-09 01:46", "2001-09-09 01:47"):
            self.assertIn(part, page)
        self.assertEqual("Traceback <x>", self.client.get("/console/errors/f1", JSON).json()["traceback"])
        self.assertEqual(404, self.client.get("/console/errors/f2").status)

    def test_resolved(self) -> None:
        """
        What is done is hidden until it happens again, or somebody changes their mind.
        """
        self.assertEqual(303, self.send("resolve"))
        self.assertEqual(([], ["ValueError"]), (self.kinds(), self.kinds("?all=yes")))
        recordFailures(self.operations, [CAUGHT])
        self.assertEqual(["ValueError"], self.kinds())
        self.send("resolve")
        self.send("reopen")
        self.assertEqual(["ValueError"], self.kinds())
        acts = self.site.store.query(AuditEntry, AuditEntry.subject == "ValueError").getColumn("action")
        self.assertEqual(["error.reopened", "error.resolved", "error.resolved"], sorted(acts))


class FailingViewTests(SharedNotesTestCase):
    """
    A site that is watched, and has a note whose view has a bug.
    """

    def setUp(self) -> None:
        """
        The site, and its administrator.
        """
        super().setUp()
        self.site.addAdministrator("ada")
        self.ada = self.site.logIn("ada")
        self.patch(NoteView, "show", lambda view, visit: 1 / 0)
        assert self.site.context.observatory is not None
        self.site.context.observatory.startService()
        self.addCleanup(self.site.context.observatory.stopService)

    def fail(self) -> str:  # type: ignore[override]
        """
        Meet the bug, and wait until it is written down.

        @return: the number of the request.
        """
        response = self.client.get("/users/alice/open")
        self.assertEqual((500, 1), (response.status, len(self.flushLoggedErrors(ZeroDivisionError))))
        self.site.clock.advance(5)
        return response.headers["x-request-id"]

    def rows(self) -> list[tuple[str, int]]:
        """
        What is listed, and how often it happened.
        """
        return [(row["kind"], row["count"]) for row in self.ada.get("/console/errors", JSON).json()["rows"]]

    def test_fromTheBugToTheConsole(self) -> None:
        """
        An exception of a view is listed with its traceback and the number of the request, counted when it
        comes again, hidden when it is called done, and there again when it was not.
        """
        self.fail()
        self.assertEqual([("ZeroDivisionError", 1)], self.rows())
        number = self.fail()
        self.assertEqual([("ZeroDivisionError", 2)], self.rows())
        page = self.ada.get("/console/errors").text
        url = page.partition('href="/console/errors/')[2].partition('"')[0]
        shown = self.ada.get(f"/console/errors/{url}").text
        for part in ("Traceback", "lambda view, visit: 1 / 0", f"<code>{number}</code>"):
            self.assertIn(part, shown)
        self.assertIn("There was 1 kind of error", self.ada.get("/console").text)

        token = self.token(self.ada, f"/console/errors/{url}")
        self.ada.post(f"/console/errors/{url}", {"csrfToken": token, "act": "resolve"})
        self.assertEqual([], self.rows())
        self.fail()
        self.assertEqual([("ZeroDivisionError", 3)], self.rows())
