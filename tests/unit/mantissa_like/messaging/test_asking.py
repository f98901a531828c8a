"""
Asking, and awaiting the answer.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar
from unittest.mock import patch

from twisted.protocols.amp import AmpBox, Command, Unicode
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import text
from axiom.item import Item
from mantissa_like.asyncitems import (
    AsynchronousItem,
    OperationFailed,
    SchemaTaken,
    addHandlers,
    durable,
    operationHandler,
    sleep,
)
from mantissa_like.messaging import (
    DELIVERY_ERROR,
    IMessageReceiver,
    Question,
    Value,
    WrongArguments,
    ask,
    deadLetters,
    dropMessage,
    outgoingMessages,
)
from mantissa_like.messaging._ampcommands import AMP_ANSWER_TYPE
from mantissa_like.sharing import Identifier, shareItem
from mantissa_like.testing import Fate, TrialSite
from tests.unit.mantissa_like.messaging.greetings import Greet, Greeter

BOB = Identifier("porch", "bob", "example.com")


class Find(Command):
    """
    A command one of whose arguments is called like an option of what makes operations.
    """

    commandName = b"test.Find"
    arguments: ClassVar = [(b"title", Unicode())]


class Visitor(Item):
    """
    Asks, and hears the answer.

    @cvar search: where L{look} looks for something, and for what.
    @ivar heard: the reply.
    """

    typeName = "test_messaging_visitor"

    search: ClassVar[tuple[Identifier, str]]

    heard = text()

    @operationHandler
    def hear(self, response: dict[str, str]) -> None:
        """
        Note it.
        """
        self.heard = response["reply"]

    @durable
    async def look(self) -> None:
        """
        Ask a day before the answer is awaited.
        """
        target, title = Visitor.search
        found = ask(self, target, Find, title=title)
        await sleep(timedelta(days=1))
        await found


class Sing(Command):
    """
    A command that nobody takes.
    """

    commandName = b"test.Sing"
    arguments = [(b"song", Unicode())]


class AskTests(SynchronousTestCase):
    """
    Alice's visitor asks bob's greeter.
    """

    def setUp(self) -> None:
        """
        Make them.
        """
        self.site = TrialSite()
        self.addCleanup(self.site.close)
        self.alice, self.bob = (self.site.addUser(f"{name}@example.com") for name in ("alice", "bob"))
        self.visitor, self.greeter = Visitor(store=self.alice), Greeter(store=self.bob)
        shareItem(self.greeter, toName="alice@example.com", shareID="porch", interfaces=[IMessageReceiver])

    def ask(self, words: str, timeout: timedelta | None = None) -> AsynchronousItem:
        """
        Greet, and wait until that is settled, if it is.
        """
        operation = ask(self.visitor, BOB, Greet, timeout=timeout, words=words)
        self.site.settle()
        return operation

    def test_answered(self) -> None:
        """
        The operation is resolved with the response, with what AMP makes of it.
        """
        operation = self.ask("hello")
        self.assertEqual({"reply": "olleh", "sender": None, "target": None}, operation.value)
        self.assertEqual("test.Greet to bob@example.com/porch", operation.title)
        self.assertEqual(0, self.alice.count(Question))

    def test_awaited(self) -> None:
        """
        It can be awaited; whoever awaits has the answer once it is committed.
        """
        answer = ask(self.visitor, BOB, Greet, words="hello").asDeferred()
        self.assertNoResult(answer)
        self.site.settle()
        self.assertEqual("olleh", self.successResultOf(answer)["reply"])

    def test_handled(self) -> None:
        """
        A handler hears of the answer after the site was restarted, too.
        """
        self.site.network.chooseFate = lambda message: Fate(delay=5)
        addHandlers(ask(self.visitor, BOB, Greet, words="hello"), self.visitor, "hear")
        self.site.settle()
        self.site.restart()
        self.site.advance(60)
        self.assertEqual("olleh", self.visitor.heard)

    def test_declaredError(self) -> None:
        """
        It is rejected with the error that the command declares, and with its text.
        """
        error = self.failureResultOf(self.ask("grr").asDeferred(), OperationFailed).value.error
        self.assertEqual(("Grumpy", "let me sleep"), (error.type, error.message))

    def test_undeliverable(self) -> None:
        """
        Or with that nobody can be reached there.
        """
        operation = ask(self.visitor, Identifier("porch", "carol", "example.com"), Greet, words="hello")
        self.site.settle()
        self.assertEqual(
            "DeliveryFailed: carol@example.com/porch can't be reached: no-share", str(operation.error)
        )

    def test_unreadable(self) -> None:
        """
        Or with what is wrong with an answer that the command does not describe; it is no dead letter.
        """
        for answer, error in (
            (Value("other", b""), "MalformedMessage"),
            (Value(AMP_ANSWER_TYPE, b"\0\1x"), "MalformedMessage"),
            (Value(AMP_ANSWER_TYPE, AmpBox({b"words": b"1"}).serialize()), "WrongArguments"),
            (Value(AMP_ANSWER_TYPE, AmpBox({b"_error": b"\xff"}).serialize()), "\N{REPLACEMENT CHARACTER}"),
            (Value(DELIVERY_ERROR, b"\xff"), "DeliveryFailed"),
        ):
            with patch.object(Greeter, "messageReceived", return_value=answer):
                operation = self.ask("hello")
            self.assertEqual("rejected", operation.state)
            assert operation.error is not None
            self.assertEqual(error, operation.error.type)
        self.assertEqual((0, 0), (deadLetters(self.alice).count(), self.alice.count(Question)))

    def test_notReceived(self) -> None:
        """
        Who sends what the target does not receive is told what that is.
        """
        ask(self.visitor, BOB, Sing, song="la")
        self.site.advance(86_400)
        [letter] = deadLetters(self.alice)
        self.assertIn("NotExposed: Greeter exposes no method for the command test.Sing", letter.lastError)

    def test_dropped(self) -> None:
        """
        Or with that the message was dropped.
        """
        self.site.network.chooseFate = lambda message: Fate(isLost=True)
        operation = self.ask("hello")
        [message] = outgoingMessages(self.alice)
        dropMessage(message)
        self.assertEqual(
            "DeliveryFailed: bob@example.com/porch can't be reached: it was dropped", str(operation.error)
        )
        self.assertEqual(0, self.alice.count(Question))

    def test_timeout(self) -> None:
        """
        An answer that comes after the deadline changes nothing, and is no dead letter.
        """
        self.site.network.chooseFate = lambda message: Fate(delay=20)
        operation = self.ask("hello", timeout=timedelta(seconds=10))
        self.site.advance(15)
        self.assertEqual("timed-out", operation.state)
        self.site.advance(300)
        self.assertEqual(["hello"], [self.greeter.heard])
        self.assertEqual(0, deadLetters(self.alice).count())
        self.assertEqual(0, self.alice.count(Question))

    def test_cancelled(self) -> None:
        """
        Nor does one to what was cancelled.
        """
        operation = ask(self.visitor, BOB, Greet, words="hello")
        operation.cancel()
        self.site.settle()
        self.assertEqual("cancelled", operation.state)
        self.assertEqual("hello", self.greeter.heard)

    def test_wrongArguments(self) -> None:
        """
        Wrong arguments are refused where they are given, and nothing is left of the question.
        """
        self.assertRaises(WrongArguments, ask, self.visitor, BOB, Greet, word="hello")
        for itemClass in (Question, AsynchronousItem):
            self.assertEqual(0, self.alice.count(itemClass))
        self.assertEqual(0, outgoingMessages(self.alice).count())

    def test_ambiguousCommand(self) -> None:
        """
        A command can't be asked whose name is another's too, since nobody would know how to read the answer.
        """
        twin = type("Twin", (Command,), {"commandName": b"test.Twin"})
        other = type("Twin", (Command,), {"commandName": b"test.Twin"})
        for command in (twin, other):
            self.assertRaises(SchemaTaken, ask, self.visitor, BOB, command)

    def test_askedOtherwise(self) -> None:
        """
        A durable function that asks somebody else than it did, or something else, is parked.
        """
        for search in ((Identifier("attic", "bob", "example.com"), "Emma"), (BOB, "Persuasion")):
            Visitor.search = (BOB, "Emma")
            run = self.visitor.look()
            self.site.settle()
            Visitor.search = search
            self.site.advance(86400)
            self.assertIn("at step 1 the record says ask test.Find(", run.problem)

    def test_undone(self) -> None:
        """
        What is asked in a transaction that is undone was never asked.
        """

        def askAndFail() -> None:
            ask(self.visitor, BOB, Greet, words="hello")
            raise RuntimeError

        self.assertRaises(RuntimeError, self.alice.transact, askAndFail)
        self.site.settle()
        self.assertEqual("", self.greeter.heard)
