"""
What is promised of message routers, as tests.
"""

from __future__ import annotations

from twisted.internet.defer import Deferred
from twisted.protocols.amp import Command
from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer
from zope.interface.verify import verifyObject

from axiom.attributes import boolean, text
from axiom.attributes import bytes as bytes_
from axiom.item import Item
from mantissa_like.messaging import (
    ANSWERED,
    CONCLUDED,
    UNDELIVERABLE,
    AMPMessenger,
    AMPReceiver,
    Answer,
    FileArgument,
    HandlerFailed,
    Message,
    MessageID,
    RevertAndRespond,
    Value,
    commandMethod,
    messageQueueOf,
)
from mantissa_like.messaging.interfaces import IMessageReceiver, IMessageRouter
from mantissa_like.sharing import Identifier, ITitled, shareItem
from mantissa_like.testing._trialsite import TrialSite

__all__ = ["Ledger", "MessageRouterContract"]

_ALICE = Identifier("desk", "alice", "example.com")
_LEDGER = Identifier("ledger", "bob", "example.com")


@implementer(IMessageReceiver, ITitled)
class Ledger(Item):
    """
    Writes down what it receives.

    @ivar lines: each message's data, followed by a space.
    @ivar isBroken: whether it fails at C{failing}, after it wrote that down.
    """

    typeName = "testing_ledger"

    title = "Ledger"

    lines = text(allowNone=False, default="")
    isBroken = boolean(default=False)

    def messageReceived(self, value: Value, sender: Identifier, target: Identifier) -> Value:
        """
        See L{IMessageReceiver}. It answers with the number of its lines, but takes no line back.
        """
        self.lines += f"{value.data.decode()} "
        if value.data == b"refused":
            raise RevertAndRespond(Value("refusal", b"no"))
        if value.data == b"failing" and self.isBroken:
            raise RuntimeError(f"the ink is dry after {self.lines.split()}")
        return Value("count", str(len(self.lines.split())).encode())


class Enclose(Command):
    """
    Bring a file.
    """

    commandName = b"testing.Enclose"
    arguments = [(b"file", FileArgument())]


class Enclosures(Item, AMPReceiver):
    """
    Keeps what is in the files that it receives.

    @ivar content: of the last one.
    """

    typeName = "testing_enclosures"

    content = bytes_(allowNone=False, default=b"")

    @commandMethod.expose(Enclose)
    def enclosed(self, file: FilePath[str]) -> None:
        """
        Keep it.
        """
        self.content = file.getContent()


