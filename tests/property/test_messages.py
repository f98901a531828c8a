"""
Properties of messages between stores: whatever goes wrong, each takes effect once, and in order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.protocols.amp import Command, Integer
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import inmemory, text
from axiom.item import Item
from mantissa_like.config import MessageSettings, SiteConfig, SiteSettings
from mantissa_like.messaging import (
    DONE,
    AMPMessenger,
    AMPReceiver,
    IMessageReceiver,
    OutgoingMessage,
    SenderArgument,
    answerMethod,
    commandMethod,
    deadLetters,
    errorMethod,
    messageQueueOf,
    outgoingMessages,
    retryMessage,
)
from mantissa_like.sharing import Identifier, shareItem
from mantissa_like.testing import Fate, TrialSite

SITE = SiteSettings(domain="example.com")

# Seconds; in so many hours whatever failed was tried again.
HOUR, MOST_HOURS = 3_600, 120


class Odd(Exception):
    """
    Some numbers are refused.
    """


class Note(Command):
    """
    Write a number down.
    """

    commandName = b"test.property.Note"
    arguments = [(b"number", Integer()), (b"sender", SenderArgument())]
    response = [(b"number", Integer())]
    errors = {Odd: b"ODD"}


class Crash(Exception):
    """
    Ends a transaction before its commit, as the end of the process would.
    """


class Party(Item, AMPReceiver):
    """
    Notes what it is sent, and what it is answered.

    @ivar name: the share ID.
    @ivar noted: the senders and the numbers that it was sent.
    @ivar answered: the numbers that were answered, refused ones with a minus.
    @ivar crashes: says for each transaction whether it ends in a crash.
    """

    typeName = "test_property_party"

    name = text(allowNone=False)
    noted = text(allowNone=False, default="")
    answered = text(allowNone=False, default="")
    crashes: Any = inmemory()

    @commandMethod.expose(Note)
    def note(self, number: int, sender: Identifier) -> dict[str, int]:
        """
        One more.
        """
        self.noted += f"{sender.shareID}{number} "
        self._perhapsCrash()
        if number % 5 == 4:
            raise Odd(str(number))
        return {"number": number}

    @answerMethod.expose(Note)
    def accepted(self, number: int) -> None:
        """
        One is noted.
        """
        self.answered += f"{number} "
        self._perhapsCrash()

    @errorMethod.expose(Note, Odd)
    def refused(self, failure: Failure) -> None:
        """
        One is not.
        """
        self.answered += f"-{failure.getErrorMessage()} "
        self._perhapsCrash()

    def _perhapsCrash(self) -> None:
        if next(self.crashes, False):
            raise Crash


class Correspondence:
    """
    Two users with a party each, who both send to the other, and to a third one.
    """

    NAMES = ("a", "b", "c")
    PAIRS = (("a", "b"), ("b", "a"), ("a", "c"), ("b", "c"))

    def __init__(self, fates: list[Fate], crashes: list[bool], attempts: int = 10) -> None:
        """
        @param fates: what becomes of the first messages.
        @param crashes: which of the first transactions crash.
        @param attempts: after how many that fail a message is given up.
        """
        self.site = TrialSite(config=SiteConfig(site=SITE, messages=MessageSettings(attempts=attempts)))
        fate, crash = iter(fates), iter(crashes)
        self.site.network.chooseFate = lambda message: next(fate, Fate())
        self.parties: dict[str, Party] = {}
        for name in self.NAMES:
            party = Party(store=self.site.addUser(f"{name}@example.com"), name=name, crashes=crash)
            shareItem(party, shareID=name, interfaces=[IMessageReceiver])
            self.parties[name] = party
        self.consequences = {
            pair: Party(store=self.parties[pair[0]].store, name="-", crashes=crash) for pair in self.PAIRS
        }
        self.sent = dict.fromkeys(self.PAIRS, 0)

    def send(self, pair: tuple[str, str], isUndone: bool) -> None:
        """
        Send the next number, perhaps in a transaction that is undone.
        """
        sender, target = (Identifier(name, name, "example.com") for name in pair)
        store = self.parties[pair[0]].presentStore()

        def inTransaction() -> None:
            messenger = AMPMessenger(messageQueueOf(store), sender, target)
            messenger.messageRemote(Note, self.consequences[pair], number=self.sent[pair])
            if isUndone:
                raise Crash

        try:
            store.transact(inTransaction)
        except Crash:
            return
        self.sent[pair] += 1

    def finish(self) -> None:
        """
        Let time pass, and retry what was given up, until nothing waits any more, and no copy of anything is
        under way.
        """
        for _ in range(MOST_HOURS):
            self.site.advance(HOUR)
            self.retry()
            if not self.waiting():
                break
        self.site.advance(HOUR)

    def retry(self) -> None:
        """
        Try again what was given up.
        """
        for party in self.parties.values():
            for letter in deadLetters(party.presentStore()):
                retryMessage(letter)

    def waiting(self) -> list[OutgoingMessage]:
        """
        The messages without an answer.
        """
        stores = [party.presentStore() for party in self.parties.values()]
        return [each for store in stores for each in outgoingMessages(store) if each.state != DONE]

    def noted(self, pair: tuple[str, str]) -> list[int]:
        """
        The numbers of C{pair} that took effect, in order.
        """
        sender, target = pair
        return [int(each[1:]) for each in self.parties[target].noted.split() if each[0] == sender]

    def answered(self, pair: tuple[str, str]) -> list[int]:
        """
        The numbers of C{pair} whose answers took effect, in order.
        """
        return [int(each) for each in self.consequences[pair].answered.split()]


delays = st.sampled_from([0.0, 0.0, 0.5, 3.0, 100.0, 2_000.0])
fates = st.builds(
    Fate,
    delay=delays,
    isLost=st.booleans(),
    isAnswerLost=st.booleans(),
    copyAfter=st.none() | delays,
)
Step = Callable[[Correspondence], Any]
sending: st.SearchStrategy[Step] = st.builds(
    lambda pair, isUndone: lambda all: all.send(pair, isUndone),
    st.sampled_from(Correspondence.PAIRS),
    st.sampled_from([False, False, False, True]),
)
waiting: st.SearchStrategy[Step] = st.builds(
    lambda seconds: lambda all: all.site.advance(seconds), st.sampled_from([0.0, 1.0, 60.0, 2_500.0])
)
restarting: st.SearchStrategy[Step] = st.just(lambda all: all.site.restart())
retrying: st.SearchStrategy[Step] = st.just(lambda all: all.retry())
steps = st.lists(st.one_of(sending, sending, sending, waiting, restarting), min_size=1, max_size=30)


class MessageTests(SynchronousTestCase):
    """
    Tests for all that messages pass on their way, together.
    """

    @settings(derandomize=True, max_examples=150, deadline=None)
    @given(steps, st.lists(fates, max_size=25), st.lists(st.booleans(), max_size=8))
    def test_onceAndInOrder(self, steps: list[Step], fates: list[Fate], crashes: list[bool]) -> None:
        """
        However messages, and the answers to them, are lost, doubled, late and overtaken, and whatever is
        undone or stopped meanwhile: each that was sent takes effect once, unless it is refused, so does its
        answer, and both in the order of their pair.
        """
        correspondence = Correspondence(fates, crashes)
        for step in steps:
            step(correspondence)
        correspondence.finish()
        for pair, count in correspondence.sent.items():
            expected = [(-number if number % 5 == 4 else number) for number in range(count)]
            self.assertEqual(expected, correspondence.answered(pair))
            self.assertEqual([number for number in expected if number >= 0], correspondence.noted(pair))
        self.assertEqual([], correspondence.waiting())
        correspondence.site.close()

    @settings(derandomize=True, max_examples=150, deadline=None)
    @given(
        st.lists(
            st.one_of(sending, sending, sending, waiting, restarting, retrying), min_size=1, max_size=30
        ),
        st.lists(fates, max_size=25),
        st.lists(st.booleans(), max_size=40),
    )
    def test_givenUp(self, steps: list[Step], fates: list[Fate], crashes: list[bool]) -> None:
        """
        Where messages are given up that failed twice, and retried when others have overtaken them: each still
        takes effect once, unless it is refused, and so does its answer.
        """
        correspondence = Correspondence(fates, crashes, attempts=2)
        for step in steps:
            step(correspondence)
        correspondence.finish()
        for pair, count in correspondence.sent.items():
            expected = [(-number if number % 5 == 4 else number) for number in range(count)]
            self.assertEqual(sorted(expected), sorted(correspondence.answered(pair)))
            self.assertEqual([each for each in expected if each >= 0], sorted(correspondence.noted(pair)))
        self.assertEqual([], correspondence.waiting())
        correspondence.site.close()
