"""
The feeds that one person follows, and the site's way to them.
"""

from __future__ import annotations

from typing import Any

from epsilon.extime import Time
from twisted.internet.defer import Deferred
from zope.interface import implementer

from axiom.attributes import AND, timestamp
from axiom.item import Item, transacted
from axiom.runtime import installedReactor
from axiom.store import ItemQuery
from mantissa_like.sharing import getSelfRole, shareItem
from mantissa_like.site import siteConfig
from mantissa_like.web import INavigable, Tab
from offerings.import_feed._addresses import fitAddress
from offerings.import_feed._feeds import Feed
from offerings.import_feed._fetching import Fetched, WebSource
from offerings.import_feed.errors import AlreadyFollowed, TooManyFeeds
from offerings.import_feed.interfaces import IFeedReader, IFeedSource

__all__ = ["MOST_FEEDS", "FeedReader", "FeedSource"]

MOST_FEEDS = 100


@implementer(IFeedReader, INavigable)
class FeedReader(Item):
    """
    The feeds of one person, whose entries come to their timeline.

    @ivar created: when it was granted.
    """

    typeName = "import_feed_reader"
    schemaVersion = 1
    powerupInterfaces = (IFeedReader, INavigable)

    created = timestamp(allowNone=False, defaultFactory=Time)

    def installed(self) -> None:
        """
        Called when the application is given to a person: nobody but they see it.
        """
        store = self.presentStore()
        shareItem(self, toRole=getSelfRole(store), shareID="feeds", interfaces=[IFeedReader])

    def uninstalled(self) -> None:
        """
        Called when the application is taken from a person: nothing goes on.
        """
        for feed in self.feeds():
            feed.pause()

    def feeds(self) -> ItemQuery[Feed]:
        """
        See L{IFeedReader}.
        """
        return self.presentStore().query(Feed, Feed.reader == self, sort=Feed.address.ascending)

    def feed(self, number: int) -> Feed | None:
        """
        See L{IFeedReader}.
        """
        ours = AND(Feed.reader == self, Feed.storeID == number)
        found: Feed | None = self.presentStore().findFirst(Feed, ours)
        return found

    @transacted
    def add(self, address: str, minutes: int) -> Feed:
        """
        See L{IFeedReader}.
        """
        store, fit = self.presentStore(), fitAddress(address)
        if store.count(Feed, AND(Feed.reader == self, Feed.address == fit)):
            raise AlreadyFollowed
        if self.feeds().count() >= MOST_FEEDS:
            raise TooManyFeeds(MOST_FEEDS)
        now = Time.fromPOSIXTimestamp(store.runtime.clock.seconds())
        feed = Feed(store=store, reader=self, address=fit, minutes=minutes, added=now)
        feed.begin()
        return feed

    @transacted
    def remove(self, feed: Feed) -> None:
        """
        See L{IFeedReader}.
        """
        feed.pause()
        feed.deleteFromStore()

    def tabs(self) -> tuple[Tab, ...]:
        """
        See L{INavigable}.
        """
        return (Tab("Feeds", "feeds", "News from the web, for your timeline."),)


@implementer(IFeedSource)
class FeedSource(Item):
    """
    Fetches feeds from the web, as the site's C{site.toml} allows.

    @ivar created: since when.
    """

    typeName = "import_feed_source"
    schemaVersion = 1
    powerupInterfaces = (IFeedSource,)

    created = timestamp(allowNone=False, defaultFactory=Time)

    def fetch(self, address: str, etag: str, modified: str) -> Deferred[Fetched]:
        """
        See L{IFeedSource}.
        """
        siteStore: Any = self.presentStore()
        networks = siteConfig(siteStore).outgoing.networks
        source = WebSource(installedReactor(), networks, siteStore.runtime.inThread)
        return source.fetch(address, etag, modified)
