"""
The commands that every store has, and the version of the object store.
"""

from axiom import __version__
from axiom.listversions import PackageVersion
from axiom.scripts.axiomatic import (
    SQL,
    Backup,
    Browse,
    Check,
    ListVersions,
    Reload,
    Restore,
    Start,
    Status,
    Stop,
    Stores,
    Upgrade,
    Vacuum,
)

__all__ = [
    "SQL",
    "Backup",
    "Browse",
    "Check",
    "ListVersions",
    "Reload",
    "Restore",
    "Start",
    "Status",
    "Stop",
    "Stores",
    "Upgrade",
    "Vacuum",
    "version",
]

version = PackageVersion.fromString("axiom", __version__)
