"""
The timeline as a web page and as JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from epsilon.extime import Time
from twisted.web.template import Tag, tags

from mantissa_like.web import BadInput, Markup, Page, Redirect, Template, Visit, markup, wholeNumber
from offerings.timeline._items import LONGEST_POST, PostPage, ReadPost
from offerings.timeline._links import linked
from offerings.timeline.errors import UnfitText
from offerings.timeline.interfaces import IWritableTimeline

__all__ = ["TimelineAction", "TimelineView"]

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_MOST_SHOWN = 5000

_TEMPLATES = Path(__file__).with_name("templates")
# Filling a template costs a tenth of flattening tags, which tells where there are many of a kind.
_TIMELINE, _POSTS, _POST, _PAGES, _PAGE = (
    Template(_TEMPLATES / f"{name}.xml") for name in ("timeline", "posts", "post", "pages", "page")
)


class TimelineView:
    """
    One timeline as one visitor may see it.
    """

    def __init__(self, timeline: Any) -> None:
        """
        @param timeline: what is shared: an L{IReadableTimeline}, for its owner an L{IWritableTimeline} too.
        """
        self._timeline = timeline

    def show(self, visit: Visit) -> Page:
        """
        Twenty posts, the way to older and newer ones, and for the owner a form to post.
        """
        page = self._posts(visit)
        title = f"{visit.owner}’s timeline"
        isOwner = IWritableTimeline.providedBy(self._timeline)
        content = visit.fill(
            _TIMELINE,
            title=title,
            counted=_counted(self._timeline.count()),
            form=markup(_form(visit)) if isOwner else b"",
            posts=_list(visit, page.posts),
            pages=_navigation(visit, page),
        )
        return Page(title, content, isLive=True)

    def data(self, visit: Visit) -> dict[str, Any]:
        """
        The same for programs.
        """
        page = self._posts(visit)
        older, newer = _neighbours(visit, page)
        return {
            "count": self._timeline.count(),
            "posts": [_asJSON(post) for post in page.posts],
            "older": older,
            "newer": newer,
        }

    def _posts(self, visit: Visit) -> PostPage:
        found: PostPage = self._timeline.page(before=_number(visit, "before"), after=_number(visit, "after"))
        return found


class TimelineAction:
    """
    What the owner of a timeline can do.
    """

    def __init__(self, timeline: Any) -> None:
        """
        @param timeline: an L{IWritableTimeline}.
        """
        self._timeline = timeline

    def post(self, visit: Visit) -> Redirect:
        """
        Add a post of the text in the field C{text}.
        """
        written = Time.fromPOSIXTimestamp(visit.clock.seconds())
        try:
            number = self._timeline.write(visit.fields.get("text", ""), written)
        except UnfitText as e:
            raise BadInput(str(e)) from e
        return Redirect(visit.path, data={"number": number})


def _number(visit: Visit, name: str) -> int | None:
    value = visit.arguments.get(name)
    if value is None:
        return None
    if (number := wholeNumber(value)) is None:
        raise BadInput(f"{name} is the number of a post, not {value[:40]!r}.")
    return number


def _counted(count: int) -> str:
    return "1 post" if count == 1 else f"{count:,} posts"


def _asJSON(post: ReadPost) -> dict[str, Any]:
    return {"number": post.number, "text": post.body, "written": _isoTime(_moment(post))}


def _moment(post: ReadPost) -> datetime:
    return datetime.fromtimestamp(post.written / 1_000_000, UTC)


def _isoTime(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _asPeopleWriteIt(moment: datetime) -> str:
    # Not strftime, whose months are those of the server's locale.
    time = f"{moment.hour:02}:{moment.minute:02}"
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {time} UTC"


def _list(visit: Visit, posts: Sequence[ReadPost]) -> Markup:
    if not posts:
        return markup(tags.p("Nothing has been written here yet.", class_="empty"))
    template = visit.theme.find(_POST, visit.language)
    return visit.fill(_POSTS, posts=b"\n".join([_listItem(template, post) for post in posts]))


@lru_cache(_MOST_SHOWN)
def _listItem(template: Template, post: ReadPost) -> Markup:
    # Made of nothing but this, and kept: of a page that changed, most posts were on it before.
    moment = _moment(post)
    return template.fill(
        number=str(post.number),
        moment=_isoTime(moment),
        shown=_asPeopleWriteIt(moment),
        body=linked(post.body),
    )


def _form(visit: Visit) -> Tag:
    area = tags.textarea(visit.fields.get("text", ""), id="text", name="text", rows="3", required="required")
    return tags.form(
        visit.csrfField(),
        tags.p(tags.label("What is new?", for_="text"), area(maxlength=str(LONGEST_POST))),
        tags.p(tags.button("Post", type="submit")),
        method="post",
        action=visit.path,
        class_="compose",
    )


def _neighbours(visit: Visit, page: PostPage) -> tuple[str | None, str | None]:
    """
    The URLs of the older and of the newer page, None where there is none.
    """
    if not page.posts:
        return None, None
    newest, oldest = page.posts[0].number, page.posts[-1].number
    older = f"{visit.path}?before={oldest}" if page.hasOlder else None
    newer = f"{visit.path}?after={newest}" if page.hasNewer else None
    return older, newer


def _navigation(visit: Visit, page: PostPage) -> Markup | bytes:
    older, newer = _neighbours(visit, page)
    links = b""
    if newer is not None:
        links += visit.fill(_PAGE, url=newer, relation="prev", label="Newer")
    if older is not None:
        links += visit.fill(_PAGE, url=older, relation="next", label="Older")
    return visit.fill(_PAGES, links=links) if links else b""
