"""
The process's reactor, installed when it is first asked for.
"""

from __future__ import annotations

from typing import cast

from twisted.internet.interfaces import IReactorCore

__all__ = ["installedReactor"]


def installedReactor() -> IReactorCore:
    """
    The reactor that C{--reactor} installed, or the default one.
    """
    from twisted.internet import reactor  # noqa: PLC0415 (the import installs it)

    return cast(IReactorCore, reactor)
