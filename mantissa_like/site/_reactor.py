"""
The reactor of the process that serves a site.
"""

from __future__ import annotations

from typing import Any

__all__ = ["installedReactor"]


def installedReactor() -> Any:
    """
    The reactor; installed, if none is.
    """
    from twisted.internet import reactor  # noqa: PLC0415 (the import installs it)

    return reactor
