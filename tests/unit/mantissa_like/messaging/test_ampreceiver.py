"""
Items that take commands and answers.
"""

from __future__ import annotations

from twisted.protocols.amp import AmpBox
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.store import Store
from mantissa_like.messaging import (
    AMP_ANSWER_TYPE,
    AMP_MESSAGE_TYPE,
    DELIVERY_ERROR,
    IDeliveryConsequence,
    IMessageReceiver,
    NotExposed,
    RevertAndRespond,
    Value,
    WrongArguments,
)
from mantissa_like.messaging._amparguments import Delivery
from mantissa_like.messaging._ampcommands import messageValue
from mantissa_like.sharing import Identifier
from tests.unit.mantissa_like.messaging.greetings import Greet, Greeter, Grumpy

ALICE, BOB = Identifier("hall", "alice", "example.com"), Identifier("porch", "bob", "example.com")


class AMPReceiverTests(SynchronousTestCase):
    """
    One greeter as the target, and as the consequence.
    """

    def setUp(self) -> None:
        """
        Make it.
        """
        self.greeter = Greeter(store=Store())

    def greeting(self, words: str) -> Value:
        """
        A message from alice to bob.
        """
        return messageValue(Greet, {"words": words}, Delivery(ALICE, BOB, self.greeter.presentStore()))

    def test_interfaces(self) -> None:
        """
        A receiver provides both seams.
        """
        for interface in (IMessageReceiver, IDeliveryConsequence):
            self.assertTrue(verifyObject(interface, self.greeter))

    def test_command(self) -> None:
        """
        A command calls its method with its arguments, and with who sent it to whom; what that returns is the
        answer.
        """
        answer = self.greeter.messageReceived(self.greeting("hello"), ALICE, BOB)
        self.assertEqual([("greeted", None, ALICE, BOB)], self.greeter.calls)
        self.assertEqual(Value(AMP_ANSWER_TYPE, AmpBox({b"reply": b"olleh"}).serialize()), answer)

    def test_answer(self) -> None:
        """
        An answer calls its method with the response, and with who had sent what is answered to whom.
        """
        answer = Value(AMP_ANSWER_TYPE, AmpBox({b"reply": b"olleh"}).serialize())
        self.greeter.answerReceived(answer, self.greeting("hello"), ALICE, BOB)
        self.assertEqual([("replied", "olleh", ALICE, BOB)], self.greeter.calls)

    def test_declaredError(self) -> None:
        """
        An error that the command declares undoes the handler, and is made again for the consequence.
        """
        message = self.greeting("grr")
        error = self.assertRaises(RevertAndRespond, self.greeter.messageReceived, message, ALICE, BOB)
        self.greeter.answerReceived(error.value, message, ALICE, BOB)
        self.assertEqual(("refused", Grumpy, "let me sleep"), self.greeter.calls[-1])

    def test_otherError(self) -> None:
        """
        Any other error is the receiver's own, and nobody else is told of it.
        """
        with self.assertRaises(RuntimeError):
            self.greeter.messageReceived(self.greeting("oops"), ALICE, BOB)

    def test_wrongResponse(self) -> None:
        """
        So is a response that does not fit.
        """
        with self.assertRaises(WrongArguments):
            self.greeter.messageReceived(self.greeting(""), ALICE, BOB)

    def test_undeliverable(self) -> None:
        """
        That a message can't be delivered is an error of every command.
        """
        answer = Value(DELIVERY_ERROR, b"no-share")
        self.greeter.answerReceived(answer, self.greeting("hello"), ALICE, BOB)
        [(called, reason)] = self.greeter.calls
        self.assertEqual("undelivered", called)
        self.assertEqual("bob@example.com/porch can't be reached: no-share", reason)

    def test_unknownCommand(self) -> None:
        """
        A command or an error for which there is no method is refused by its name, whatever bytes that has.
        """
        unknown = Value(AMP_MESSAGE_TYPE, AmpBox({b"_command": b"Sing\xff"}).serialize())
        error = Value(AMP_ANSWER_TYPE, AmpBox({b"_error": b"HOARSE\xff"}).serialize())
        for call, arguments in (
            (self.greeter.messageReceived, (unknown, ALICE, BOB)),
            (self.greeter.answerReceived, (error, self.greeting("hello"), ALICE, BOB)),
        ):
            self.assertRaises(NotExposed, call, *arguments)
