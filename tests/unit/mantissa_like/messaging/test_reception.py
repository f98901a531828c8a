"""
Tests for receiving messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from unittest.mock import patch

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.messaging import (
    ANSWERED,
    FORGOTTEN,
    MOST_BYTES,
    UNSHARED,
    Answer,
    HandlerFailed,
    InboundChannel,
    MalformedMessage,
    Message,
    MessageID,
    OpenMessage,
    Value,
    failingMessages,
    receive,
    receivedMessages,
)
from mantissa_like.sharing import Identifier, shareItem, unShare
from mantissa_like.testing import TrialSite
from tests.unit.mantissa_like.messaging.correspondents import Diary

ALICE, DIARY = Identifier("letters", "alice", "example.com"), Identifier("diary", "bob", "example.com")


class ReceptionTests(SynchronousTestCase):
    """
    Tests for L{receive}.
    """

    def setUp(self) -> None:
        self.site = TrialSite()
        self.addCleanup(self.site.close)
        self.bob = self.site.addUser("bob@example.com")
        self.diary = Diary(store=self.bob)
        shareItem(self.diary, toName="alice@example.com", shareID="diary")

    def receive(
        self,
        number: int,
        content: str,
        open: Sequence[int] = (),
        epoch: str = "epoch",
        sender: Identifier = ALICE,
    ) -> Answer:
        """
        Let Bob's store have a message.
        """
        message = Message(
            MessageID("store", epoch, number), sender, DIARY, Value("text", content.encode()), tuple(open)
        )
        return receive(self.bob, message)

    def failAt(self, number: int, content: str, open: Sequence[int] = ()) -> None:
        """
        Let the diary fail at a message.
        """
        self.diary.isBroken = True
        self.assertRaises(HandlerFailed, self.receive, number, content, open)
        self.diary.isBroken = False

    def test_tooManyOpen(self) -> None:
        """
        Nothing is written down for a sender that says that it has more open than one may.
        """
        self.assertRaises(MalformedMessage, self.receive, 20_001, "one", range(10_001))
        self.assertEqual((0, []), (self.bob.count(OpenMessage), self.diary.entries))

    def test_repeated(self) -> None:
        """
        A message that comes again takes no effect, and has the same answer, also if the item is not shared
        any more.
        """
        answer = Answer(ANSWERED, Value("read", b"ONE"))
        self.assertEqual(answer, self.receive(7, "one"))
        unShare(self.diary)
        self.assertEqual(answer, self.receive(7, "one"))
        self.assertEqual(["one"], self.diary.entries)

    def test_late(self) -> None:
        """
        One that comes again after a later one takes no effect. Its answer is
        forgotten, for the sender had it.
        """
        self.receive(7, "one")
        self.receive(9, "two")
        self.assertEqual(FORGOTTEN, self.receive(7, "one"))
        self.assertEqual(["one", "two"], self.diary.entries)

    def test_epochs(self) -> None:
        """
        The same number in another epoch is another message.
        """
        self.receive(7, "one")
        self.receive(7, "two", epoch="another")
        self.assertEqual(["one", "two"], self.diary.entries)

    def test_strangers(self) -> None:
        """
        From whom it is not shared with, nothing is received, and nothing is remembered.
        """
        stranger = Identifier("letters", "mallory", "example.com")
        self.assertEqual(UNSHARED, self.receive(7, "one", sender=stranger))
        self.assertEqual([], list(receivedMessages(self.bob)))

    def test_refusedForGood(self) -> None:
        """
        A message that was refused after others had come is refused when it comes again, whatever is shared
        then.
        """
        self.receive(7, "one")
        unShare(self.diary)
        self.assertEqual(UNSHARED, self.receive(8, "two"))
        shareItem(self.diary, toName="alice@example.com", shareID="diary")
        self.assertEqual(UNSHARED, self.receive(8, "two"))
        self.assertEqual(["one"], self.diary.entries)

    def test_application(self) -> None:
        """
        An application of the site is someone with whom something can be shared.
        """
        weather = Identifier("forecast", "weather", None)
        self.assertEqual(UNSHARED, self.receive(7, "rain", sender=weather))
        shareItem(self.diary, toName="application:weather", shareID="diary")
        self.assertEqual(ANSWERED, self.receive(7, "rain", sender=weather).kind)

    def test_failed(self) -> None:
        """
        A receiver that fails leaves nothing but a note of it; later the message takes effect.
        """
        self.failAt(7, "one")
        self.failAt(7, "one")
        self.assertEqual([], self.diary.entries)
        [channel] = receivedMessages(self.bob)
        [failing] = failingMessages(channel)
        self.assertEqual((7, 2), (failing.number, failing.attempts))
        self.assertIn("ZeroDivisionError", failing.lastError)
        answer = self.receive(7, "one")
        self.assertEqual(answer, self.receive(7, "one"))
        self.assertEqual(["one"], self.diary.entries)

    def test_givenUpMeanwhile(self) -> None:
        """
        One that its sender gave up, and did not forget, takes effect after later ones, once.
        """
        self.failAt(7, "one")
        self.receive(8, "two", open=[7])
        self.receive(9, "three", open=[7])
        answer = self.receive(7, "one")
        self.assertEqual((ANSWERED, answer), (answer.kind, self.receive(7, "one")))
        self.assertEqual(["two", "three", "one"], self.diary.entries)
        self.assertEqual(FORGOTTEN, self.receive(8, "two"))

    def test_neverCame(self) -> None:
        """
        So does one that was given up before it came for the first time.
        """
        self.receive(8, "two", open=[7])
        self.assertEqual(ANSWERED, self.receive(7, "one").kind)
        self.assertEqual(["two", "one"], self.diary.entries)

    def test_answerNeverHeard(self) -> None:
        """
        The answer to one that took effect is kept while its sender, who gave up hearing it, wants it.
        """
        answer = self.receive(7, "one")
        self.receive(8, "two", open=[7])
        self.receive(9, "three", open=[7])
        self.assertEqual(answer, self.receive(7, "one"))
        self.assertEqual(["one", "two", "three"], self.diary.entries)

    def test_olderFirst(self) -> None:
        """
        One that is retried before a later one which may have come leaves that its turn.
        """
        self.failAt(7, "one")
        self.failAt(8, "two", open=[7])
        self.assertEqual(ANSWERED, self.receive(7, "one", open=[8, 9]).kind)
        self.assertEqual(ANSWERED, self.receive(8, "two").kind)
        self.assertEqual(["one", "two"], self.diary.entries)

    def test_forgotten(self) -> None:
        """
        What the sender has concluded is forgotten, and takes no effect any more.
        """
        self.failAt(7, "one")
        self.receive(8, "two", open=[7])
        self.receive(9, "three")
        self.assertEqual(0, self.bob.count(OpenMessage))
        self.assertEqual(FORGOTTEN, self.receive(7, "one"))
        self.assertEqual(1, self.bob.count(InboundChannel))
        self.assertEqual(["two", "three"], self.diary.entries)

    def test_noAnswer(self) -> None:
        """
        A receiver that answers with something else, or with too much, has failed.
        """
        for wrong in (None, Value("read", b"x" * (MOST_BYTES + 1))):
            with patch.object(Diary, "messageReceived", return_value=wrong):
                self.assertRaises(HandlerFailed, self.receive, 7, "one")
