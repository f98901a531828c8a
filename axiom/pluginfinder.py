"""
Finding plugins: what the modules of a package declare to provide an interface.

Neither a cache nor anything else is written. A module that cannot be imported is reported and left out.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType

from twisted.plugin import IPlugin
from zope.interface import Interface

__all__ = ["findPlugins"]


def findPlugins(
    interface: type[Interface], package: ModuleType, complain: Callable[[str], object]
) -> Iterator[object]:
    """
    Import the modules of C{package} and yield each object in them that is a plugin of this kind, once.

    @param complain: called with one line for each module that cannot be imported.
    """
    seen: set[int] = set()
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        for candidate in _contents(module.name, complain):
            if (
                IPlugin.providedBy(candidate)
                and interface.providedBy(candidate)
                and id(candidate) not in seen
            ):
                seen.add(id(candidate))
                yield candidate


def _contents(name: str, complain: Callable[[str], object]) -> list[object]:
    try:
        return list(vars(import_module(name)).values())
    except Exception as error:
        complain(f"{name} is left out, for it cannot be imported: {type(error).__name__}: {error}")
        return []
