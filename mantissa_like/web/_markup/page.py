"""
What a view answers with.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from twisted.web import http
from twisted.web.template import Flattenable

from mantissa_like.web._markup.templates import Markup

__all__ = ["Download", "Page", "Redirect"]


@dataclass(frozen=True)
class Page:
    """
    The part of a page that is the view's own; the site puts its frame around it.

    @ivar title: plain text.
    @ivar content: tags, elements or text, without a Deferred among them; or finished markup.
    @ivar isCacheable: whether the same would be shown for as long as the store is unchanged.
    @ivar status: of the response.
    @ivar scripts: names of static files that are modules of JavaScript, such as C{timeline/live.js}; the page
        is of use without them.
    @ivar styles: names of static files that are style sheets of this page, such as C{notes/notes.css}.
    @ivar isLive: whether browsers follow the store and show anew those parts of the page that have an
        attribute C{data-live}, different for each; an event C{live} of the document tells scripts the news.
    @ivar isWide: whether it takes all of the window, as tables do, and not the width of a text.
    @ivar isUnlisted: whether search engines are to leave it out, as what was opened by a secret link.
    """

    title: str
    content: Flattenable | Markup
    isCacheable: bool = True
    status: int = http.OK
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    isWide: bool = False
    isLive: bool = False
    isUnlisted: bool = False


@dataclass(frozen=True)
class Redirect:
    """
    Where a browser is sent after an action.

    @ivar url: of the page that shows the result.
    @ivar data: what a program gets instead, anything that JSON can express; None for the URL alone.
    @ivar flash: what the page says once, in full sentences; may be empty.
    """

    url: str
    data: object = None
    flash: str = ""

    @property
    def forPrograms(self) -> object:
        """
        What a program gets instead.
        """
        return {"url": self.url} if self.data is None else self.data


@dataclass(frozen=True)
class Download:
    """
    A file that is sent as it is, whole or in ranges.

    @ivar path: of the file, which is read while it is sent.
    @ivar name: what browsers call it.
    @ivar contentType: of its content, such as C{image/png}. Browsers show pictures, sound, films and plain
        text, and save everything else, for it may come from anybody.
    @ivar isTemporary: whether the file is deleted once it was sent.
    @ivar isUnlisted: whether search engines are to leave it out.
    """

    path: Path
    name: str
    contentType: str = "application/octet-stream"
    isTemporary: bool = False
    isUnlisted: bool = False
