"""
The pages of somebody's feeds: all of them, and each.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.web import (
    BadInput,
    Choice,
    Column,
    Form,
    NotFound,
    Page,
    Redirect,
    Table,
    Text,
    Visit,
    button,
    chosenAct,
    confirmed,
    facts,
    momentColumn,
    momentOf,
    timeTag,
    wholeNumber,
)
from offerings.import_feed._addresses import LONGEST_ADDRESS
from offerings.import_feed._feeds import Feed
from offerings.import_feed.errors import TooManyFeeds, UnfitAddress

__all__ = ["FeedsView"]

_ADDRESS = Text(
    "address",
    "Address of a feed",
    hint="RSS or Atom, such as https://example.com/feed.xml.",
    longest=LONGEST_ADDRESS,
)
_EVERY = Choice(
    "minutes",
    "Look for news",
    options=(
        ("15", "every quarter of an hour"),
        ("60", "every hour"),
        ("360", "four times a day"),
        ("1440", "daily"),
    ),
)
_ADD = Form(_ADDRESS, _EVERY, submit="Follow")
_CHANGE = Form(_EVERY, submit="Save")
_HOURLY = "60"
_MARKS = {"well": "good", "failing": "bad", "given up": "bad", "parked": "bad"}


class FeedsView:
    """
    The feeds as their owner sees them.
    """

    hasPagesBelow = True

    def __init__(self, reader: Any) -> None:
        """
        @param reader: an L{offerings.import_feed.IFeedReader}.
        """
        self._reader = reader

    def show(self, visit: Visit) -> Page:
        """
        The page at the end of the path.
        """
        page, there = self._find(visit)
        shown: Page = page.show(there)
        return shown

    def data(self, visit: Visit) -> Any:
        """
        The same for programs.
        """
        page, there = self._find(visit)
        return page.data(there)

    def post(self, visit: Visit) -> Any:
        """
        What a form of that page does.
        """
        page, there = self._find(visit)
        return page.post(there)

    def _find(self, visit: Visit) -> tuple[Any, Visit]:
        """
        The page, and the visit as if it were to that alone.
        """
        there = replace(visit, path="/".join((visit.path, *visit.segments)), segments=())
        match visit.segments:
            case ():
                return _FeedsPage(self._reader), there
            case (text,) if (number := wholeNumber(text)) is not None:
                if (feed := self._reader.feed(number)) is not None:
                    return _FeedPage(self._reader, feed, visit.path), there
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
                _ADD.show(visit, {_EVERY: _HOURLY}),
            ],
            isLive=True,
        )

    def data(self, visit: Visit) -> dict[str, Any]:
        """
        For programs.
        """
        return {"feeds": [_data(feed) for feed in self._reader.feeds()]}

    def post(self, visit: Visit) -> Redirect:
        """
        Follow another one.
        """
        filled = _ADD.read(visit)
        try:
            feed = self._reader.add(filled[_ADDRESS], int(filled[_EVERY]))
        except (TooManyFeeds, UnfitAddress) as e:
            raise BadInput(f"{e} {e.hint}", {"address": str(e)}) from e
        return Redirect(f"{visit.path}/{feed.storeID}", _data(feed), "You follow it. It is being fetched.")


class _FeedPage:
    """
    One feed: how it fares, and what can be done with it.
    """

    def __init__(self, reader: Any, feed: Feed, home: str) -> None:
        self._reader, self._feed, self._home = reader, feed, home

    def show(self, visit: Visit) -> Page:
        """
        For people.
        """
        feed = self._feed
        known: dict[str, Flattenable] = {
            "Address": tags.a(feed.address, href=feed.address, rel="noreferrer noopener nofollow"),
            "State": _badge(feed),
            "Last fetched": timeTag(feed.fetched),
            "Next": timeTag(feed.due),
            "Posted": f"{feed.posted:,}",
        }
        if _problem(feed):
            known["Problem"] = _problem(feed)
        buttons = tags.div(*self._buttons(visit), class_="buttons")
        return Page(
            feed.name,
            [
                tags.p(tags.a("Feeds", href=self._home)),
                tags.h1(feed.name),
                tags.div(facts(known), buttons, **{"data-live": "feed"}),
                tags.h2("Settings"),
                _CHANGE.show(visit, {_EVERY: str(feed.minutes)}, extra={"act": "change"}),
                tags.div(button(visit, "Remove", None, True, act="remove"), class_="buttons"),
            ],
            isLive=True,
        )

    def data(self, visit: Visit) -> dict[str, Any]:
        """
        For programs.
        """
        return _data(self._feed)

    def post(self, visit: Visit) -> Redirect | Page:
        """
        What the field C{act} says.
        """
        acts = {
            "fetch": self._fetch,
            "again": self._tryAgain,
            "pause": self._pause,
            "change": self._change,
            "remove": self._remove,
        }
        return chosenAct(visit, acts)(visit)

    def _buttons(self, visit: Visit) -> list[Flattenable]:
        feed = self._feed
        if feed.isPaused:
            return [button(visit, "Go on", act="fetch")]
        pause = button(visit, "Pause", act="pause")
        if feed.isFetching:
            return [pause]
        if feed.isParked:
            return [button(visit, "Try again", act="again"), button(visit, "Start over", act="fetch"), pause]
        return [button(visit, "Try again" if _problem(feed) else "Fetch now", act="again"), pause]

    def _fetch(self, visit: Visit) -> Redirect:
        self._feed.begin()
        return Redirect(visit.path, _data(self._feed), "It is being fetched.")

    def _tryAgain(self, visit: Visit) -> Redirect:
        self._feed.tryAgain()
        return Redirect(visit.path, _data(self._feed), "It is being fetched.")

    def _pause(self, visit: Visit) -> Redirect:
        self._feed.pause()
        return Redirect(visit.path, _data(self._feed), "Paused.")

    def _change(self, visit: Visit) -> Redirect:
        self._feed.minutes = int(_CHANGE.read(visit)[_EVERY])
        return Redirect(visit.path, _data(self._feed), "Saved. It counts from the next time on.")

    def _remove(self, visit: Visit) -> Redirect | Page:
        feed = self._feed
        question = confirmed(
            visit,
            f"Follow {feed.name} no more?",
            "What it posted stays. You can follow it again by its address.",
            "Remove",
            visit.path,
        )
        if question is not None:
            return Page("Remove the feed?", question)
        name = feed.name
        self._reader.remove(feed)
        return Redirect(self._home, flash=f"You don’t follow {name} any more.")


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
        Column("state", "State", _state, _badge),
        momentColumn("fetched", "Last fetched", lambda feed: feed.fetched, Feed.fetched),
        momentColumn("due", "Next", lambda feed: feed.due, Feed.due),
        sort="name",
    )


def _named(visit: Visit, feed: Feed) -> Tag:
    link = tags.a(feed.name, href=f"{visit.path}/{feed.storeID}")
    return tags.div(link, tags.div(_problem(feed), class_="hint") if _problem(feed) else "")


def _state(feed: Feed) -> str:
    if feed.isPaused:
        return "paused"
    if feed.isParked:
        return "parked"
    if feed.isGivenUp:
        return "given up"
    if feed.isFetching:
        return "fetching"
    return "failing" if feed.problem else "well"


def _badge(feed: Feed) -> Tag:
    state = _state(feed)
    return tags.span(state, class_=f"badge {_MARKS.get(state, '')}")


def _problem(feed: Feed) -> str:
    """
    What keeps its entries from coming; empty if nothing does.
    """
    if feed.isParked:
        return "The application was changed in a way that this feed can’t follow by itself."
    if feed.isGivenUp and feed.run.error is not None:
        return "Something went wrong here that was not foreseen."
    return feed.problem


def _data(feed: Feed) -> dict[str, Any]:
    return {
        "number": feed.storeID,
        "address": feed.address,
        "title": feed.title,
        "minutes": feed.minutes,
        "state": _state(feed),
        "problem": _problem(feed),
        "fetched": None if feed.fetched is None else momentOf(feed.fetched),
        "due": None if feed.due is None else momentOf(feed.due),
        "posted": feed.posted,
    }
