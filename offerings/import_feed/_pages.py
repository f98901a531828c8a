"""
The pages of somebody's feeds: all of them, and each.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Tag, tags

from mantissa_like.web import (
    BadInput,
    Column,
    Form,
    NotFound,
    Page,
    PagesBelow,
    Redirect,
    Table,
    Text,
    Visit,
    momentColumn,
    wholeNumber,
)
from offerings.import_feed._addresses import LONGEST_ADDRESS
from offerings.import_feed._feedpage import EVERY, FeedPage
from offerings.import_feed._feeds import Feed
from offerings.import_feed._states import asData, badge, problemOf, stateOf
from offerings.import_feed.errors import AlreadyFollowed, TooManyFeeds, UnfitAddress

__all__ = ["FeedsView"]

_ADDRESS = Text(
    "address",
    "Address of a feed",
    hint="RSS or Atom, such as https://example.com/feed.xml.",
    longest=LONGEST_ADDRESS,
)
_ADD = Form(_ADDRESS, EVERY, submit="Follow")
_HOURLY = "60"


class FeedsView(PagesBelow):
    """
    The feeds as their owner sees them.
    """

    def __init__(self, reader: Any) -> None:
        """
        @param reader: an L{offerings.import_feed.IFeedReader}.
        """
        self._reader = reader

    def pageAt(self, visit: Visit) -> Any:
        """
        See L{PagesBelow}.
        """
        match visit.segments:
            case ():
                return _FeedsPage(self._reader)
            case (text,) if (number := wholeNumber(text)) is not None:
                if (feed := self._reader.feed(number)) is not None:
                    return FeedPage(self._reader, feed, visit.path)
        raise NotFound


class _FeedsPage:
    """
    All feeds, and a form for another one.
    """

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def show(self, visit: Visit) -> Page:
        """
        For people.
        """
        table = _table(visit).of(self._reader.feeds(), visit).show("You follow no feeds yet.")
        return Page(
            "Feeds",
            [
                tags.h1("Feeds"),
                tags.p("What they bring comes to your timeline: the title, the beginning and the address."),
                tags.div(table, **{"data-live": "feeds"}),
                tags.h2("Follow another feed"),
                _ADD.show(visit, {EVERY: _HOURLY}),
            ],
            isLive=True,
        )

    def data(self, visit: Visit) -> dict[str, Any]:
        """
        For programs.
        """
        return {"feeds": [asData(feed) for feed in self._reader.feeds()]}

    def post(self, visit: Visit) -> Redirect:
        """
        Follow another one.
        """
        filled = _ADD.read(visit)
        try:
            feed = self._reader.add(filled[_ADDRESS], int(filled[EVERY]))
        except (AlreadyFollowed, TooManyFeeds, UnfitAddress) as e:
            raise BadInput(f"{e} {e.hint}", {"address": str(e)}) from e
        return Redirect(f"{visit.path}/{feed.storeID}", asData(feed), "You follow it. It is being fetched.")


def _table(visit: Visit) -> Table[Feed]:
    return Table(
        Column(
            "name",
            "Feed",
            lambda feed: feed.name,
            lambda feed: _named(visit, feed),
            by=Feed.title,
            isFiltered=True,
        ),
        Column("state", "State", stateOf, badge),
        momentColumn("fetched", "Last fetched", lambda feed: feed.fetched, Feed.fetched),
        momentColumn("due", "Next", lambda feed: feed.due, Feed.due),
        sort="name",
    )


def _named(visit: Visit, feed: Feed) -> Tag:
    link = tags.a(feed.name, href=f"{visit.path}/{feed.storeID}")
    return tags.div(link, tags.div(problemOf(feed), class_="hint") if problemOf(feed) else "")
