"""
The program C{axiomatic}, without a store or with one in a temporary directory.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from io import StringIO
from pathlib import Path

from twisted.internet.interfaces import IReactorCore
from twisted.trial.unittest import SynchronousTestCase

import axiom.plugins
from axiom import __version__
from axiom.scripts._pidfile import PIDFile
from axiom.scripts.axiomatic import ExitStatus, Terminal, main
from axiom.store import Store
from axiom.supervision import StateFile, SupervisedState, WorkerReport

COMMANDS = """
from axiom.scripts.axiomatic import AxiomaticCommand, AxiomaticSubCommand

class Inner(AxiomaticSubCommand):
    optParameters = [("number", "n", 0, "A C{number}.", int)]

    async def perform(self, store, out):
        out.write(f"{self['number']} {store.journalMode}\\n")
        return self["number"]

class Outer(AxiomaticCommand):
    name = "testing-outer"
    description = "For tests."
    subCommands = [("inner", None, Inner, "Inside.")]
"""


class MainTests(SynchronousTestCase):
    """
    L{main} runs one command.
    """

    def setUp(self) -> None:
        """
        An empty directory for stores.
        """
        self.directory = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.directory)
        self.path = self.directory / "x.axiom"

    def run_(self, *argv: str) -> tuple[int, str, str]:
        """
        The status of a command on the store, and what it writes to standard output and standard error.
        """
        terminal = Terminal(StringIO(), out := StringIO(), err := StringIO())
        status = main(["-d", str(self.path), *argv], terminal, self.noReactor)
        return status, out.getvalue(), err.getvalue()

    def noReactor(self) -> IReactorCore:
        """
        Must not be called.
        """
        raise AssertionError("no command here has to wait")

    def makeStore(self) -> None:
        """
        Make the store that the commands work on.
        """
        Store(str(self.path)).close()

    def addPlugin(self, name: str, source: str) -> None:
        """
        Add a module to C{axiom.plugins} as another distribution would.
        """
        (self.directory / f"{name}.py").write_text(source)
        self.patch(axiom.plugins, "__path__", [*axiom.plugins.__path__, str(self.directory)])
        self.patch(sys, "dont_write_bytecode", True)
        self.addCleanup(sys.modules.pop, f"axiom.plugins.{name}", None)

    def test_version(self) -> None:
        """
        C{--version} shows the version.
        """
        self.assertEqual((0, f"axiomatic {__version__}\n", ""), self.run_("--version"))

    def test_help(self) -> None:
        """
        C{--help} lists the commands by name, each with its description.
        """
        status, out, err = self.run_("--help")
        self.assertEqual((0, ""), (status, err))
        lines = out.split("Commands:\n")[1].splitlines()
        names = [line.split()[0] for line in lines if line.strip() and not line.startswith(" " * 8)]
        self.assertEqual(sorted(names), names)
        self.assertTrue({"browse", "start", "status", "stop"} <= set(names), names)
        self.assertIn("Say whether a server of the store runs.", out)

    def test_helpOfACommand(self) -> None:
        """
        A command's C{--help} says how it is called, in words without markup.
        """
        self.addPlugin("testing_commands", COMMANDS)
        status, out, err = self.run_("testing-outer", "inner", "--help")
        self.assertEqual((0, ""), (status, err))
        self.assertTrue(out.startswith("Usage: axiomatic testing-outer inner [options]\n"), out)
        self.assertIn("A number.", out)

    def test_noCommand(self) -> None:
        """
        Without a command, one line says where to read on.
        """
        self.assertEqual(
            (ExitStatus.USAGE, "", "axiomatic: a command is missing. See 'axiomatic --help'.\n"), self.run_()
        )

    def test_unknownCommand(self) -> None:
        """
        An unknown command is named.
        """
        self.assertEqual(
            (ExitStatus.USAGE, "", "axiomatic: Unknown command: foo. See 'axiomatic --help'.\n"),
            self.run_("foo"),
        )

    def test_unknownOption(self) -> None:
        """
        An unknown option is named, and the command whose help is to be read.
        """
        self.assertEqual(
            (
                ExitStatus.USAGE,
                "",
                "axiomatic: option --foo not recognized. See 'axiomatic status --help'.\n",
            ),
            self.run_("status", "--foo"),
        )

    def test_lateOption(self) -> None:
        """
        An option after other words, which would be taken for one of them, is told; words that only look like
        options can be given after C{--}.
        """
        for words, problem in (
            (("status", "here", "--json"), "--json comes too late: options go before other words"),
            (("status", "here", "there"), "Wrong number of arguments."),
            (("status", "--", "here", "--json"), "Wrong number of arguments."),
            (("status", "--json", "here"), "Wrong number of arguments."),
        ):
            status, _, err = self.run_(*words)
            self.assertEqual(ExitStatus.USAGE, status)
            self.assertIn(f"axiomatic: {problem}", err)

    def test_journalMode(self) -> None:
        """
        A journal mode that SQLite doesn't have is refused before anything is opened.
        """
        status, _, err = self.run_("--journal-mode", "foo", "status")
        self.assertEqual(ExitStatus.USAGE, status)
        self.assertIn("foo is none of", err)

    def test_missingStore(self) -> None:
        """
        Where there is no store, no command makes one.
        """
        for command in ("browse", "start", "status", "stop"):
            status, out, err = self.run_(command)
            self.assertEqual((ExitStatus.CANNOT_OPEN, ""), (status, out))
            self.assertTrue(err.startswith(f"axiomatic: there is no store in {self.path}. "), err)
        self.assertEqual([], os.listdir(self.directory))

    def test_foreignDatabase(self) -> None:
        """
        A file that is no database is told in one line by each command, and nothing is put beside it.
        """
        self.path.mkdir()
        (self.path / "db.sqlite").write_bytes(b"no database" * 500)
        sentence = f"axiomatic: the database in {self.path} is not a store's. Name a store with -d.\n"
        for command in ("browse", "start", "status", "stop"):
            self.assertEqual((ExitStatus.CANNOT_OPEN, "", sentence), self.run_(command))
        self.assertEqual(["db.sqlite"], os.listdir(self.path))

    def test_missingWord(self) -> None:
        """
        A command of commands says which there are.
        """
        self.addPlugin("testing_commands", COMMANDS)
        self.assertEqual(
            (
                ExitStatus.USAGE,
                "",
                "axiomatic: one more word is needed: inner. See 'axiomatic testing-outer --help'.\n",
            ),
            self.run_("testing-outer"),
        )

    def test_performing(self) -> None:
        """
        A command gets the store as it was asked to be opened, may be a coroutine, and decides on the status.
        """
        self.makeStore()
        self.addPlugin("testing_commands", COMMANDS)
        self.assertEqual(
            (7, "7 WAL\n", ""), self.run_("--journal-mode", "wal", "testing-outer", "inner", "-n", "7")
        )

    def test_brokenPlugin(self) -> None:
        """
        A plugin that can't be imported is one line, and the command runs.
        """
        self.makeStore()
        self.addPlugin("testing_broken", "1/0")
        status, out, err = self.run_("status")
        self.assertEqual((ExitStatus.NOT_RUNNING, "not running\n"), (status, out))
        self.assertEqual(
            "axiomatic: axiom.plugins.testing_broken is left out, for it cannot be imported:"
            " ZeroDivisionError: division by zero\n",
            err,
        )

    def test_namelessCommand(self) -> None:
        """
        A command without a name or a description is left out, and others in its module are there.
        """
        self.makeStore()
        self.addPlugin(
            "testing_nameless",
            "from axiom.scripts.axiomatic import AxiomaticCommand\n"
            "class Foo(AxiomaticCommand): pass\n"
            "class Bar(AxiomaticCommand): name = 'bar'\n"
            "class Baz(AxiomaticCommand): name, description = 'baz', 'Nothing.'\n",
        )
        status, _, err = self.run_("baz")
        self.assertEqual(ExitStatus.DONE, status)
        self.assertIn("the command Foo is left out, for it has no name", err)
        self.assertIn("the command Bar is left out, for it has no description", err)

    def test_axiomsCommand(self) -> None:
        """
        A command may do its work in C{postOptions}, and need no store for that.
        """
        self.addPlugin(
            "testing_axioms",
            "from twisted.python.usage import UsageError\n"
            "from axiom.scripts.axiomatic import AxiomaticCommand, AxiomaticSubCommand\n"
            "class Inner(AxiomaticSubCommand):\n"
            "    def postOptions(self):\n"
            "        raise UsageError(f'found {self.parent.parent.getStoreDirectory()!r}')\n"
            "class Foo(AxiomaticCommand):\n"
            "    name, description = 'foo', 'Nothing.'\n"
            "    subCommands = [('inner', None, Inner, 'Nothing.')]\n"
            "class Bar(AxiomaticCommand):\n"
            "    name, description = 'bar', 'Nothing.'\n"
            "    def postOptions(self): self['done'] = True\n",
        )
        self.assertEqual((ExitStatus.DONE, "", ""), self.run_("bar"))
        status, _, err = self.run_("foo", "inner")
        self.assertEqual(ExitStatus.USAGE, status)
        self.assertIn(f"found '{self.path}'", err)

    def test_status(self) -> None:
        """
        C{status} tells the pid of the server in words or in JSON.
        """
        self.makeStore()
        self.assertEqual((ExitStatus.NOT_RUNNING, "not running\n", ""), self.run_("status"))
        server = PIDFile(str(self.path / "run" / "axiomatic.pid"))
        server.acquire()
        self.addCleanup(server.release)
        self.assertEqual((0, f"running with pid {os.getpid()}\n", ""), self.run_("status"))
        _, out, _ = self.run_("status", "--json")
        self.assertEqual({"running": True, "pid": os.getpid(), "workers": []}, json.loads(out))

    def test_statusOfWorkers(self) -> None:
        """
        C{status} tells of each worker of the server, by its number.
        """
        self.makeStore()
        server = PIDFile(str(self.path / "run" / "axiomatic.pid"))
        server.acquire()
        self.addCleanup(server.release)
        workers = [WorkerReport(2, 12, "draining"), WorkerReport(1, 11, "serving")]
        StateFile(str(self.path / "run" / "workers.json")).write(SupervisedState(0, "", False, workers))
        _, out, _ = self.run_("status")
        self.assertEqual(
            ["worker 1 with pid 11 is serving", "worker 2 with pid 12 is draining"], out.splitlines()[1:]
        )
        _, out, _ = self.run_("status", "--json")
        self.assertEqual({"number": 1, "pid": 11, "state": "serving"}, json.loads(out)["workers"][0])

    def test_reloadWithoutWorkers(self) -> None:
        """
        A server without workers is not reloaded, and neither is one that does not run.
        """
        self.makeStore()
        status, _, err = self.run_("reload")
        self.assertEqual((ExitStatus.FAILED, True), (status, "no server runs" in err))
        server = PIDFile(str(self.path / "run" / "axiomatic.pid"))
        server.acquire()
        self.addCleanup(server.release)
        status, _, err = self.run_("reload")
        self.assertEqual((ExitStatus.FAILED, True), (status, "start --workers" in err))

    def test_stopWithoutAServer(self) -> None:
        """
        Stopping what doesn't run is no error.
        """
        self.makeStore()
        self.assertEqual((0, "not running\n", ""), self.run_("stop"))

    def test_startTwice(self) -> None:
        """
        A second server is refused with the pid of the first.
        """
        self.makeStore()
        server = PIDFile(str(self.path / "run" / "axiomatic.pid"))
        server.acquire()
        self.addCleanup(server.release)
        status, out, err = self.run_("start", "-n")
        self.assertEqual((ExitStatus.FAILED, ""), (status, out))
        self.assertIn(f"a server is running already, with pid {os.getpid()}.", err)

    def test_daemonOnTheTerminal(self) -> None:
        """
        A daemon can't log to the terminal that it leaves.
        """
        self.makeStore()
        status, _, err = self.run_("start", "--logfile", "-")
        self.assertEqual(ExitStatus.USAGE, status)
        self.assertIn("--nodaemon", err)
