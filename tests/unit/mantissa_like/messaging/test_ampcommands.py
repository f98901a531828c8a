"""
How commands are written into messages.
"""

from __future__ import annotations

from twisted.protocols.amp import AmpBox
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.messaging import (
    AMP_ANSWER_TYPE,
    AMP_MESSAGE_TYPE,
    MalformedMessage,
    Value,
    WrongArguments,
)
from mantissa_like.messaging._amparguments import Delivery
from mantissa_like.messaging._ampcommands import (
    answerValue,
    argumentsIn,
    boxIn,
    errorIn,
    errorValue,
    kindOf,
    messageIn,
    messageValue,
    responseIn,
)
from mantissa_like.sharing import Identifier
from tests.unit.mantissa_like.messaging.greetings import Asleep, Greet

ALICE, BOB = Identifier("hall", "alice", "example.com"), Identifier("porch", "bob", "example.com")


class AMPCommandTests(SynchronousTestCase):
    """
    Values of commands, answers and errors, and what is none.
    """

    def setUp(self) -> None:
        """
        A delivery.
        """
        self.delivery = Delivery(ALICE, BOB, Store())

    def test_message(self) -> None:
        """
        A message is one box of the command's name and its arguments, without what the delivery knows.
        """
        value = messageValue(Greet, {"words": "hé", "times": 3}, self.delivery)
        expected = AmpBox({b"_command": b"test.Greet", b"words": "hé".encode(), b"times": b"3"})
        self.assertEqual(Value(AMP_MESSAGE_TYPE, expected.serialize()), value)
        self.assertEqual((b"test.Greet", expected), messageIn(value))

    def test_kind(self) -> None:
        """
        People are told the name of the command, and of what is none the type.
        """
        self.assertEqual("test.Greet", kindOf(messageValue(Greet, {"words": "hé"}, self.delivery)))
        for other in ("text", AMP_MESSAGE_TYPE):
            self.assertEqual(other, kindOf(Value(other, b"?")))

    def test_sameAgain(self) -> None:
        """
        Every argument is read as it was written.
        """
        _, box = messageIn(messageValue(Greet, {"words": "hé", "times": 3}, self.delivery))
        self.assertEqual(
            {"words": "hé", "times": 3, "sender": ALICE, "target": BOB},
            argumentsIn(box, Greet, self.delivery),
        )

    def test_wrongArguments(self) -> None:
        """
        Missing, unknown and ill-typed arguments are refused with what is wrong, and so are very long ones.
        """
        for arguments, reason in (
            ({}, "words is missing"),
            ({"words": "a", "loud": 1}, "loud is not a valid argument"),
            ({"words": 5}, "'int' object has no attribute 'encode'"),
            ({"words": "x" * 65_536}, "words takes more than 65,535 bytes"),
        ):
            error = self.assertRaises(WrongArguments, messageValue, Greet, arguments, self.delivery)
            self.assertEqual(f"what was given is not the arguments of test.Greet: {reason}", str(error))

    def test_wrongResponse(self) -> None:
        """
        A response that the command does not declare is refused.
        """
        for response in (None, {"replies": "a"}, ["reply"], 3):
            error = self.assertRaises(WrongArguments, answerValue, Greet, response, self.delivery)
            self.assertEqual("response", error.part)

    def test_changedCommand(self) -> None:
        """
        What was sent before the command had other arguments, or another response, is refused with what is
        wrong.
        """
        for read, part in ((argumentsIn, "arguments"), (responseIn, "response")):
            error = self.assertRaises(WrongArguments, read, AmpBox({b"word": b"a"}), Greet, self.delivery)
            self.assertEqual(part, error.part)
            self.assertIn("is missing", str(error))

    def test_error(self) -> None:
        """
        An error is told by the code of the nearest class that is declared, and by its text, of which no more
        is kept than is read.
        """
        for text, told in (("let me sleep é", "let me sleep é"), ("z" * 3_000, "z" * 2_000)):
            value = errorValue(Greet, Asleep(text))
            self.assertEqual((b"GRUMPY", told), errorIn(boxIn(value, AMP_ANSWER_TYPE)))

    def test_malformed(self) -> None:
        """
        What is not one whole box of its type is refused.
        """
        box = AmpBox({b"words": b"a"}).serialize()
        for value in (
            Value("text/plain", box),
            Value(AMP_MESSAGE_TYPE, b""),
            Value(AMP_MESSAGE_TYPE, box[:-1]),
            Value(AMP_MESSAGE_TYPE, box + box),
            Value(AMP_MESSAGE_TYPE, box + b"x"),
            Value(AMP_MESSAGE_TYPE, b"\xff" * 100),
            Value(AMP_MESSAGE_TYPE, box),
        ):
            self.assertRaises(MalformedMessage, messageIn, value)
