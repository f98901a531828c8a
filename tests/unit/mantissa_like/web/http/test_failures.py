"""
Tests for L{mantissa_like.web._http.failures}.
"""

from __future__ import annotations

import json

from twisted.internet.testing import EventLoggingObserver
from twisted.logger import globalLogPublisher
from twisted.python.failure import Failure
from twisted.trial.unittest import TestCase
from twisted.web import http
from twisted.web.test.requesthelper import DummyRequest

from mantissa_like.web import FailurePages, RequestRefused, Shell
from mantissa_like.web.errors import PHRASES, STATUSES


class FailurePagesTests(TestCase):
    """
    Tests for L{FailurePages}.
    """

    def setUp(self) -> None:
        self.failures = FailurePages(Shell("Site", []))

    def test_everyStatus(self) -> None:
        """
        Every status of the table has a reason phrase, a page that shows it, and the same in JSON.
        """
        for status, (title, detail) in STATUSES.items():
            self.assertIn(status, {**http.RESPONSES, **PHRASES})
            page = self.failures.answer(status, None)
            self.assertEqual(b"text/html; charset=utf-8", page.contentType)
            self.assertIn(f"<h1>{title}</h1>".encode(), page.body)
            self.assertIn(str(status).encode(), page.body)
            problem = self.failures.answer(status, b"application/json")
            self.assertEqual(b"application/problem+json", problem.contentType)
            self.assertEqual({"status": status, "title": title, "detail": detail}, json.loads(problem.body))

    def test_incidentIsShown(self) -> None:
        """
        An incident's number is on the page and in the JSON.
        """
        self.assertIn(b"<code>n7</code>", self.failures.answer(500, None, "n7").body)
        self.assertEqual(
            "n7", json.loads(self.failures.answer(500, b"application/json", "n7").body)["incident"]
        )

    def test_incidentIsLogged(self) -> None:
        """
        A failure is logged with its traceback and the number of the request.
        """
        failure = Failure(ZeroDivisionError("inside"))
        events = EventLoggingObserver.createWithCleanup(self, globalLogPublisher)
        self.failures.log(failure, "n1", b"GET", b"/\x1b")
        [event] = events
        self.assertEqual(
            ("n1", r"/\x1b", failure), tuple(event[k] for k in ("request", "uri", "log_failure"))
        )
        self.assertEqual([failure], self.flushLoggedErrors(ZeroDivisionError))

    def test_render(self) -> None:
        """
        A response becomes a failure page, in the form that the client prefers, which no cache keeps.
        """
        request = DummyRequest([b""])
        request.requestHeaders.setRawHeaders(b"accept", [b"application/json"])
        body = self.failures.render(request, 404)  # type: ignore[arg-type]
        self.assertEqual(404, request.responseCode)
        self.assertEqual(404, json.loads(body)["status"])
        for name, value in ((b"content-type", b"application/problem+json"), (b"cache-control", b"no-store")):
            self.assertEqual([value], request.responseHeaders.getRawHeaders(name))


class RequestRefusedTests(TestCase):
    """
    Tests for L{RequestRefused}.
    """

    def test_status(self) -> None:
        """
        It knows its status and says it in words.
        """
        error = RequestRefused(404)
        self.assertEqual((404, "404 Not found"), (error.status, str(error)))

    def test_unknownStatus(self) -> None:
        """
        A status without a page cannot be raised.
        """
        self.assertRaises(KeyError, RequestRefused, 418)
