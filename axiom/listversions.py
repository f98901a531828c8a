"""
The history of the software that has run a store.

A server records the versions of its packages when it starts, unless they are those of the last record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

from epsilon.extime import Time
from twisted.logger import Logger
from twisted.plugin import IPlugin
from twisted.python.versions import Version
from zope.interface import implementer

import axiom.plugins
from axiom.attributes import integer, reference, text, timestamp
from axiom.iaxiom import IVersion
from axiom.item import Item
from axiom.pluginfinder import findPlugins

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = [
    "PackageVersion",
    "SoftwareVersion",
    "SystemVersion",
    "checkSystemVersion",
    "getSystemVersions",
    "listVersionHistory",
    "makeSoftwareVersion",
]

_log = Logger()


@implementer(IPlugin, IVersion)
@dataclass(frozen=True)
class PackageVersion:
    """
    The version of an installed package. An object of this kind in C{axiom.plugins} gets into the records.
    """

    package: str
    major: int
    minor: int
    micro: int

    @classmethod
    def fromString(cls, package: str, version: str) -> PackageVersion:
        """
        From C{"MAJOR.MINOR.MICRO"}.
        """
        major, minor, micro = version.split(".")
        return cls(package, int(major), int(minor), int(micro))

    def short(self) -> str:
        """
        The numbers with dots between.
        """
        return f"{self.major}.{self.minor}.{self.micro}"


class SystemVersion(Item):
    """
    One record: the set of versions found at one time.
    """

    typeName = "axiom_listversions_systemversion"

    creation = timestamp(doc="When it was found.", allowNone=False)

    def software(self) -> Iterator[SoftwareVersion]:
        """
        The versions in this set, by package.
        """
        return iter(
            self.presentStore().query(
                SoftwareVersion, SoftwareVersion.systemVersion == self, sort=SoftwareVersion.package.ascending
            )
        )

    def longWindedRepr(self) -> str:
        """
        One line with the time and each package's version.
        """
        versions = ", ".join(f"{software.package}: {software.version}" for software in self.software())
        return f"{self.creation.asISO8601TimeAndDate()} {versions}"


class SoftwareVersion(Item):
    """
    The version of one package in a record.
    """

    typeName = "axiom_listversions_softwareversion"

    package = text(doc="The package.", allowNone=False)
    version = text(doc="Its version in words.", allowNone=False)
    major = integer(doc="The first number.", allowNone=False)
    minor = integer(doc="The second number.", allowNone=False)
    micro = integer(doc="The third number.", allowNone=False)
    systemVersion = reference(doc="The record.", allowNone=False)

    def asVersion(self) -> Version:
        """
        As an object that can be compared.
        """
        return Version(self.package, self.major, self.minor, self.micro)


def makeSoftwareVersion(store: Store, version: Any, systemVersion: SystemVersion) -> SoftwareVersion:
    """
    Record one version in C{systemVersion}; the same one is recorded once.

    @param version: provides L{IVersion}.
    """
    return store.findOrCreate(
        SoftwareVersion,
        systemVersion=systemVersion,
        package=str(version.package),
        version=str(version.short()),
        major=version.major,
        minor=version.minor,
        micro=version.micro,
    )


def _installedPlugins(interface: type[IVersion], package: ModuleType) -> Iterator[object]:
    return findPlugins(interface, package, lambda line: _log.warn("{line}", line=line))


def getSystemVersions(
    getPlugins: Callable[[type[IVersion], ModuleType], Iterable[Any]] = _installedPlugins,
) -> list[Any]:
    """
    The versions that the modules of C{axiom.plugins} have, in no order.

    @param getPlugins: finds the plugins of an interface in a package.
    """
    return list(getPlugins(IVersion, axiom.plugins))


def checkSystemVersion(
    store: Store, versions: Iterable[Any] | None = None, now: Callable[[], Time] = Time
) -> SystemVersion:
    """
    The last record, which is new if C{versions} are not those of the one before.

    @param versions: providers of L{IVersion}; by default those that are installed.
    """
    found = list(getSystemVersions() if versions is None else versions)
    return store.transact(_checkSystemVersion, store, found, now)


def _checkSystemVersion(store: Store, versions: list[Any], now: Callable[[], Time]) -> SystemVersion:
    last: SystemVersion | None = store.findFirst(SystemVersion, sort=SystemVersion.creation.descending)
    if last is not None and _recorded(last) == {(str(v.package), str(v.short())) for v in versions}:
        return last
    record = SystemVersion(store=store, creation=now())
    for version in versions:
        makeSoftwareVersion(store, version, record)
    return record


def _recorded(record: SystemVersion) -> set[tuple[str, str]]:
    return {(software.package, software.version) for software in record.software()}


def listVersionHistory(store: Store) -> list[str]:
    """
    One line for each record, the newest first; empty if no server has run.
    """
    return [
        record.longWindedRepr()
        for record in store.query(SystemVersion, sort=SystemVersion.creation.descending)
    ]
