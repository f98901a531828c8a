"""
The commands that every store has, and the version of the object store.
"""

from axiom import __version__
from axiom.listversions import PackageVersion
from axiom.scripts.axiomatic import Browse, ListVersion, Start, Status, Stop, Upgrade

__all__ = ["Browse", "ListVersion", "Start", "Status", "Stop", "Upgrade", "version"]

version = PackageVersion.fromString("axiom", __version__)
