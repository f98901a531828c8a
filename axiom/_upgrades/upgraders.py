"""
The upgraders that this process knows, by what they begin with.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["Upgrader", "UpgraderRegistry", "knownUpgraders"]

Upgrader = Callable[[Any], Any]


class UpgraderRegistry(dict[tuple[str, int], tuple[int, Upgrader]]):
    """
    Upgraders by (type name, old version), each with the version that it leads to.
    """

    def add(self, upgrader: Upgrader, typeName: str, oldVersion: int, newVersion: int) -> None:
        """
        Upgrade items of C{oldVersion} with C{upgrader}.
        """
        if newVersion <= oldVersion:
            raise ValueError(
                f"an upgrader of {typeName} must lead upwards, not from {oldVersion} to {newVersion}"
            )
        self[typeName, oldVersion] = (newVersion, upgrader)

    def forget(self, typeName: str, oldVersion: int) -> None:
        """
        Undo L{add}.
        """
        self.pop((typeName, oldVersion), None)

    def path(self, typeName: str, oldVersion: int, version: int) -> list[int] | None:
        """
        The versions from C{oldVersion}, through which a chain of upgraders leads to C{version}, without that;
        None if no chain does.
        """
        passed: list[int] = []
        while oldVersion < version:
            step = self.get((typeName, oldVersion))
            if step is None:
                return None
            passed.append(oldVersion)
            oldVersion = step[0]
        return passed if oldVersion == version else None


knownUpgraders = UpgraderRegistry()
