"""
Tests for L{mantissa_like.audit._entries}.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.runtime import Runtime
from axiom.store import Store
from mantissa_like.audit import AuditEntry, forgetActs, recordAct


class AuditTests(SynchronousTestCase):
    """
    Tests for L{recordAct} and L{forgetActs}.
    """

    def setUp(self) -> None:
        """
        A store with a clock of its own.
        """
        self.clock = Clock()
        self.clock.advance(1_000)
        self.store = Store(runtime=Runtime(clock=self.clock))

    def test_recorded(self) -> None:
        """
        An entry has who, what and when.
        """
        recordAct(
            self.store,
            "account.suspended",
            "bob@example.com",
            actor="alice@example.com",
            peer="192.0.2.1",
            details={"days": 3},
        )
        entry = self.store.findUnique(AuditEntry)
        self.assertEqual(
            (Time.fromPOSIXTimestamp(1_000), "account.suspended", "bob@example.com", "alice@example.com"),
            (entry.when, entry.action, entry.subject, entry.actor),
        )
        self.assertEqual(("192.0.2.1", "", {"days": 3}), (entry.peer, entry.impersonator, entry.details))

    def test_onlyWithItsTransaction(self) -> None:
        """
        Where the act is undone, there is no entry.
        """

        def actInVain() -> None:
            recordAct(self.store, "account.suspended", "bob@example.com")
            raise ValueError

        self.assertRaises(ValueError, self.store.transact, actInVain)
        self.assertEqual(0, self.store.count(AuditEntry))

    def test_longSubject(self) -> None:
        """
        A subject is cut off where it gets too long.
        """
        recordAct(self.store, "login.failed", "x" * 1_000)
        self.assertEqual(300, len(self.store.findUnique(AuditEntry).subject))

    def test_forgotten(self) -> None:
        """
        What is older than some moment is forgotten, and nothing else.
        """
        recordAct(self.store, "first")
        self.clock.advance(1)
        recordAct(self.store, "second")
        forgetActs(self.store, Time.fromPOSIXTimestamp(1_001))
        self.assertEqual("second", self.store.findUnique(AuditEntry).action)
