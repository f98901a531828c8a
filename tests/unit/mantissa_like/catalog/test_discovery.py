"""
Tests for finding offerings.
"""

from __future__ import annotations

import sys
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.catalog import BrokenOffering, NoSuchOffering, Offering, findOffering, findOfferings

GOOD = "from mantissa_like.catalog import Offering\noffering = Offering({name!r}, 'Found.')\n"


class FindOfferingsTests(SynchronousTestCase):
    """
    Tests for L{findOfferings} and L{findOffering}.
    """

    def setUp(self) -> None:
        self.root = Path(self.mktemp()) / "offerings"
        self.root.mkdir(parents=True)
        self.patch(sys, "path", [str(self.root.parent), *sys.path])
        self.addCleanup(self.forget)

    def forget(self) -> None:
        """
        Let nobody find what this test imported.
        """
        for name in [each for each in sys.modules if each.startswith("offerings.found_")]:
            del sys.modules[name]

    def folder(self, name: str, source: str) -> None:
        """
        Add a folder whose C{__init__.py} has this source.
        """
        (self.root / name).mkdir()
        (self.root / name / "__init__.py").write_text(source)

    def test_found(self) -> None:
        """
        An offering on the path is found by its name, beside those of other distributions.
        """
        self.folder("found_good", GOOD.format(name="found_good"))
        self.assertEqual(Offering("found_good", "Found."), findOfferings()["found_good"])
        self.assertIs(findOfferings()["found_good"], findOffering("found_good"))

    def test_foundLater(self) -> None:
        """
        A distribution that is installed while others are in use is found, too.
        """
        later = Path(self.mktemp()) / "offerings"
        self.patch(sys, "path", [str(later.parent), *sys.path])
        self.assertNotIn("found_later", findOfferings())
        (later / "found_later").mkdir(parents=True)
        (later / "found_later" / "__init__.py").write_text(GOOD.format(name="found_later"))
        self.assertEqual("found_later", findOffering("found_later").name)

    def test_broken(self) -> None:
        """
        A folder that can't be imported, has no offering or one with another name is logged and left out.
        """
        self.folder("found_failing", "1 / 0")
        self.folder("found_empty", "offering = 'this'")
        self.folder("found_misnamed", GOOD.format(name="other"))
        self.folder("found_good", GOOD.format(name="found_good"))
        self.assertEqual(["found_good"], [name for name in findOfferings() if name.startswith("found_")])
        logged = [failure.value.name for failure in self.flushLoggedErrors(BrokenOffering)]
        self.assertEqual(["found_empty", "found_failing", "found_misnamed"], logged)

    def test_complainedOfOnce(self) -> None:
        """
        A broken one is imported and logged once; again only after it was changed.
        """
        self.folder("found_failing", "1 / 0")
        for _ in range(3):
            findOfferings()
        self.assertEqual(1, len(self.flushLoggedErrors(BrokenOffering)))
        (self.root / "found_failing" / "views.py").write_text("")
        findOfferings()
        self.assertEqual(1, len(self.flushLoggedErrors(BrokenOffering)))
        (self.root / "found_failing" / "__init__.py").write_text(GOOD.format(name="found_failing"))
        self.assertIn("found_failing", findOfferings())

    def test_lackedSomething(self) -> None:
        """
        One that can't be imported for want of another distribution is found once that is installed.
        """
        good = GOOD.format(name="found_lacking")
        self.folder("found_lacking", f"import found_dependency\n{good}")
        self.addCleanup(sys.modules.pop, "found_dependency", None)
        self.assertNotIn("found_lacking", findOfferings())
        self.flushLoggedErrors(BrokenOffering)
        (self.root.parent / "found_dependency.py").write_text("")
        self.assertIn("found_lacking", findOfferings())

    def test_askedForBroken(self) -> None:
        """
        Who asks for a broken one learns what is wrong with it.
        """
        self.folder("found_failing", "1 / 0")
        error = self.assertRaises(BrokenOffering, findOffering, "found_failing")
        self.assertEqual(
            "the offering 'found_failing' is broken: it can't be imported: division by zero", str(error)
        )

    def test_missing(self) -> None:
        """
        Who asks for one that is not there learns which are, whatever the name.
        """
        self.folder("found_good", GOOD.format(name="found_good"))
        for name in ("found_nowhere", "", "..", "found_good.sub", "a/b", "\0"):
            error = self.assertRaises(NoSuchOffering, findOffering, name)
            self.assertIn("found_good", error.hint)

    def test_noPackages(self) -> None:
        """
        Single files and private folders are no offerings.
        """
        (self.root / "found_file.py").write_text("1 / 0")
        self.folder("_found_private", "1 / 0")
        self.assertEqual([], [name for name in findOfferings() if "found" in name])


class OfferingTests(SynchronousTestCase):
    """
    Tests for L{Offering}.
    """

    def test_names(self) -> None:
        """
        A name that can't be a folder's, or that sites use in their own URLs, is refused.
        """
        for name in ("", "A", "1a", "a-b", "a.b", "a/b", "a" * 65, "a\n", "users"):
            self.assertRaises(BrokenOffering, Offering, name, "")
        Offering("a" * 64, "")
