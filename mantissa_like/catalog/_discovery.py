"""
Finding the offerings: the folders that all distributions together add to the namespace package C{offerings}.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from importlib.resources import files
from pathlib import Path

from twisted.logger import Logger

from mantissa_like.catalog._offering import Offering
from mantissa_like.catalog.errors import BrokenOffering, NoSuchOffering

__all__ = ["findOffering", "findOfferings", "offeringDirectory"]

_log = Logger()

# The stamps of those that were broken when they were last tried, by name.
_broken: dict[str, object] = {}


def findOfferings() -> dict[str, Offering]:
    """
    All offerings by name, sorted; a broken one is logged and left out, and tried again when something has
    changed.
    """
    found = {}
    for name in _folders():
        if name in _broken and _broken[name] == _stampOf(name):
            continue
        try:
            found[name] = _load(name)
            _broken.pop(name, None)
        except BrokenOffering:
            _broken[name] = _stampOf(name)
            _log.failure("the offering {name} is left out", name=name)
    return found


def findOffering(name: str) -> Offering:
    """
    The offering with this name.

    @raise NoSuchOffering: there is none.
    @raise BrokenOffering: there is a folder, but it can't be used.
    """
    if name not in _folders():
        raise NoSuchOffering(name, findOfferings())
    return _load(name)


def offeringDirectory(name: str) -> Path:
    """
    Where the files of an offering that was found are, such as C{templates} and C{static}.
    """
    return Path(str(files(f"offerings.{name}")))


def _folders() -> list[str]:
    # Also what was put on the path since this process started.
    importlib.invalidate_caches()
    modules = pkgutil.iter_modules(_places())
    return sorted({each.name for each in modules if each.ispkg and not each.name.startswith("_")})


def _places() -> list[str]:
    try:
        return list(importlib.import_module("offerings").__path__)
    except ModuleNotFoundError:
        return []


def _stampOf(name: str) -> object:
    """
    What differs once an offering was changed, or something was installed that it may have lacked.
    """
    folders = [Path(place, name) for place in _places()]
    sources = [source for folder in folders for source in folder.rglob("*.py")]
    return tuple((path, _changed(path)) for path in (*map(str, folders), *map(str, sources), *sys.path))


def _changed(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def _load(name: str) -> Offering:
    try:
        module = importlib.import_module(f"offerings.{name}")
    except Exception as e:
        raise BrokenOffering(name, f"it can't be imported: {e}") from e
    offering = getattr(module, "offering", None)
    if not isinstance(offering, Offering):
        raise BrokenOffering(name, "its __init__.py has no Offering called 'offering'")
    if offering.name != name:
        raise BrokenOffering(name, f"its Offering is called {offering.name!r}, unlike its folder")
    return offering
