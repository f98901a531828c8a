"""
Claims of processes.
"""

from __future__ import annotations

from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase

from axiom._engine.claims import Claim


class ClaimTests(SynchronousTestCase):
    """
    Two claims of the same; that they are of one process makes no difference to the kernel.
    """

    def setUp(self) -> None:
        """
        Nobody has it.
        """
        path = FilePath(self.mktemp())
        self.one, self.other = Claim(path), Claim(path)
        self.addCleanup(self.one.release)
        self.addCleanup(self.other.release)

    def test_exclusive(self) -> None:
        """
        While one has it, and may claim it again, the other does not get it.
        """
        self.assertTrue(self.one.acquire())
        self.assertTrue(self.one.acquire())
        self.assertFalse(self.other.acquire())
        self.assertEqual((True, False), (self.one.isHeld, self.other.isHeld))

    def test_released(self) -> None:
        """
        When one lets go, which it may repeat, the other gets it.
        """
        self.one.acquire()
        self.one.release()
        self.one.release()
        self.assertFalse(self.one.isHeld)
        self.assertTrue(self.other.acquire())
        self.assertFalse(self.one.acquire())

    def test_alone(self) -> None:
        """
        Where no other process can be, it is always had.
        """
        claim = Claim(None)
        self.assertTrue(claim.isHeld)
        self.assertTrue(claim.acquire())
        claim.release()
        self.assertTrue(claim.isHeld)
