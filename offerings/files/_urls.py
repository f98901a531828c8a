"""
Where files and folders are in the browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from offerings.files._entries import Entry, Folder

__all__ = ["below", "pathOf"]


def below(base: str, names: Sequence[str]) -> str:
    """
    The address of what has this path below a folder.

    @param base: of the folder, quoted, without a slash at its end.
    """
    return "/".join((base, *(quote(name, safe="") for name in names)))


def pathOf(entry: Entry, root: Folder) -> str | None:
    """
    The path of C{entry} below C{root}, quoted and with a slash at its beginning; None if it is not there, or
    was deleted.
    """
    names: list[str] = []
    found: Entry | None = entry
    while found is not None and found is not root:
        if found.trashed is not None:
            return None
        names.insert(0, found.name)
        found = found.parent
    return None if found is None or root.trashed is not None else below("", names)
