"""
Tests for L{mantissa_like.web._personpages.undelivered}.
"""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.messaging import DEAD, DUE, OutgoingMessage, Value, messageQueueOf
from mantissa_like.sharing import Identifier
from tests.unit.mantissa_like.web.memory_client import Response
from tests.unit.mantissa_like.web.memory_site import MemorySite

PATH = "/account/undelivered"


class UndeliveredPageTests(SynchronousTestCase):
    """
    Tests for L{UndeliveredPage}: a message of Alice's was given up, one fails, and one has only just been
    sent; Bob has one that was given up, too.
    """

    def setUp(self) -> None:
        """
        Send them, and log in.
        """
        self.site = MemorySite()
        self.alice, self.bob = self.site.addUser("alice"), self.site.addUser("bob")
        self.dead, self.failing, _ = (self.send(self.alice, "alice", to) for to in ("carol", "dora", "emma"))
        # By its number it is none of Alice's.
        *_, self.bobs = (self.send(self.bob, "bob", "carol") for _ in range(9))
        for each in (self.dead, self.bobs):
            each.state, each.due, each.lastError = DEAD, None, "Traceback\n<no>"
        self.failing.attempts = 3
        self.client = self.site.logIn("alice")

    def send(self, store: Store, name: str, to: str) -> OutgoingMessage:
        """
        Send a message from somebody's desk to another's.
        """
        sender, target = (Identifier("desk", each, "example.com") for each in (name, to))
        message: OutgoingMessage = store.getItemByID(
            messageQueueOf(store).queueMessage(sender, target, Value("text", b"4711")).number
        )
        return message

    def rows(self) -> list[dict[str, Any]]:
        """
        What programs see.
        """
        found: list[dict[str, Any]] = self.client.get(PATH, {"Accept": "application/json"}).json()["rows"]
        return found

    def post(self, **fields: str) -> Response:
        """
        Press a button.
        """
        return self.client.post(PATH, {"csrfToken": self.client.formToken(PATH), **fields})

    def test_shown(self) -> None:
        """
        One sees one's own messages that failed, and to whom they are, not what they say.
        """
        self.assertEqual(
            [("dora@example.com/desk", DUE), ("carol@example.com/desk", DEAD)],
            [(row["target"], row["state"]) for row in self.rows()],
        )
        text = self.client.get(PATH).text
        self.assertIn("given up", text)
        self.assertNotIn("4711", text)

    def test_retried(self) -> None:
        """
        One can be tried again.
        """
        self.assertEqual(303, self.post(act="retry", number=str(self.dead.storeID)).status)
        self.assertEqual(DUE, self.dead.state)

    def test_dropped(self) -> None:
        """
        Or dropped, after a question.
        """
        number = str(self.dead.storeID)
        self.assertIn("can’t be undone", self.post(act="drop", number=number).text)
        self.assertEqual(3, self.alice.count(OutgoingMessage))
        self.post(act="drop", number=number, confirmed="yes")
        self.assertEqual(2, self.alice.count(OutgoingMessage))
        self.assertEqual(400, self.post(act="drop", number=number).status)

    def test_answeredMeanwhile(self) -> None:
        """
        Of what was delivered meanwhile nothing more can be decided.
        """
        self.failing.state = "done"
        number = str(self.failing.storeID)
        self.assertEqual(400, self.post(act="retry", number=number).status)
        self.assertEqual(400, self.post(act="drop", number=number, confirmed="yes").status)

    def test_othersAreOthers(self) -> None:
        """
        Nobody decides about what others have sent.
        """
        number = str(self.bobs.storeID)
        self.assertEqual(400, self.post(act="drop", number=number, confirmed="yes").status)
        self.assertEqual(400, self.post(act="retry", number=number).status)
        self.assertEqual(DEAD, self.bobs.state)
        self.assertEqual(3, self.alice.count(OutgoingMessage))
