"""
Tests for L{axiom.supervision._state}.
"""

from __future__ import annotations

from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.supervision import StateFile, SupervisedState, WorkerReport

SERVING = SupervisedState(0, "", False, [WorkerReport(1, 100, "serving")])
RELOADED = SupervisedState(
    1, "no port", True, [WorkerReport(1, 100, "draining"), WorkerReport(1, 101, "starting")]
)


class StateFileTests(SynchronousTestCase):
    """
    Tests for L{StateFile}.
    """

    def setUp(self) -> None:
        self.path = Path(self.mktemp())
        self.file = StateFile(str(self.path))

    def test_writtenLast(self) -> None:
        """
        What is read is what was written last, and there is no other file.
        """
        for state in (SERVING, RELOADED):
            self.file.write(state)
            self.assertEqual(state, StateFile(str(self.path)).read())
        self.assertEqual(
            [self.path.name], [each.name for each in self.path.parent.glob(f"{self.path.name}*")]
        )

    def test_nothing(self) -> None:
        """
        Nothing is read where nothing was written, or it was removed.
        """
        self.assertIsNone(self.file.read())
        self.file.write(SERVING)
        self.file.remove()
        self.file.remove()
        self.assertIsNone(self.file.read())

    def test_keptWhereItCannotBeReplaced(self) -> None:
        """
        What was there stays if something else can't be written completely.
        """
        self.file.write(SERVING)
        Path(f"{self.path}.new").mkdir()
        self.assertRaises(IsADirectoryError, self.file.write, RELOADED)
        self.assertEqual(SERVING, self.file.read())
