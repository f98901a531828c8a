"""
The page of one feed.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, tags

from mantissa_like.web import (
    Choice,
    Form,
    Page,
    Redirect,
    Visit,
    button,
    chosenAct,
    confirmed,
    facts,
    timeTag,
)
from offerings.import_feed._feeds import Feed
from offerings.import_feed._states import asData, badge, problemOf

__all__ = ["EVERY", "FeedPage"]

EVERY = Choice(
    "minutes",
    "Look for news",
    options=(
        ("15", "every quarter of an hour"),
        ("60", "every hour"),
        ("360", "four times a day"),
        ("1440", "daily"),
    ),
)
_CHANGE = Form(EVERY, submit="Save")


class FeedPage:
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
            "State": badge(feed),
            "Last fetched": timeTag(feed.fetched),
            "Next": timeTag(feed.due),
            "Posted": f"{feed.posted:,}",
        }
        if problemOf(feed):
            known["Problem"] = problemOf(feed)
        buttons = tags.div(*self._buttons(visit), class_="buttons")
        return Page(
            feed.name,
            [
                tags.p(tags.a("Feeds", href=self._home)),
                tags.h1(feed.name),
                tags.div(facts(known), buttons, **{"data-live": "feed"}),
                tags.h2("Settings"),
                _CHANGE.show(visit, {EVERY: str(feed.minutes)}, extra={"act": "change"}),
                tags.div(button(visit, "Remove", None, True, act="remove"), class_="buttons"),
            ],
            isLive=True,
        )

    def data(self, visit: Visit) -> dict[str, Any]:
        """
        For programs.
        """
        return asData(self._feed)

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
        return [button(visit, "Try again" if problemOf(feed) else "Fetch now", act="again"), pause]

    def _fetch(self, visit: Visit) -> Redirect:
        self._feed.begin()
        return Redirect(visit.path, asData(self._feed), "It is being fetched.")

    def _tryAgain(self, visit: Visit) -> Redirect:
        self._feed.tryAgain()
        return Redirect(visit.path, asData(self._feed), "It is being fetched.")

    def _pause(self, visit: Visit) -> Redirect:
        self._feed.pause()
        return Redirect(visit.path, asData(self._feed), "Paused.")

    def _change(self, visit: Visit) -> Redirect:
        self._feed.minutes = int(_CHANGE.read(visit)[EVERY])
        return Redirect(visit.path, asData(self._feed), "Saved. It counts from the next time on.")

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
