"""
Properties of contacts as files: what is written is read.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from offerings.people import Card, readCards, writtenCards

words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
names = st.lists(words, min_size=1, max_size=3).map(" ".join)
addresses = st.lists(st.sampled_from(["bob@example.com", "bob@example.org", "b.b@example.com"]), unique=True)
notes = st.text(st.characters(exclude_categories=["C"]) | st.just("\n"), max_size=50).map(str.strip)
cards = st.builds(Card, names, addresses.map(tuple), notes)


class CardTests(SynchronousTestCase):
    """
    Tests for L{readCards} and L{writtenCards} together.
    """

    @settings(derandomize=True, max_examples=100, deadline=None)
    @given(st.lists(cards, min_size=1, max_size=4))
    def test_roundTrip(self, people: list[Card]) -> None:
        """
        Whoever is written is read, as they were.
        """
        self.assertEqual(people, readCards(writtenCards(people)))
