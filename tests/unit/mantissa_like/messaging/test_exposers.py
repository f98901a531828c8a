"""
Which methods are exposed for what.
"""

from __future__ import annotations

from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.messaging import (
    DeliveryFailed,
    ErrorNotDeclared,
    MethodDoesNotFit,
    NotExposed,
    answerMethod,
    commandMethod,
    errorMethod,
)
from mantissa_like.sharing import Identifier
from tests.unit.mantissa_like.messaging.greetings import Asleep, Greet, Grumpy


class Base:
    """
    Takes greetings, and the answers to them.
    """

    @commandMethod.expose(Greet)
    def greeted(self, words: str, times: int, sender: Identifier, target: Identifier) -> dict[str, object]:
        """
        Answer in kind.
        """
        return {"reply": words}

    @answerMethod.expose(Greet)
    def replied(self, reply: str, sender: Identifier, target: Identifier) -> None:
        """
        Hear the answer.
        """

    @errorMethod.expose(Greet, Grumpy)
    def refused(self, failure: Failure) -> None:
        """
        Hear that nobody wants it.
        """


class Parrot(Base):
    """
    Overrides a method without exposing it, and exposes another.
    """

    def replied(self, reply: str, sender: Identifier, target: Identifier) -> None:
        """
        Not for others.
        """

    @commandMethod.expose(Greet)
    def repeat(self, **arguments: object) -> dict[str, object]:
        """
        Whatever it is.
        """
        return {"reply": arguments["words"]}


class ExposerTests(SynchronousTestCase):
    """
    What the exposers find, and what they refuse.
    """

    def test_exposed(self) -> None:
        """
        A method is found by its command's name, with the command.
        """
        greeter = Base()
        self.assertEqual((greeter.greeted, Greet), commandMethod.find(greeter, b"test.Greet"))
        self.assertEqual((greeter.replied, Greet), answerMethod.find(greeter, b"test.Greet"))
        self.assertEqual((greeter.refused, Grumpy), errorMethod.find(greeter, b"test.Greet", b"GRUMPY"))

    def test_notExposed(self) -> None:
        """
        Nothing else of an item can be called; the error says what would have to be exposed where.
        """
        for name in (b"greeted", b"activate", b"Other"):
            error = self.assertRaises(NotExposed, commandMethod.find, Base(), name)
            self.assertEqual(f"Base exposes no method for the command {name.decode()}", str(error))
        self.assertRaises(NotExposed, commandMethod.find, object(), b"test.Greet")

    def test_inherited(self) -> None:
        """
        A subclass has what its base exposes, or its own in the place of that.
        """
        parrot = Parrot()
        self.assertEqual(parrot.repeat, commandMethod.find(parrot, b"test.Greet")[0])
        self.assertEqual(parrot.refused, errorMethod.find(parrot, b"test.Greet", b"GRUMPY")[0])

    def test_overridden(self) -> None:
        """
        A method that overrides an exposed one is not exposed by that.
        """
        self.assertRaises(NotExposed, answerMethod.find, Parrot(), b"test.Greet")

    def test_wrongParameters(self) -> None:
        """
        A method that can't be called with what its command declares is refused where it is declared.
        """

        def greeted(self: object, word: str) -> None:
            raise AssertionError

        for exposer in (commandMethod, answerMethod):
            error = self.assertRaises(MethodDoesNotFit, exposer.expose(Greet), greeted)
            self.assertIn("greeted can't take test.Greet: ", str(error))

    def test_asynchronous(self) -> None:
        """
        So is one that would run after its transaction.
        """

        async def greeted(self: object, **arguments: object) -> None:
            raise AssertionError

        error = self.assertRaises(MethodDoesNotFit, commandMethod.expose(Greet), greeted)
        self.assertIn("it is asynchronous", str(error))

    def test_undeclaredError(self) -> None:
        """
        A method for an error that the command does not declare is refused; any command can be undeliverable.
        """
        self.assertRaises(ErrorNotDeclared, errorMethod.expose, Greet, Asleep)

        def undelivered(self: object, failure: Failure) -> None:
            raise AssertionError

        self.assertIs(undelivered, errorMethod.expose(Greet, DeliveryFailed)(undelivered))
