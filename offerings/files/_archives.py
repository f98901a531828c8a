"""
Folders as one file to download.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from offerings.files._entries import File, Folder

__all__ = ["contentsOf", "writeArchive"]


def contentsOf(folder: Folder) -> Iterator[tuple[str, Path]]:
    """
    The files in a folder and below it: their paths from there, and where their content is.
    """
    waiting: list[tuple[str, ...]] = [()]
    for path in waiting:
        for entry in folder.entries(path):
            below = (*path, entry.name)
            if isinstance(entry, File):
                yield "/".join(below), Path(entry.content.path)
            else:
                waiting.append(below)


def writeArchive(place: Path, contents: Sequence[tuple[str, Path]]) -> None:
    """
    Make a zip archive; called in a thread. A file that is deleted meanwhile is left out.

    @param contents: from L{contentsOf}.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(place, "w", ZIP_STORED) as archive:
        for name, content in contents:
            try:
                archive.write(content, name)
            except FileNotFoundError:
                continue
