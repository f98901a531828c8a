"""
The forms by which one file or folder is renamed, moved, shared and deleted.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Tag, tags

from mantissa_like.web import Choice, Form, Text, Visit, button
from offerings.files._entries import Entry, File, Folder

__all__ = ["NAME", "RENAME", "changing", "moveForm", "pathIn"]

NAME = Text("name", "Name")
RENAME = Form(NAME, submit="Rename")

_MOST_FOLDERS = 500


def changing(entry: Entry, shared: Any, here: Visit, isOwn: bool) -> Tag:
    """
    What can be done to C{entry}, which is below the shared folder.

    @param shared: the folder that is shared, an L{IWritableFolder}.
    @param here: a visit with the path of C{entry}.
    @param isOwn: whether the folder belongs to who visits it.
    """
    what = "file" if isinstance(entry, File) else "folder"
    return tags.section(
        tags.div(
            button(here, f"Share this {what}", act="share") if isOwn else "",
            button(here, f"Delete this {what}", isDangerous=True, act="trash"),
            class_="buttons",
        ),
        tags.details(
            tags.summary("Rename or move"),
            RENAME.show(here, {NAME: entry.name}, extra={"act": "rename"}, name="rename"),
            moveForm(shared, entry).show(here, extra={"act": "move"}, name="move"),
        ),
        class_="changing",
    )


def moveForm(shared: Any, entry: Entry) -> Form:
    """
    The form with the folders that C{entry} can be moved into.
    """
    options = tuple(("/".join(path), " / ".join((shared.title, *path))) for path in _folders(shared, entry))
    return Form(Choice("target", "Move to", options=options), submit="Move")


def pathIn(target: str) -> tuple[str, ...]:
    """
    The path that an option of L{moveForm} means.
    """
    return tuple(target.split("/")) if target else ()


def _folders(shared: Any, entry: Entry) -> list[tuple[str, ...]]:
    """
    The paths of all folders but C{entry} and those below it, the outermost first, at most 500.
    """
    found: list[tuple[str, ...]] = [()]
    for path in found:
        for each in shared.entries(path):
            if isinstance(each, Folder) and each is not entry:
                found.append((*path, each.name))
        if len(found) > _MOST_FOLDERS:
            break
    return found[:_MOST_FOLDERS]
