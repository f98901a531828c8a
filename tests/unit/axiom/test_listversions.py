"""
The history of the software that has run a store.
"""

from __future__ import annotations

from typing import Any

from epsilon.extime import Time
from incremental import Version
from twisted.plugin import IPlugin
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

import axiom.plugins
from axiom import __version__
from axiom.iaxiom import IVersion
from axiom.listversions import (
    PackageVersion,
    SystemVersion,
    checkSystemVersion,
    getSystemVersions,
    listVersionHistory,
)
from axiom.store import Store


class VersionHistoryTests(SynchronousTestCase):
    """
    L{checkSystemVersion} makes the records that L{listVersionHistory} lists.
    """

    def setUp(self) -> None:
        """
        An empty store, and a clock that goes by one second a look.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.seconds = 0

    def now(self) -> Time:
        """
        The next second.
        """
        self.seconds += 1
        return Time.fromPOSIXTimestamp(self.seconds)

    def check(self, **versions: str) -> SystemVersion:
        """
        Start a server with these versions.
        """
        found = [PackageVersion.fromString(package, version) for package, version in versions.items()]
        return checkSystemVersion(self.store, found, self.now)

    def test_first(self) -> None:
        """
        The first server makes a record with its packages, sorted.
        """
        self.check(b="2.0.1", a="1.2.3")
        self.assertEqual(["1970-01-01T00:00:01+00:00 a: 1.2.3, b: 2.0.1"], listVersionHistory(self.store))

    def test_sameVersions(self) -> None:
        """
        The same versions, in any order, make no second record.
        """
        record = self.check(a="1.0.0", b="2.0.0")
        self.assertIdentical(record, self.check(b="2.0.0", a="1.0.0"))
        self.assertEqual(1, self.store.count(SystemVersion))

    def test_anotherVersion(self) -> None:
        """
        Another version makes a record, also if it is an old one again; the newest comes first.
        """
        for version in ("1.0.0", "1.1.0", "1.0.0"):
            self.check(a=version)
        self.assertEqual(
            [
                "1970-01-01T00:00:03+00:00 a: 1.0.0",
                "1970-01-01T00:00:02+00:00 a: 1.1.0",
                "1970-01-01T00:00:01+00:00 a: 1.0.0",
            ],
            listVersionHistory(self.store),
        )

    def test_packageThatWent(self) -> None:
        """
        A package that is gone makes a record without it.
        """
        self.check(a="1.0.0", b="1.0.0")
        self.check(a="1.0.0")
        self.assertEqual("1970-01-01T00:00:02+00:00 a: 1.0.0", listVersionHistory(self.store)[0])

    def test_asVersion(self) -> None:
        """
        A recorded version can be compared.
        """
        [software] = self.check(a="1.2.3").software()
        self.assertEqual("1.2.3", software.asVersion().short())

    def test_otherPlugins(self) -> None:
        """
        Plugins can be looked for otherwise, in the package that has those of this kind.
        """
        asked: list[Any] = []

        def find(*args: Any) -> list[str]:
            asked.append(args)
            return ["some", "plugins"]

        self.assertEqual(["some", "plugins"], getSystemVersions(find))
        self.assertEqual([(IVersion, axiom.plugins)], asked)

    def test_twistedVersions(self) -> None:
        """
        Versions may also be objects of C{incremental}, as in the plugins of applications of Axiom.
        """
        record = checkSystemVersion(self.store, [Version("a", 1, 2, 3)], self.now)
        self.assertIdentical(record, checkSystemVersion(self.store, [Version("a", 1, 2, 3)], self.now))
        self.assertEqual([Version("a", 1, 2, 3)], [software.asVersion() for software in record.software()])

    def test_installed(self) -> None:
        """
        The version of this package is a plugin.
        """
        [version] = [version for version in getSystemVersions() if version.package == "axiom"]
        self.assertEqual(__version__, version.short())
        self.assertTrue(verifyObject(IVersion, version))
        self.assertTrue(IPlugin.providedBy(version))
