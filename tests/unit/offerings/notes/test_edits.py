"""
Reading edits that somebody sent.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from offerings.notes import Edit, UnfitEdit
from offerings.notes._edits import MOST_STEPS


class EditTests(SynchronousTestCase):
    """
    Tests for L{Edit}.
    """

    def test_writtenAlike(self) -> None:
        """
        Edits that do the same in the same places are equal, whatever steps they were made of.
        """
        self.assertEqual(Edit.of(("ab", -3, 4)), Edit.parse([0, "a", -1, "", "b", -2, 1, 3]))

    def test_senseless(self) -> None:
        """
        What is no edit is refused.
        """
        senseless: tuple[object, ...] = (None, "x", {}, [1.5], [None], [True], [[1]], [1] * (MOST_STEPS + 1))
        for value in senseless:
            self.assertRaises(UnfitEdit, Edit.parse, value)

    def test_otherLength(self) -> None:
        """
        An edit of texts of another length is refused wherever it meets one.
        """
        short, long = Edit.of((1, "x")), Edit.of((2, "y"))
        self.assertRaises(UnfitEdit, short.applyTo, "ab")
        self.assertRaises(UnfitEdit, short.over, long)
        self.assertRaises(UnfitEdit, long.under, short)
        self.assertRaises(UnfitEdit, long.then, short)
