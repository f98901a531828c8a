"""
How a feed fares, in words and as data.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Tag, tags

from mantissa_like.web import momentOf
from offerings.import_feed._feeds import Feed

__all__ = ["asData", "badge", "problemOf", "stateOf"]

_MARKS = {"well": "good", "failing": "bad", "given up": "bad", "parked": "bad"}


def stateOf(feed: Feed) -> str:
    """
    In a word or two.
    """
    if feed.isPaused:
        return "paused"
    if feed.isParked:
        return "parked"
    if feed.isGivenUp:
        return "given up"
    if feed.isFetching:
        return "fetching"
    return "failing" if feed.problem else "well"


def badge(feed: Feed) -> Tag:
    """
    The same as people see it.
    """
    state = stateOf(feed)
    return tags.span(state, class_=f"badge {_MARKS.get(state, '')}")


def problemOf(feed: Feed) -> str:
    """
    What keeps its entries from coming; empty if nothing does.
    """
    if feed.isParked:
        return "The application was changed in a way that this feed can’t follow by itself."
    if feed.isGivenUp and feed.run.error is not None:
        return "Something went wrong here that was not foreseen."
    return feed.problem


def asData(feed: Feed) -> dict[str, Any]:
    """
    All there is to know, for programs.
    """
    return {
        "number": feed.storeID,
        "address": feed.address,
        "title": feed.title,
        "minutes": feed.minutes,
        "state": stateOf(feed),
        "problem": problemOf(feed),
        "fetched": None if feed.fetched is None else momentOf(feed.fetched),
        "due": None if feed.due is None else momentOf(feed.due),
        "posted": feed.posted,
    }
