"""
Tests for L{mantissa_like.web._console.messages} and L{mantissa_like.web._console.message}.
"""

from __future__ import annotations

from math import inf
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.accounts import findSubStore
from mantissa_like.agenda import openAgenda
from mantissa_like.messaging import (
    DEAD,
    DUE,
    InboundChannel,
    OpenMessage,
    OutgoingMessage,
    Value,
    messageQueueOf,
)
from mantissa_like.sharing import Identifier
from tests.unit.mantissa_like.web.console_site import ConsoleSite
from tests.unit.mantissa_like.web.memory_client import Response

JSON = {"Accept": "application/json"}
ALICE = Identifier("desk", "alice", "example.com")
BOB = Identifier("door", "bob", "example.com")


class MessagesTestCase(SynchronousTestCase):
    """
    Alice has sent two messages to Bob, of which one was given up.
    """

    def setUp(self) -> None:
        """
        Log in.
        """
        self.site = ConsoleSite(self.mktemp())
        self.addCleanup(self.site.close)
        self.site.addUser("alice")
        self.alice = self.site.storeOf("alice")
        queue = messageQueueOf(self.alice)
        sent = [queue.queueMessage(ALICE, BOB, Value("text", b"the secret is 4711")) for _ in range(2)]
        self.dead, self.waiting = (self.alice.getItemByID(each.number) for each in sent)
        self.dead.state, self.dead.due, self.dead.attempts = DEAD, None, 10
        self.dead.lastError = "Traceback\n  in handle\nZeroDivisionError: <zero>"
        subStore = findSubStore(self.site.store, "alice", "example.com")
        assert subStore is not None
        self.path = f"/console/messages/{subStore.storeID}"
        figures = {("messages", DEAD): 1, ("messages", "waiting"): 1}
        entries = openAgenda(self.site.store).entries
        entries.hasten(subStore.storeID, 1)
        entries.settle(subStore.storeID, inf, 1, figures)
        client = self.site.logIn("admin")
        assert client is not None
        self.client = client

    def post(self, path: str, **fields: str) -> Response:
        """
        Send a form of a page.
        """
        return self.client.post(path, {"csrfToken": self.client.formToken(path), **fields})

    def data(self, path: str) -> Any:
        """
        What programs get.
        """
        return self.client.get(path, JSON).json()


class MessagesPageTests(MessagesTestCase):
    """
    Tests for the list of stores.
    """

    def test_stores(self) -> None:
        """
        The stores that have messages are listed, with sums.
        """
        data = self.data("/console/messages")
        self.assertEqual({"dead": 1, "due": 0, "waiting": 1}, data["sums"])
        self.assertEqual([("alice@example.com", 1)], [(row["owner"], row["dead"]) for row in data["rows"]])
        text = self.client.get("/console/messages").text
        self.assertIn(f'href="{self.path}"', text)

    def test_found(self) -> None:
        """
        A store is found by its owner.
        """
        self.assertEqual(1, self.data("/console/messages?find=alice")["total"])
        self.assertEqual(0, self.data("/console/messages?find=bob")["total"])

    def test_attention(self) -> None:
        """
        The overview says that something could not be delivered.
        """
        [notice] = [each for each in self.data("/console")["attention"] if each["url"] == "/console/messages"]
        self.assertEqual("1 message between stores could not be delivered.", notice["what"])


class StoreMessagesPageTests(MessagesTestCase):
    """
    Tests for the page of one store, and of one message.
    """

    def test_sent(self) -> None:
        """
        What was sent is shown, but not what it says.
        """
        data = self.data(self.path)
        self.assertEqual(["dead", "waiting"], [row["state"] for row in data["rows"]])
        self.assertEqual("ZeroDivisionError: <zero>", data["rows"][0]["error"])
        self.assertNotIn("4711", self.client.get(self.path).text)

    def test_received(self) -> None:
        """
        So are those from whom something came, and what failed here.
        """
        channel = InboundChannel(
            store=self.alice,
            origin="x",
            epoch="e",
            sender=str(BOB),
            target=str(ALICE),
            received=self.dead.queued,
        )
        OpenMessage(store=self.alice, channel=channel, number=7, attempts=2, lastError="Oh\nno")
        [row] = self.data(f"{self.path}?side=received")["rows"]
        self.assertEqual([{"number": 7, "attempts": 2, "error": "Oh\nno"}], row["failing"])
        self.assertIn("7: no", self.client.get(f"{self.path}?side=received").text)

    def test_shown(self) -> None:
        """
        One is shown with its traceback.
        """
        path = f"{self.path}/{self.dead.storeID}"
        self.assertIn("  in handle\nZeroDivisionError: &lt;zero&gt;", self.client.get(path).text)
        data = self.data(path)
        self.assertEqual((10, "text", 18), (data["attempts"], data["type"], data["bytes"]))
        self.assertEqual(404, self.client.get(f"{self.path}/999").status)
        self.assertEqual(404, self.client.get("/console/messages/999").status)

    def test_retried(self) -> None:
        """
        One is tried again, or all that were given up.
        """
        self.post(f"{self.path}/{self.dead.storeID}", act="retry")
        self.assertEqual(DUE, self.dead.state)
        self.dead.state = DEAD
        self.post(self.path, act="retry-dead")
        self.assertEqual(DUE, self.dead.state)
        self.assertEqual(2, self.site.actions().count("message.retried"))

    def test_dropped(self) -> None:
        """
        One is dropped after a question, and so are all.
        """
        path = f"{self.path}/{self.waiting.storeID}"
        self.assertIn("can’t be undone", self.post(path, act="drop").text)
        self.assertEqual(2, self.alice.count(OutgoingMessage))
        self.post(path, act="drop", confirmed="yes")
        self.assertEqual([self.dead], list(self.alice.query(OutgoingMessage)))
        self.assertIn("can’t be undone", self.post(self.path, act="drop-dead").text)
        self.post(self.path, act="drop-dead", confirmed="yes")
        self.assertEqual(0, self.alice.count(OutgoingMessage))
        self.assertEqual(2, self.site.actions().count("message.dropped"))

    def test_answeredMeanwhile(self) -> None:
        """
        What was answered can't be decided about, which the page says.
        """
        self.dead.state = "done"
        response = self.post(f"{self.path}/{self.dead.storeID}", act="retry")
        self.assertEqual(400, response.status)
        self.assertNotIn("message.retried", self.site.actions())

    def test_site(self) -> None:
        """
        The store of the site has a page, too.
        """
        self.assertEqual("the site", self.data("/console/messages/site")["owner"])
