"""
Tests of L{axiom._engine.turnstile}.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom._engine.turnstile import Turnstile
from axiom.errors import StoreBusy


class TurnstileTests(SynchronousTestCase):
    """
    Two that come to write.
    """

    def setUp(self) -> None:
        self.directory = Path(self.mktemp())
        self.ours, self.theirs = Turnstile(self.directory), Turnstile(self.directory)
        self.addCleanup(self.ours.giveBack)
        self.addCleanup(self.theirs.giveBack)

    def test_open(self) -> None:
        """
        Any number go through while nobody closed it.
        """
        self.ours.enter(0)
        self.theirs.enter(0)

    def test_closed(self) -> None:
        """
        Nobody goes through behind the one who closed it, until they open it.
        """
        self.theirs.close()
        self.assertRaises(StoreBusy, self.ours.enter, 0)
        self.theirs.open()
        self.ours.enter(0)

    def test_oneCloses(self) -> None:
        """
        Who comes second to close it has not closed it, and does not open it.
        """
        self.theirs.close()
        self.ours.close()
        self.assertFalse(self.ours.isClosed)
        self.ours.open()
        self.assertRaises(StoreBusy, self.ours.enter, 0)

    def test_givenBack(self) -> None:
        """
        It is open when the one who closed it is gone.
        """
        self.theirs.close()
        self.theirs.giveBack()
        self.ours.enter(0)

    def test_waits(self) -> None:
        """
        Who comes while it is closed waits until the deadline.
        """
        self.theirs.close()
        started = time.monotonic()
        self.assertRaises(StoreBusy, self.ours.enter, started + 0.004)
        self.assertGreaterEqual(time.monotonic(), started + 0.004)

    def test_none(self) -> None:
        """
        Where there is no directory, and none can be made, all go through.
        """
        file = Path(self.mktemp())
        file.touch()
        for turnstile in (Turnstile(None), Turnstile(file / "run")):
            turnstile.close()
            turnstile.enter(0)
            turnstile.open()
            turnstile.giveBack()

    def test_noDescriptorLeft(self) -> None:
        """
        Giving it back closes what it opened.
        """
        before = len(os.listdir("/proc/self/fd"))
        turnstile = Turnstile(self.directory)
        turnstile.enter(0)
        self.assertEqual(before + 1, len(os.listdir("/proc/self/fd")))
        turnstile.giveBack()
        turnstile.giveBack()
        self.assertEqual(before, len(os.listdir("/proc/self/fd")))
