"""
Exit statuses and the sentences that go with them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import StringIO

from twisted.internet.error import CannotListenError
from twisted.python.usage import UsageError
from twisted.trial.unittest import SynchronousTestCase

from axiom.errors import AxiomError, StoreBusy
from axiom.scripts._exits import ExitStatus, exitStatusOf
from axiom.scripts.errors import NoSuchStore


class Foreign(Exception):
    """
    An error of another package.
    """

    hint = "Do better."


class ExitStatusOfTests(SynchronousTestCase):
    """
    L{exitStatusOf} makes one status and one line of whatever happens.
    """

    def outcome(self, error: BaseException, debugging: bool = False) -> tuple[int, str]:
        """
        The status and the text on standard error after C{error}.
        """

        def work() -> None:
            raise error

        return self.run_(work, debugging)

    def run_(self, work: Callable[[], int | None], debugging: bool = False) -> tuple[int, str]:
        """
        The status and the text on standard error after C{work}.
        """
        err = StringIO()
        return exitStatusOf(work, err, lambda: debugging), err.getvalue()

    def test_success(self) -> None:
        """
        None and 0 are success; nothing is said.
        """
        self.assertEqual((ExitStatus.DONE, ""), self.run_(lambda: None))
        self.assertEqual((ExitStatus.DONE, ""), self.run_(lambda: 0))

    def test_statusOfTheCommand(self) -> None:
        """
        A command's own status is kept.
        """
        self.assertEqual((3, ""), self.run_(lambda: 3))

    def test_hintFollowsTheMessage(self) -> None:
        """
        An error's message and its hint make one line.
        """
        self.assertEqual(
            (ExitStatus.BUSY, "axiomatic: x is locked. Run it again; nothing was written.\n"),
            self.outcome(StoreBusy("x is locked")),
        )

    def test_missingStore(self) -> None:
        """
        A missing store has a status of its own, and its path is told.
        """
        status, text = self.outcome(NoSuchStore("/a/b.axiom"))
        self.assertEqual(ExitStatus.CANNOT_OPEN, status)
        self.assertTrue(text.startswith("axiomatic: there is no store in /a/b.axiom. "), text)

    def test_emptyHint(self) -> None:
        """
        Without a hint there is the message alone.
        """
        self.assertEqual((ExitStatus.FAILED, "axiomatic: no.\n"), self.outcome(AxiomError("no")))

    def test_anyHint(self) -> None:
        """
        An error of any package is no bug if it has a hint.
        """
        self.assertEqual((ExitStatus.FAILED, "axiomatic: bad. Do better.\n"), self.outcome(Foreign("bad")))

    def test_usage(self) -> None:
        """
        Wrong words have a status of their own.
        """
        self.assertEqual((ExitStatus.USAGE, "axiomatic: what?.\n"), self.outcome(UsageError("what?")))

    def test_portInUse(self) -> None:
        """
        An address in use is one sentence that names it.
        """
        status, text = self.outcome(CannotListenError("127.0.0.1", 80, OSError(98, "Address already in use")))
        self.assertEqual(ExitStatus.FAILED, status)
        self.assertIn("127.0.0.1:80", text)
        self.assertEqual(1, text.count("\n"))

    def test_operatingSystem(self) -> None:
        """
        The system's refusal is told with the file's name.
        """
        self.assertEqual(
            (ExitStatus.FAILED, "axiomatic: /x: Permission denied.\n"),
            self.outcome(PermissionError(13, "Permission denied", "/x")),
        )

    def test_oneLine(self) -> None:
        """
        A message of several lines becomes one.
        """
        self.assertEqual((ExitStatus.FAILED, "axiomatic: a b.\n"), self.outcome(AxiomError("a\n  b\n")))

    def test_interrupt(self) -> None:
        """
        An interrupted command says nothing.
        """
        self.assertEqual((130, ""), self.outcome(KeyboardInterrupt()))

    def test_bug(self) -> None:
        """
        Anything else is a bug, told without a traceback.
        """
        self.assertEqual(
            (ExitStatus.BUG, "axiomatic: this is a bug: ValueError: x. 'axiomatic --debug' shows where.\n"),
            self.outcome(ValueError("x")),
        )

    def test_debug(self) -> None:
        """
        With debugging, the traceback precedes the sentence.
        """
        _, text = self.outcome(AxiomError("no"), debugging=True)
        self.assertTrue(text.startswith("Traceback"), text)
        self.assertTrue(text.endswith("axiomatic: no.\n"), text)

    def test_systemExit(self) -> None:
        """
        C{sys.exit} is heeded: a number is the status, a text is a failure's.
        """
        self.assertEqual((0, ""), self.run_(sys.exit))
        self.assertEqual((7, ""), self.run_(lambda: sys.exit(7)))
        self.assertEqual((ExitStatus.FAILED, "axiomatic: oh\n"), self.run_(lambda: sys.exit("oh")))
