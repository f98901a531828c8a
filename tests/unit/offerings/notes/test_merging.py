"""
Bringing two texts together line by line.
"""

from __future__ import annotations

from time import perf_counter

from twisted.trial.unittest import SynchronousTestCase

from offerings.notes._merging import editBetween, merged

BASE = "one\ntwo\nthree\nfour\n"


class MergingTests(SynchronousTestCase):
    """
    Tests for L{merged} and L{editBetween}.
    """

    def test_differentLines(self) -> None:
        """
        Changes of different lines are all made, also of lines that stand beside each other.
        """
        self.assertEqual(
            "ONE\ntwo\nthree\nFOUR\n", merged(BASE, "ONE\ntwo\nthree\nfour\n", BASE[:-5] + "FOUR\n")
        )
        self.assertEqual(
            "ONE\nTWO\nthree\nfour\n", merged(BASE, BASE.replace("one", "ONE"), BASE.replace("two", "TWO"))
        )
        self.assertEqual("new\none\nthree\nfour\n", merged(BASE, "new\n" + BASE, BASE.replace("two\n", "")))

    def test_sameLines(self) -> None:
        """
        Different changes of the same lines are not made; the same changes are made once.
        """
        for mine, theirs in (("ONE", "1"), ("ONE\nnew", "1"), ("", "1")):
            self.assertIsNone(merged(BASE, BASE.replace("one", mine), BASE.replace("one", theirs)))
        self.assertIsNone(merged(BASE, BASE + "mine\n", BASE + "theirs\n"))
        self.assertEqual(BASE + "same\n", merged(BASE, BASE + "same\n", BASE + "same\n"))

    def test_edit(self) -> None:
        """
        The edit between two texts leaves alone what is in both.
        """
        new = BASE.replace("one", "1").replace("four", "4")
        edit = editBetween(BASE, new)
        self.assertEqual(new, edit.applyTo(BASE))
        self.assertIn(11, edit.steps)

    def test_huge(self) -> None:
        """
        Texts that would take long to compare are one change.
        """
        old, new = "a\nb\n" * 2000, "b\na\n" * 2000
        edit = editBetween(old, new)
        self.assertEqual(new, edit.applyTo(old))
        self.assertLess(len(edit.steps), 5)

    def test_manyEqualLines(self) -> None:
        """
        Texts that are made to take long are brought together at once, with fewer changes than there are.
        """
        old, new = "a\n" * 500, "".join("a\n" if number % 2 else f"{number}\n" for number in range(500))
        began = perf_counter()
        self.assertEqual(f"x\n{new}", merged(old, new, f"x\n{old}"))
        self.assertEqual(new, editBetween(old, new).applyTo(old))
        self.assertLess(perf_counter() - began, 0.5)
