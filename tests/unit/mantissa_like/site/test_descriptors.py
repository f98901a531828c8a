"""
Tests for the number of file descriptors.
"""

from __future__ import annotations

import resource

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.site._descriptors import descriptorsFor, raiseDescriptorLimit


class DescriptorTests(SynchronousTestCase):
    """
    Tests for L{raiseDescriptorLimit}.
    """

    def setUp(self) -> None:
        limits = resource.getrlimit(resource.RLIMIT_NOFILE)
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, limits)
        self.hard = limits[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (200, self.hard))

    def soft(self) -> int:
        """
        How many this process may have.
        """
        return resource.getrlimit(resource.RLIMIT_NOFILE)[0]

    def test_raised(self) -> None:
        """
        The limit becomes what is needed.
        """
        self.assertEqual(300, raiseDescriptorLimit(300))
        self.assertEqual(300, self.soft())

    def test_enough(self) -> None:
        """
        A limit that suffices stays.
        """
        self.assertEqual(200, raiseDescriptorLimit(100))
        self.assertEqual(200, self.soft())

    def test_perStore(self) -> None:
        """
        Each store needs several.
        """
        self.assertEqual(4 * 50, descriptorsFor(51) - descriptorsFor(1))