class MessageRouterContract(SynchronousTestCase):
    """
    What senders rely on: each message takes effect once, and has one answer, however often it is routed.

    @ivar site: a site with bob, who shares a L{Ledger} with alice.
    """

    def makeSite(self) -> TrialSite:
        """
        The site; by default one in memory.
        """
        return TrialSite()

    def makeRouter(self) -> IMessageRouter:
        """
        A router to the stores of C{self.site}.
        """
        raise NotImplementedError("subclass, make yours, inherit the tests")

    def setUp(self) -> None:
        """
        Make the site, and the router.
        """
        self.site = self.makeSite()
        self.addCleanup(self.site.close)
        self.bob = self.site.addUser("bob@example.com")
        self.ledger = Ledger(store=self.bob)
        shareItem(self.ledger, toName="alice@example.com", shareID="ledger", interfaces=[IMessageReceiver])
        self.router = self.makeRouter()

    def message(
        self,
        number: int,
        data: bytes,
        target: Identifier = _LEDGER,
        sender: Identifier = _ALICE,
        epoch: str = "epoch",
        open: tuple[int, ...] = (),
    ) -> Message:
        """
        One from alice's store.
        """
        return Message(MessageID("alice's", epoch, number), sender, target, Value("line", data), open)

    def routed(self, message: Message) -> Deferred[Answer]:
        """
        Route a message as far as that goes now.
        """
        routed: Deferred[Answer] = self.router.route(message)
        self.site.settle()
        return routed

    def answerTo(self, message: Message) -> Answer:
        """
        Route a message that is answered.
        """
        return self.successResultOf(self.routed(message))

    def lines(self, ledger: Ledger) -> str:
        """
        What is in a ledger, whatever process wrote it.
        """
        return self.bob.transact(lambda: ledger.lines)

    def test_interface(self) -> None:
        """
        It provides L{IMessageRouter}.
        """
        self.assertTrue(verifyObject(IMessageRouter, self.router))

    def test_delivered(self) -> None:
        """
        A message takes effect, and is answered.
        """
        answer = self.answerTo(self.message(1, b"one"))
        self.assertEqual(Answer(ANSWERED, Value("count", b"1")), answer)
        self.assertEqual("one ", self.lines(self.ledger))

    def test_repeated(self) -> None:
        """
        The same message takes effect once, and has the same answer.
        """
        for _ in range(3):
            self.assertEqual(b"1", self.answerTo(self.message(1, b"one")).value.data)
        self.assertEqual("one ", self.lines(self.ledger))

    def test_late(self) -> None:
        """
        A copy that comes after a later message has no effect; its answer is gone, since the sender had it.
        """
        for number in (1, 2):
            self.answerTo(self.message(number, b"line"))
        self.assertEqual(CONCLUDED, self.answerTo(self.message(1, b"line")).kind)
        self.assertEqual("line line ", self.lines(self.ledger))

    def test_pairs(self) -> None:
        """
        Messages with the same number are others if they are of another epoch, or from another item.
        """
        other = Identifier("table", "alice", "example.com")
        for message in (
            self.message(1, b"a"),
            self.message(1, b"b", epoch="later"),
            self.message(1, b"c", sender=other),
        ):
            self.assertEqual(ANSWERED, self.answerTo(message).kind)
        self.assertEqual("a b c ", self.lines(self.ledger))

    def test_unshared(self) -> None:
        """
        What is not there, what belongs to nobody, what the sender may not see and what receives no messages
        are undeliverable in the same way.
        """
        secret = Ledger(store=self.bob)
        shareItem(secret, toName="carol@example.com", shareID="secret", interfaces=[IMessageReceiver])
        shareItem(secret, toName="alice@example.com", shareID="title", interfaces=[ITitled])
        targets = [
            Identifier(shareID, localpart, "example.com")
            for shareID, localpart in (
                ("none", "bob"),
                ("ledger", "nobody"),
                ("secret", "bob"),
                ("title", "bob"),
            )
        ]
        answers = {
            self.answerTo(self.message(1 + i, b"x", target=target)) for i, target in enumerate(targets)
        }
        self.assertEqual([UNDELIVERABLE], [answer.kind for answer in answers])
        self.assertEqual("", self.lines(secret))

    def test_failing(self) -> None:
        """
        What a receiver did before it failed is undone, and who sends gets its traceback, without what the
        error says; the same message can take effect later.
        """
        self.ledger.isBroken = True
        failure = self.failureResultOf(self.routed(self.message(1, b"failing")), HandlerFailed)
        told = failure.value.traceback
        for part, isTold in (("in messageReceived", True), ("RuntimeError", True), ("['failing']", False)):
            self.assertEqual(isTold, part in told, part)
        self.assertEqual("", self.lines(self.ledger))
        self.ledger.isBroken = False
        self.assertEqual(ANSWERED, self.answerTo(self.message(1, b"failing")).kind)
        self.assertEqual("failing ", self.lines(self.ledger))

    def test_refused(self) -> None:
        """
        A receiver can undo what it did, and answer all the same; each time with the same.
        """
        for _ in range(2):
            answer = self.answerTo(self.message(1, b"refused"))
            self.assertEqual(Answer(ANSWERED, Value("refusal", b"no")), answer)
        self.assertEqual("", self.lines(self.ledger))

    def test_givenUp(self) -> None:
        """
        A message that failed, and was overtaken by others since its sender gave it up, still takes effect,
        once, if it is sent again.
        """
        self.ledger.isBroken = True
        self.failureResultOf(self.routed(self.message(1, b"failing")), HandlerFailed)
        self.answerTo(self.message(2, b"next", open=(1,)))
        self.ledger.isBroken = False
        for _ in range(2):
            self.assertEqual(ANSWERED, self.answerTo(self.message(1, b"failing")).kind)
        self.assertEqual("next failing ", self.lines(self.ledger))

    def test_givenUpAndCopied(self) -> None:
        """
        A late copy of a message that was given up, from before the sender had others, does not make one of
        those be taken for one that took effect.
        """
        self.ledger.isBroken = True
        for message in (
            self.message(1, b"failing"),
            self.message(2, b"failing", open=(1,)),
            self.message(1, b"failing"),
        ):
            self.failureResultOf(self.routed(message), HandlerFailed)
        self.ledger.isBroken = False
        for message in (self.message(2, b"failing", open=(1,)), self.message(1, b"failing", open=(2,))):
            self.assertEqual(ANSWERED, self.answerTo(message).kind)
        self.assertEqual("failing failing ", self.lines(self.ledger))

    def test_files(self) -> None:
        """
        Files come with the message.
        """
        enclosures, alice = Enclosures(store=self.bob), self.site.addUser("alice@example.com")
        shareItem(enclosures, toName="alice@example.com", shareID="tray", interfaces=[IMessageReceiver])
        file = FilePath(self.mktemp())
        file.setContent(b"enclosed")
        self.site.network.router = self.router
        tray = Identifier("tray", "bob", "example.com")
        AMPMessenger(messageQueueOf(alice), _ALICE, tray).messageRemote(Enclose, file=file)
        self.site.settle()
        self.assertEqual(b"enclosed", self.bob.transact(lambda: enclosures.content))
