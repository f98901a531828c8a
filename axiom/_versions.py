"""
The version of the package, as a text and as an object.
"""

from __future__ import annotations

import re

from twisted.python.versions import Version

__all__ = ["__version__", "asTwistedVersion", "version"]

__version__ = "0.1.0"

_RELEASE = re.compile(r"(\d+)\.(\d+)\.(\d+)")


def asTwistedVersion(packageName: str, versionString: str) -> Version:
    """
    The release that C{versionString} begins with, as C{"0.9.0"} or C{"0.9.0.dev3"}.

    @raise ValueError: it begins with none.
    """
    release = _RELEASE.match(versionString)
    if release is None:
        raise ValueError(f"{versionString!r} does not begin with a version as 0.9.0")
    return Version(packageName, *map(int, release.groups()))


version = asTwistedVersion("axiom", __version__)
