"""
Feeds: news from the web on one's own timeline, fetched by durable functions.
"""

from __future__ import annotations

from mantissa_like.catalog import Offering, Powerup
from mantissa_like.web import registerWebView
from offerings.import_feed._addresses import fitAddress
from offerings.import_feed._feeds import Feed
from offerings.import_feed._fetching import Fetched, WebSource
from offerings.import_feed._items import MOST_FEEDS, FeedReader, FeedSource
from offerings.import_feed._pages import FeedsView
from offerings.import_feed._parsing import Entry, ParsedFeed, readFeed
from offerings.import_feed._posting import KnownEntry
from offerings.import_feed.errors import (
    AlreadyFollowed,
    FeedGone,
    FeedProblem,
    FeedRefused,
    FeedsSuspended,
    FeedTooLarge,
    FeedUnreachable,
    ForbiddenAddress,
    NoFeed,
    NoTimeline,
    TooManyFeeds,
    UnfitAddress,
)
from offerings.import_feed.interfaces import IFeedReader, IFeedSource

__all__ = [
    "MOST_FEEDS",
    "AlreadyFollowed",
    "Entry",
    "Feed",
    "FeedGone",
    "FeedProblem",
    "FeedReader",
    "FeedRefused",
    "FeedSource",
    "FeedTooLarge",
    "FeedUnreachable",
    "FeedsSuspended",
    "Fetched",
    "ForbiddenAddress",
    "IFeedReader",
    "IFeedSource",
    "KnownEntry",
    "NoFeed",
    "NoTimeline",
    "ParsedFeed",
    "TooManyFeeds",
    "UnfitAddress",
    "WebSource",
    "fitAddress",
    "offering",
    "readFeed",
]

registerWebView(IFeedReader, FeedsView)

offering = Offering(
    name="import_feed",
    description="News from the web, for one's own timeline.",
    siteRequirements=((IFeedSource, FeedSource),),
    installablePowerups=(Powerup("feeds", "Feeds whose entries come to one's timeline.", FeedReader),),
    permissions=("It fetches web addresses that people give it.",),
)
