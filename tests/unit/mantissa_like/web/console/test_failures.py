"""
Tests for L{mantissa_like.web._console.failures}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.audit import AuditEntry
from mantissa_like.observing._failures import Caught, recordFailures
from tests.unit.mantissa_like.web.memory_site import MemorySite

JSON = {"Accept": "application/json"}
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

    def resolve(self, value: str) -> int:
        """
        Call the failure done, or not.
        """
        token = self.client.get("/login", JSON).json()["csrfToken"]
        return self.client.post("/console/errors/f1", {"csrfToken": token, "isResolved": value}).status

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
        self.assertEqual(303, self.resolve("yes"))
        self.assertEqual(([], ["ValueError"]), (self.kinds(), self.kinds("?all=yes")))
        recordFailures(self.operations, [CAUGHT])
        self.assertEqual(["ValueError"], self.kinds())
        self.resolve("yes")
        self.resolve("")
        self.assertEqual(["ValueError"], self.kinds())
        acts = self.site.store.query(AuditEntry, AuditEntry.subject == "ValueError").getColumn("action")
        self.assertEqual(["error.reopened", "error.resolved", "error.resolved"], sorted(acts))
