"""
Tests for L{mantissa_like.web._views.acts}.
"""

from __future__ import annotations

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web import BadInput, Values, Visit, chosenAct

_ACTS = {"keep": 1, "drop": 2}


class ChosenActTests(SynchronousTestCase):
    """
    Tests for L{chosenAct}.
    """

    def chosen(self, *fields: tuple[str, str]) -> int:
        """
        What is chosen by a form with these fields.
        """
        visit = Visit(path="/x", owner="alice", clock=Clock(), fields=Values(fields))
        return chosenAct(visit, _ACTS)

    def test_chosen(self) -> None:
        """
        The field C{act} says which it is.
        """
        self.assertEqual(2, self.chosen(("act", "drop")))

    def test_unknown(self) -> None:
        """
        Whoever asks for nothing, or for something else, is told what there is.
        """
        for fields in ([], [("act", "break")]):
            e = self.assertRaises(BadInput, self.chosen, *fields)
            self.assertIn("keep, drop", str(e))
