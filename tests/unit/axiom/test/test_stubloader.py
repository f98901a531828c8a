"""
Axiom's archives of old stores.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from twisted.trial.unittest import TestCase

from axiom.errors import StoreClosed
from axiom.store import Store
from axiom.test.historic import stubloader
from tests.unit.axiom.versions import TYPE, VersionsTestCase, addTitle, define

STUB = """
def fill(store):
    note(store=store, number=7)
"""


class StubbedTests(TestCase):
    """
    L{stubloader.StubbedTest} and L{stubloader.saveStub}.
    """

    def setUp(self) -> None:
        """
        An application whose first release saved a store, and whose second one has tests of the upgrade.
        """
        self.versions = VersionsTestCase("forget")
        self.addCleanup(self.versions.forget)
        self.directory = Path(self.mktemp())
        self.directory.mkdir()
        number = self.versions.later(1).number
        stub = self.directory / "stub_note1to2.py"
        stub.write_text(STUB)
        names = {"note": define(1, number=number)}
        exec(compile(STUB, str(stub), "exec"), names)
        stubloader.saveStub(names["fill"], 1234)
        self.note = self.versions.later(2, from1=addTitle)
        module = ModuleType("test_note1to2")
        module.__file__ = str(self.directory / "test_note1to2.py")
        self.patch(sys, "modules", {**sys.modules, module.__name__: module})
        namespace = {"__module__": module.__name__, "runTest": lambda self: None}
        self.test: Any = type("NoteUpgradeTest", (stubloader.StubbedTest,), namespace)()

    def test_upgraded(self) -> Any:
        """
        A test finds the store of the archive upgraded, and its service running, which ends with the test.
        """
        self.assertEqual(
            ["note1to2.axiom.tbz2", "stub_note1to2.py"],
            sorted(each.name for each in self.directory.iterdir()),
        )

        def check(_: object) -> Any:
            note = self.test.store.findUnique(self.note)
            self.assertEqual((7, "note 7"), (note.number, note.title))
            self.assertTrue(self.test.service.running)
            return self.test.tearDown()

        def checkEnd(_: object) -> None:
            self.assertRaises(StoreClosed, self.test.store.count, self.note)

        return self.test.setUp().addCallback(check).addCallback(checkEnd)

    def test_asItIs(self) -> None:
        """
        The store of the archive can be had as it is, any number of times.
        """
        for _ in range(2):
            with self.test.openLegacyStore() as store:
                self.assertIsInstance(store, Store)
                self.assertEqual([(7,)], store.querySQL(f"SELECT number FROM item_{TYPE}_v1"))
