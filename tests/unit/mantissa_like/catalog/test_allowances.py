"""
Tests for L{mantissa_like.catalog.allowancesOf}.
"""

from __future__ import annotations

from dataclasses import replace

from twisted.application.service import IService
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.catalog import allowancesOf
from tests.unit.mantissa_like.catalog.apps import Clock, IClock, photoOffering

_ALWAYS = "Its program runs within the server, and so could do all that the server can."


class AllowancesTests(SynchronousTestCase):
    """
    What an administrator is told of an offering.
    """

    def setUp(self) -> None:
        """
        A site store.
        """
        self.store = Store()
        self.addCleanup(self.store.close)

    def test_all(self) -> None:
        """
        First comes what the offering says of itself, then what follows from each thing that it brings.
        """
        self.assertEqual(
            [
                "It sends mail.",
                "It becomes a part of the site itself: Clock, for IClock.",
                "It has a store of its own, and the pages below /photos/.",
                "In its store: a page.",
                "In the store of each person to whom it is granted: an album.",
                "In the store of each person to whom it is granted: its preferences.",
                _ALWAYS,
            ],
            allowancesOf(replace(photoOffering, permissions=("It sends mail.",)), self.store),
        )

    def test_service(self) -> None:
        """
        What runs in the background is said to.
        """
        offering = replace(photoOffering, siteRequirements=((IService, Clock),))
        self.assertIn(
            "It runs in the background whenever the server does, as Clock.",
            allowancesOf(offering, self.store),
        )

    def test_metRequirement(self) -> None:
        """
        What the site has already, the offering does not bring.
        """
        self.store.powerUp(Clock(store=self.store), IClock)
        self.assertNotIn("Clock", "".join(allowancesOf(photoOffering, self.store)))
