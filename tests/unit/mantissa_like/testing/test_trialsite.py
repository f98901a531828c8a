"""
Small sites, on which messages are sent.
"""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.asyncitems import addHandlers, makeOperation, withTimeout
from mantissa_like.config import MessageSettings, SiteConfig, SiteSettings
from mantissa_like.messaging import (
    AMPMessenger,
    IMessageReceiver,
    QueueFull,
    ask,
    messageQueueOf,
    outgoingMessages,
)
from mantissa_like.sharing import Identifier, shareItem
from mantissa_like.testing import Fate, TrialSite
from tests.unit.mantissa_like.messaging.greetings import Greet, Greeter

ALICE, BOB = Identifier("hall", "alice", "example.com"), Identifier("porch", "bob", "example.com")


class TrialSiteTests(SynchronousTestCase):
    """
    Alice greets bob.
    """

    def setUp(self) -> None:
        """
        Make a site with both of them.
        """
        self.site = self.makeSite()
        self.addCleanup(self.site.close)
        self.alice, self.bob = (self.site.addUser(f"{name}@example.com") for name in ("alice", "bob"))
        self.consequence, self.greeter = Greeter(store=self.alice), Greeter(store=self.bob)
        shareItem(self.greeter, toName="alice@example.com", shareID="porch", interfaces=[IMessageReceiver])

    def makeSite(self) -> TrialSite:
        """
        In memory.
        """
        return TrialSite()

    def greet(self, words: str) -> None:
        """
        Send one greeting.
        """
        messenger = AMPMessenger(messageQueueOf(self.alice), ALICE, BOB)
        messenger.messageRemote(Greet, self.consequence, words=words)

    def waiting(self, store: Store) -> int:
        """
        How many messages have no answer.
        """
        return len([each for each in outgoingMessages(store) if each.state != "done"])

    def test_problemsOfMessages(self) -> None:
        """
        Of a message that fails, the problems are told with whose they are and the target's traceback, as long
        as it fails.
        """
        with patch.object(Greeter, "messageReceived", side_effect=RuntimeError("no voice")):
            self.greet("hello")
            self.assertEqual([], self.site.problems())
            self.site.settle()
            atAlice, atBob = self.site.problems()
        self.assertTrue(atAlice.startswith("alice@example.com: <OutgoingMessage "))
        self.assertTrue(atBob.startswith("bob@example.com: a message of alice@example.com/hall to bob@"))
        self.assertTrue(atBob.strip().endswith("RuntimeError: no voice"))
        self.site.advance(600)
        self.assertEqual([], self.site.problems())

    def test_problemsOfOperations(self) -> None:
        """
        An error is a problem at once, until something takes it.
        """
        operation = makeOperation(self.alice, "a letter")
        operation.fail(ConnectionError("no answer"))
        problem = f"alice@example.com: <AsynchronousItem {operation.storeID}: a letter, rejected, "
        [told] = self.site.problems()
        self.assertTrue(told.startswith(f"{problem}ConnectionError: no answer>"))
        waiting = withTimeout(operation, timedelta(1), title="another")
        self.assertEqual([], self.site.problems())
        self.site.settle()
        [told] = self.site.problems()
        self.assertIn(": another, rejected, ", told)
        addHandlers(waiting, title="the last").cancel()
        self.site.settle()
        self.assertEqual([], self.site.problems())

    def test_settle(self) -> None:
        """
        Nothing happens until it is to happen; then all of it does, and no time passes.
        """
        began = self.site.clock.seconds()
        self.greet("hello")
        self.assertEqual("", self.greeter.heard)
        self.site.settle()
        self.assertEqual("hello", self.greeter.heard)
        self.assertEqual([("replied", "olleh", ALICE, BOB)], self.consequence.calls)
        self.assertEqual(began, self.site.clock.seconds())

    def test_inOrder(self) -> None:
        """
        All messages of one pair are delivered, one after the other.
        """
        for number in range(20):
            self.greet(str(number))
        self.site.settle()
        self.assertEqual(
            [str(number)[::-1] for number in range(20)], [words for _, words, *_ in self.consequence.calls]
        )

    def test_inSlices(self) -> None:
        """
        So they are where delivering takes as long as a store may have at once.
        """
        with patch("mantissa_like.messaging._outbox._SLICE", 0):
            self.test_inOrder()

    def test_config(self) -> None:
        """
        A site can be configured.
        """
        messages = MessageSettings(waitingForOne=2)
        site = TrialSite(config=SiteConfig(site=SiteSettings(domain="example.com"), messages=messages))
        self.addCleanup(site.close)
        greeter = Greeter(store=site.addUser("alice@example.com"))
        for _ in range(2):
            ask(greeter, BOB, Greet, words="hello")
        self.assertRaises(QueueFull, ask, greeter, BOB, Greet, words="hello")

    def test_advance(self) -> None:
        """
        What takes time happens when that has passed.
        """
        self.site.network.chooseFate = lambda message: Fate(delay=10)
        self.greet("hello")
        self.site.advance(9.9)
        self.assertEqual("", self.greeter.heard)
        self.site.advance(0.2)
        self.assertEqual("hello", self.greeter.heard)

    def test_restart(self) -> None:
        """
        Who stops hears no answer that is still on the way; the message is sent again, and the answer is the
        same.
        """
        fates = [Fate(delay=60)]
        self.site.network.chooseFate = lambda message: fates.pop() if fates else Fate()
        self.greet("hello")
        self.site.advance(1)
        self.site.restart()
        self.site.settle()
        self.assertEqual(1, len(self.greeter.calls))
        self.site.advance(120)
        self.assertEqual(1, len(self.greeter.calls))
        self.assertEqual([("replied", "olleh", ALICE, BOB)], self.consequence.calls)
        self.assertEqual(0, self.waiting(self.alice))

    def test_representation(self) -> None:
        """
        It shows the time, what works, and what the network did.
        """
        self.greet("hello")
        self.site.settle()
        self.assertIn("<TrialSite at 1000000000.000: ", repr(self.site))
        self.assertIn("<FaultyRouter 1 routed, 0 lost, 0 copied>", repr(self.site))


class TrialSiteOnDiskTests(TrialSiteTests):
    """
    The same in a directory.
    """

    def makeSite(self) -> TrialSite:
        """
        In a directory.
        """
        return TrialSite(self.mktemp())
