"""
Finding plugins.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType

from twisted.trial.unittest import SynchronousTestCase

from axiom.iaxiom import IAxiomaticCommand
from axiom.pluginfinder import findPlugins

COMMAND = """
from zope.interface import implementer
from twisted.plugin import IPlugin
from axiom.iaxiom import IAxiomaticCommand

@implementer(IPlugin, IAxiomaticCommand)
class Command:
    name = description = "c"

one = also = Command()
other = object()
"""


class FindPluginsTests(SynchronousTestCase):
    """
    L{findPlugins} looks into each module of a package.
    """

    def setUp(self) -> None:
        """
        A package without modules.
        """
        self.directory = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.directory)
        self.package = ModuleType("plugins_under_test")
        self.package.__path__ = [str(self.directory)]
        self.complaints: list[str] = []
        self.patch(sys, "dont_write_bytecode", True)
        sys.modules[self.package.__name__] = self.package
        self.addCleanup(self.forget)

    def forget(self) -> None:
        """
        Unload what was loaded.
        """
        for name in [name for name in sys.modules if name.startswith(self.package.__name__)]:
            del sys.modules[name]

    def found(self) -> list[object]:
        """
        The plugins in the package.
        """
        return list(findPlugins(IAxiomaticCommand, self.package, self.complaints.append))

    def test_objectWithTwoNames(self) -> None:
        """
        A provider is found once, whatever it is called; other objects are not.
        """
        (self.directory / "mine.py").write_text(COMMAND)
        self.assertEqual(["Command"], [type(plugin).__name__ for plugin in self.found()])
        self.assertEqual([], self.complaints)

    def test_brokenModule(self) -> None:
        """
        A module that can't be imported is reported in one line, and the others are searched.
        """
        (self.directory / "broken.py").write_text("import there_is_no_such_module")
        (self.directory / "mine.py").write_text(COMMAND)
        self.assertEqual(1, len(self.found()))
        [complaint] = self.complaints
        self.assertIn("plugins_under_test.broken", complaint)
        self.assertIn("there_is_no_such_module", complaint)

    def test_nothingIsWritten(self) -> None:
        """
        Looking for plugins leaves no file behind.
        """
        (self.directory / "mine.py").write_text(COMMAND)
        self.found()
        self.assertEqual(["mine.py"], [path.name for path in self.directory.iterdir()])
