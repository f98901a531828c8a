"""
Tests for queries, the messages that change nothing: L{mantissa_like.messaging._reception} and
L{mantissa_like.messaging._ampcommands}.
"""

from __future__ import annotations

from twisted.protocols.amp import Command, Unicode
from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.item import Item
from mantissa_like.messaging import (
    AMPReceiver,
    FileArgument,
    IMessageReceiver,
    InboundChannel,
    WrongArguments,
    ask,
    commandMethod,
    deadLetters,
)
from mantissa_like.sharing import Identifier, getAuthenticatedRole, shareItem
from mantissa_like.testing import TrialSite, randomFates


class Vague(Exception):
    """
    Nobody can tell.
    """


class Guess(Command):
    """
    Is it so?
    """

    isQuery = True
    arguments = [(b"what", Unicode())]
    response = [(b"said", Unicode())]
    errors = {Vague: b"VAGUE"}


class Inspect(Command):
    """
    Look into a file.
    """

    isQuery = True
    arguments = [(b"file", FileArgument())]


class Oracle(Item, AMPReceiver):
    """
    Is asked.

    @ivar times: how often, as far as it could write that down.
    """

    typeName = "test_queries_oracle"
    times = integer(allowNone=False, default=0)

    @commandMethod.expose(Guess)
    def guess(self, what: str) -> dict[str, str]:
        """
        Answer, or try to do more than that.
        """
        if what == "count":
            self.times += 1
        if what == "weather":
            raise Vague("it depends")
        return {"said": what.upper()}


class QueryTests(SynchronousTestCase):
    """
    Tests for commands that are queries.
    """

    def setUp(self) -> None:
        """
        Somebody with an oracle, and somebody who asks.
        """
        self.site = TrialSite()
        self.addCleanup(self.site.close)
        self.store = self.site.addUser("pythia@example.com")
        self.oracle = Oracle(store=self.store)
        role = getAuthenticatedRole(self.store)
        shareItem(self.oracle, toRole=role, shareID="oracle", interfaces=[IMessageReceiver])
        self.asking = self.site.addUser("croesus@example.com")
        self.asker = Oracle(store=self.asking)
        self.target = Identifier("oracle", "pythia", "example.com")

    def test_answered(self) -> None:
        """
        It is answered, and the store of the target is as it was.
        """
        before = self.store.revision
        answer = ask(self.asker, self.target, Guess, what="yes")
        self.site.settle()
        self.assertEqual({"said": "YES"}, answer.value)
        self.assertEqual((before, 0), (self.store.revision, self.store.count(InboundChannel)))

    def test_answeredAgain(self) -> None:
        """
        Where answers are lost, it is asked and answered again, and the asker has one answer.
        """
        self.site.network.chooseFate = randomFates(seed=3, lost=0.3, answersLost=0.5, doubled=0.5)
        asked = [ask(self.asker, self.target, Guess, what=str(each)) for each in range(10)]
        answers = [each.asDeferred() for each in asked]
        self.site.advance(86_400)
        said = [self.successResultOf(each)["said"] for each in answers]
        self.assertEqual([str(each) for each in range(10)], said)

    def test_declaredError(self) -> None:
        """
        An error that it declares is an answer, too.
        """
        answer = ask(self.asker, self.target, Guess, what="weather")
        self.site.settle()
        assert answer.error is not None
        self.assertEqual(("Vague", "it depends"), (answer.error.type, answer.error.message))

    def test_changesNothing(self) -> None:
        """
        A handler that would change something fails, and nothing is changed.
        """
        ask(self.asker, self.target, Guess, what="count")
        self.site.advance(86_400)
        self.assertEqual(0, self.oracle.times)
        [letter] = deadLetters(self.asking)
        self.assertIn("WriteInSnapshot", letter.lastError)

    def test_sharingRules(self) -> None:
        """
        Who may not see the target is told nothing.
        """
        answer = ask(self.asker, Identifier("temple", "pythia", "example.com"), Guess, what="yes")
        self.site.settle()
        assert answer.error is not None
        self.assertEqual("DeliveryFailed", answer.error.type)

    def test_noFiles(self) -> None:
        """
        A query with a file is refused.
        """
        path = FilePath(self.mktemp())
        path.setContent(b"x")
        self.assertRaises(WrongArguments, ask, self.asker, self.target, Inspect, file=path)
