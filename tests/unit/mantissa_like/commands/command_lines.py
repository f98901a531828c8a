"""
Command lines in this process, on a site on disk.
"""

from __future__ import annotations

from contextlib import closing
from io import StringIO
from pathlib import Path

from twisted.internet.testing import MemoryReactor
from twisted.trial.unittest import SynchronousTestCase

from axiom.scripts.axiomatic import Terminal, main
from axiom.userbase import LoginSystem
from mantissa_like.site import createPort
from mantissa_like.site.interfaces import IServer
from tests.unit.mantissa_like.site.sites import makeSite

__all__ = ["CommandLineTestCase"]


class CommandLineTestCase(SynchronousTestCase):
    """
    A site with Alice and a port, and what C{axiomatic} does to it.

    @ivar path: the site's directory.
    """

    def setUp(self) -> None:
        """
        Make the site.
        """
        self.path = Path(self.mktemp())
        with closing(makeSite(str(self.path))) as store:
            store.findUnique(LoginSystem).addAccount("alice", "localhost", None)
            self.port = createPort(store, "tcp:80:interface=127.0.0.1", IServer(store)).storeID

    def run_(self, *argv: str, stdin: str = "") -> tuple[int, str, str]:
        """
        The status of a command on the site, and what it writes to standard output and standard error.
        """
        terminal = Terminal(StringIO(stdin), out := StringIO(), err := StringIO())
        status = main(["-d", str(self.path), *argv], terminal, MemoryReactor)
        return status, out.getvalue(), err.getvalue()

    def done(self, *argv: str) -> str:
        """
        What a command writes that succeeds.
        """
        status, out, err = self.run_(*argv)
        self.assertEqual((0, ""), (status, err), argv)
        return out

    def refused(self, *argv: str, stdin: str = "") -> str:
        """
        The one sentence of a command that fails.
        """
        status, out, err = self.run_(*argv, stdin=stdin)
        self.assertNotEqual(0, status, argv)
        self.assertEqual(("", 1), (out, err.count("\n")), err)
        return err.removeprefix("axiomatic: ")
