"""
The pid file of a server.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.scripts._pidfile import PIDFile
from axiom.scripts._stop import waitUntilGone
from axiom.scripts.errors import AlreadyRunning, StillRunning


class PIDFileTests(SynchronousTestCase):
    """
    A L{PIDFile} is acquired by one server at a time.
    """

    def setUp(self) -> None:
        """
        A path in a directory that does not exist yet.
        """
        root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, root)
        self.path = root / "run" / "axiomatic.pid"
        self.pidFile = PIDFile(str(self.path))

    def acquired(self) -> PIDFile:
        """
        A server's.
        """
        self.pidFile.acquire()
        self.addCleanup(self.pidFile.release)
        return self.pidFile

    def test_nobody(self) -> None:
        """
        Without a file nobody holds it.
        """
        self.assertIsNone(self.pidFile.holder())

    def test_holder(self) -> None:
        """
        The one that acquired it is the holder, for everybody.
        """
        self.acquired()
        self.assertEqual(os.getpid(), PIDFile(str(self.path)).holder())
        self.assertEqual(f"{os.getpid()}\n", self.path.read_text())

    def test_second(self) -> None:
        """
        A second server is refused, and learns the pid of the first.
        """
        self.acquired()
        error = self.assertRaises(AlreadyRunning, PIDFile(str(self.path)).acquire)
        self.assertEqual(os.getpid(), error.pid)

    def test_release(self) -> None:
        """
        A released one leaves no file, and can be acquired again.
        """
        self.acquired().release()
        self.assertFalse(self.path.exists())
        self.assertIsNone(self.pidFile.holder())
        self.acquired()
        self.assertEqual(os.getpid(), self.pidFile.holder())

    def test_staleFile(self) -> None:
        """
        A file that nobody locks counts for nothing, even if a process has its pid.
        """
        self.path.parent.mkdir()
        self.path.write_text(f"{os.getppid()}\n")
        self.assertIsNone(self.pidFile.holder())
        self.acquired()
        self.assertEqual(os.getpid(), self.pidFile.holder())

    def test_releaseOfAnother(self) -> None:
        """
        Releasing what one has not acquired does nothing.
        """
        self.acquired()
        PIDFile(str(self.path)).release()
        self.assertEqual(os.getpid(), self.pidFile.holder())

    def test_repr(self) -> None:
        """
        C{repr} tells the state.
        """
        self.assertEqual(f"<PIDFile {self.path} free>", repr(self.pidFile))
        self.acquired()
        self.assertEqual(f"<PIDFile {self.path} acquired>", repr(self.pidFile))

    def test_waiting(self) -> None:
        """
        L{waitUntilGone} looks again until the server has gone.
        """
        naps: list[float] = []

        def sleep(seconds: float) -> None:
            naps.append(seconds)
            if len(naps) == 3:
                self.pidFile.release()

        waitUntilGone(self.acquired(), os.getpid(), 10.0, sleep)
        self.assertEqual(3, len(naps))

    def test_waitingInVain(self) -> None:
        """
        L{waitUntilGone} gives up after its time.
        """
        naps: list[float] = []
        error = self.assertRaises(
            StillRunning, waitUntilGone, self.acquired(), os.getpid(), 10.0, naps.append
        )
        self.assertEqual(10.0, error.seconds)
        self.assertEqual(10.0, round(sum(naps)))
