"""
One file in the browser.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from twisted.web.template import Tag, tags

from mantissa_like.web import Download, NotFound, Page, Visit, bytesInWords, facts, momentOf, timeTag
from offerings.files._entries import File
from offerings.files.errors import NoSuchEntry

__all__ = ["FileView", "fileData", "preview", "sent"]

_MOST_SHOWN = 100_000
_PICTURES = frozenset(("image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"))
_TEXTS = ("text/", "application/json", "application/xml")


class FileView:
    """
    A file that was shared by itself.
    """

    def __init__(self, shared: Any) -> None:
        """
        @param shared: an L{IReadableFile}.
        """
        self._shared = shared

    def show(self, visit: Visit) -> Page | Download:
        """
        The file with what can be seen of it; with the argument C{content}, its content.
        """
        file = self._file()
        if (download := sent(file, visit)) is not None:
            return download
        content = tags.div(tags.h1(file.name), preview(file, visit.path), class_="files")
        return Page(file.name, content, styles=("files/files.css",))

    def data(self, visit: Visit) -> dict[str, Any]:
        """
        The same for programs.
        """
        return fileData(self._file(), visit.path)

    def _file(self) -> File:
        try:
            found: File = self._shared.file()
        except NoSuchEntry as e:
            raise NotFound from e
        return found


def sent(file: File, visit: Visit) -> Download | None:
    """
    The content, if that is what the URL's argument C{content} asks for: C{show} it or C{save} it.
    """
    wanted = visit.arguments.get("content")
    if wanted is None:
        return None
    contentType = file.contentType if wanted == "show" else "application/octet-stream"
    if wanted == "show" and contentType.startswith(_TEXTS):
        contentType = "text/plain"
    return Download(Path(file.content.path), file.name, contentType)


def fileData(file: File, url: str) -> dict[str, Any]:
    """
    A file for programs.
    """
    return {
        "name": file.name,
        "type": file.contentType,
        "size": file.size,
        "changed": momentOf(file.changed),
        "content": f"{url}?content=save",
    }


def preview(file: File, url: str) -> Tag:
    """
    What is in a file as far as it can be shown, what is known of it, and the link to download it.

    @param url: of the file's page, quoted.
    """
    return tags.div(
        _shown(file, f"{url}?content=show"),
        facts(
            {
                "Size": bytesInWords(file.size),
                "Type": file.contentType,
                "Changed": timeTag(file.changed),
            }
        ),
        tags.p(tags.a("Download", href=f"{url}?content=save", class_="button"), class_="buttons"),
    )


def _shown(file: File, url: str) -> Tag | str:
    kind = file.contentType
    if kind in _PICTURES:
        return tags.figure(tags.img(src=url, alt=file.name), class_="preview")
    if kind.startswith("video/"):
        return tags.figure(tags.video(src=url, controls="controls", preload="metadata"), class_="preview")
    if kind.startswith("audio/"):
        return tags.figure(tags.audio(src=url, controls="controls", preload="metadata"), class_="preview")
    if kind == "application/pdf":
        return tags.p(tags.a("Open the document", href=url))
    if kind.startswith(_TEXTS):
        return tags.pre(_beginning(file), class_="preview", tabindex="0")
    return ""


def _beginning(file: File) -> str:
    with file.content.open("r") as content:
        text = content.read(_MOST_SHOWN).decode("utf-8", "replace")
    return text + ("\n…" if file.size > _MOST_SHOWN else "")
