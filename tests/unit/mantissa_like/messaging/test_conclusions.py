"""
Tests for what becomes of messages whose delivery fails.
"""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

from twisted.trial.unittest import SynchronousTestCase

from axiom.errors import DiskFull, StoreBusy
from mantissa_like.config import MessageSettings
from mantissa_like.messaging import (
    DUE,
    BadSender,
    HandlerFailed,
    TargetUnreachable,
    messageWork,
    outgoingMessages,
)
from mantissa_like.testing import TrialSite
from tests.unit.mantissa_like.messaging.correspondents import Diary, Letters, Pair


class TroubleTests(SynchronousTestCase):
    """
    Alice and Bob, one of whose stores is in trouble.
    """

    def setUp(self) -> None:
        self.site = TrialSite()
        self.addCleanup(self.site.close)
        self.pair = Pair(self.site)

    def answers(self) -> list[str]:
        """
        What Alice has heard.
        """
        return list(self.pair.letters.answers)

    def test_targetsTrouble(self) -> None:
        """
        What is wrong with the target's store is no failure of the message, and not told in detail. Somebody
        else who writes is done soon; a full disk is looked at less and less often.
        """
        for trouble, isTriedOften in (
            (DiskFull("no room left"), False),
            (StoreBusy("somebody writes"), True),
        ):
            with patch.object(Diary, "messageReceived", side_effect=trouble) as received:
                self.pair.send("hello")
                self.site.advance(60)
                [message] = outgoingMessages(self.pair.alice, DUE)
                self.assertEqual(0, message.attempts)
                self.assertIn(type(trouble).__name__, message.lastError)
                self.assertNotIn(str(trouble), message.lastError)
                self.assertEqual(isTriedOften, received.call_count > 20)
            self.site.advance(120)
        self.assertEqual(["hello", "hello"], self.pair.diary.entries)

    def test_oldMessage(self) -> None:
        """
        One that was sent long ago, and is tried only now, is not given up when its target is busy just then.
        """
        self.pair.send("hello")
        [message] = outgoingMessages(self.pair.alice)
        message.queued -= timedelta(days=30)
        with patch.object(Diary, "messageReceived", side_effect=StoreBusy("busy")):
            self.site.settle()
            self.assertEqual([("hello", DUE)], self.pair.waiting())
        self.site.advance(2)
        self.assertEqual(["hello"], self.pair.diary.entries)

    def test_consequencesErrors(self) -> None:
        """
        What a consequence raises is a failed attempt, even if it is what a router or a sender may fail with.
        """
        for error in (BadSender("carol"), TargetUnreachable("no way"), HandlerFailed("Traceback")):
            with patch.object(Letters, "answerReceived", side_effect=error):
                self.pair.send("hello")
                self.site.settle()
            [message] = outgoingMessages(self.pair.alice, DUE)
            self.assertEqual(1, message.attempts)
            self.assertIn("answerReceived", message.lastError)
            self.site.advance(10)
        self.assertEqual(["read: HELLO"] * 3, self.answers())

    def test_sendersTrouble(self) -> None:
        """
        An answer that can't be written down now is written down later.
        """
        with patch.object(Letters, "answerReceived", side_effect=DiskFull("no room")):
            self.pair.send("hello")
            self.site.advance(5)
        self.site.advance(5)
        self.assertEqual(["read: HELLO"], self.pair.letters.answers)
        self.assertEqual(["hello"], self.pair.diary.entries)

    def test_busyWhileForgetting(self) -> None:
        """
        While what was answered can't be forgotten, nothing is begun of which nobody would know.
        """
        work = messageWork(self.site.store, self.site.pool, MessageSettings(), lambda: 0)
        self.pair.send("hello")
        with patch("mantissa_like.messaging._outbox.cleanUp", side_effect=StoreBusy("busy")):
            self.assertRaises(StoreBusy, work.work, self.pair.alice)
        self.assertEqual([], self.pair.diary.entries)
