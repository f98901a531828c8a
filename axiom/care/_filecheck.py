"""
Whether the paths in a store's database lead to files, and its files and substores are in the database.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import apsw

from axiom.care._claims import Claims
from axiom.care._described import StoredAttribute, StoredType, namedPaths
from axiom.care._places import Contents, StorePlace, holdsStore
from axiom.care._problems import Problem, listed

__all__ = ["Named", "fileProblems", "named", "temporaryProblems"]

Named = tuple[StoredType, StoredAttribute, int, str]

_SUBSTORE = "substore"


def named(connection: apsw.Connection) -> list[Named]:
    """
    What the items of a store name.
    """
    return list(namedPaths(connection))


def fileProblems(
    place: StorePlace, contents: Contents, paths: Sequence[Named], unclaimed: Sequence[str]
) -> Iterator[Problem]:
    """
    Files and substores of which only one side is there.

    @param contents: what is in the store's directory, found before C{paths} were read, so that a file that is
        made meanwhile is not taken for an orphan.
    @param unclaimed: the names of directories below the store's files whose files need no item.
    """
    for stored, attribute, storeID, value in paths:
        isSubstore = stored.typeName == _SUBSTORE
        target = place.files / value
        if not (holdsStore(target) if isSubstore else os.path.lexists(target)):
            yield _missing(stored, attribute, storeID, value, isSubstore)
    claims = Claims([*(value for *_, value in paths), *unclaimed])
    for substore in contents.substores:
        path = str(substore.path.relative_to(place.files))
        if path not in claims:
            remedy = (
                "Move its directory away, or make an item for it, as insert-user does for a user's store."
            )
            yield Problem("substore", f"no item stands for the store in files/{path}", remedy)
    orphans: dict[str, list[str]] = {}
    for path in contents.files:
        top, _, inside = path.partition("/")
        if top == "files" and inside not in claims:
            orphans.setdefault(os.path.dirname(path), []).append(os.path.basename(path))
    for directory, names in orphans.items():
        what = f"no item names {listed(names)} in {directory}"
        yield Problem("file", what, "Move away what nobody misses.")


def _missing(
    stored: StoredType, attribute: StoredAttribute, storeID: int, value: str, isSubstore: bool
) -> Problem:
    if isSubstore:
        what = f"item {storeID} stands for a store in files/{value}, which is missing"
        return Problem("substore", what, "Restore that store from a backup, or delete the item.")
    where = value if value.startswith("/") else f"files/{value}"
    what = f"{attribute.name} of item {storeID} ({stored.label}) names {where}, which is missing"
    return Problem("file", what, "Restore that file from a backup, or delete the item.")


def temporaryProblems(place: StorePlace) -> Iterator[Problem]:
    """
    What processes that are dead left among the temporary files.
    """
    left = [
        os.path.relpath(os.path.join(directory, name), place.path / "temp")
        for directory, _, names in os.walk(place.path / "temp")
        for name in names
        if not _isInUse(name)
    ]
    if left:
        remedy = "Remove them: nobody finishes them any more."
        yield Problem("file", f"left in temp: {listed(sorted(left))}", remedy)


def _isInUse(name: str) -> bool:
    # A process names its temporary files with its pid.
    pid = name.partition("-")[0]
    if not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        # It is another user's.
        pass
    return True
