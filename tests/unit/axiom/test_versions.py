"""
The version of the package.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

import axiom


class VersionTests(SynchronousTestCase):
    """
    L{axiom.version}.
    """

    def test_same(self) -> None:
        """
        The version is the same as a text and as an object.
        """
        self.assertEqual(("axiom", axiom.__version__), (axiom.version.package, axiom.version.public()))

    def test_parsed(self) -> None:
        """
        A text is a version from its beginning on; what begins otherwise is none.
        """
        found = axiom.asTwistedVersion("notes", "3.14.15.dev9+g1234")
        self.assertEqual(("notes", 3, 14, 15), (found.package, found.major, found.minor, found.micro))
        for wrong in ("", "3.14", "v3.14.15", "unknown"):
            self.assertRaises(ValueError, axiom.asTwistedVersion, "notes", wrong)
