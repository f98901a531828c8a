"""
Tests for L{mantissa_like.web._http.answering}.
"""

from __future__ import annotations

import errno

from twisted.internet.defer import Deferred
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase
from twisted.web.resource import Resource
from twisted.web.server import Request

from axiom.errors import DiskFull, StoreBusy
from mantissa_like.mail import MailQueueFull
from mantissa_like.sharing import NoSuchShare
from mantissa_like.stores import TooManyStores
from mantissa_like.web import NotFound
from mantissa_like.web._http.answering import answerWith
from tests.unit.mantissa_like.web.memory_client import MemoryClient, serve


class Waiting(Resource):
    """
    Answers with what comes later.
    """

    isLeaf = True

    def __init__(self, later: Deferred[bytes]) -> None:
        super().__init__()
        self._later = later

    def render_GET(self, request: Request) -> bytes | int:
        """
        Wait for it.
        """
        return answerWith(request, self._answer())

    async def _answer(self) -> bytes:
        return await self._later


class AnswerWithTests(SynchronousTestCase):
    """
    Tests for L{answerWith}.
    """

    def setUp(self) -> None:
        """
        A request that is not answered yet.
        """
        self.later: Deferred[bytes] = Deferred()
        self.client = MemoryClient(serve(Waiting(self.later)))

    def test_atOnce(self) -> None:
        """
        What need not be waited for is sent at once.
        """
        self.later.callback(b"body")
        self.assertEqual((200, b"body"), (self.client.get("/").status, self.client.get("/").body))

    def test_later(self) -> None:
        """
        What has to be waited for is sent when it is there.
        """
        self.client.send("GET", "/", {})
        self.assertFalse(self.client.isAnswered())
        self.later.callback(b"body")
        response = self.client.response()
        self.assertEqual((b"body", "4"), (response.body, response.headers["content-length"]))

    def test_head(self) -> None:
        """
        HEAD has no body then either.
        """
        self.client.send("HEAD", "/", {})
        self.later.callback(b"body")
        response = self.client.response()
        self.assertEqual((b"", "4"), (response.body, response.headers["content-length"]))

    def test_failures(self) -> None:
        """
        The failures that nobody can be blamed for have their statuses, at once or later.
        """
        for error, expected in (
            (NotFound(), 404),
            (NoSuchShare("x"), 404),
            (StoreBusy("locked"), 503),
            (TooManyStores(1), 503),
            (MailQueueFull(10_000), 503),
            (DiskFull("no room"), 507),
            (OSError(errno.ENOSPC, "No space left on device"), 507),
        ):
            self.setUp()
            self.client.send("GET", "/", {})
            self.later.errback(error)
            self.assertEqual([expected, expected], [self.client.response().status, self._atOnce(error)])

    def _atOnce(self, error: Exception) -> int:
        failed: Deferred[bytes] = Deferred()
        failed.errback(error)
        return MemoryClient(serve(Waiting(failed))).get("/").status

    def test_unexpected(self) -> None:
        """
        Any other failure is an incident, at once or later.
        """
        self.client.send("GET", "/", {})
        self.later.errback(ZeroDivisionError())
        self.assertEqual([500, 500], [self.client.response().status, self._atOnce(ZeroDivisionError())])
        self.assertEqual(2, len(self.flushLoggedErrors(ZeroDivisionError)))

    def test_gone(self) -> None:
        """
        Nothing is sent to who went away, whatever comes.
        """
        for outcome in (b"body", Failure(ZeroDivisionError())):
            self.setUp()
            self.client.send("GET", "/", {})
            self.client.disconnect()
            self.later.callback(outcome)
            self.assertFalse(self.client.isAnswered())
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))
