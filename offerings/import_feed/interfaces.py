"""
What a list of feeds offers to its owner, and by what feeds are fetched.
"""

from __future__ import annotations

from zope.interface import Interface

from axiom.item import nameInterface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["IFeedReader", "IFeedSource"]


class IFeedSource(Interface):
    """
    The way to feeds; a powerup of the site store.
    """

    def fetch(address, etag, modified):
        """
        Ask for a feed.

        Called outside transactions. Repeating it does no harm.

        @param address: of the feed, as L{offerings.import_feed.fitAddress} gives it.
        @param etag: the C{ETag} that came with it last; may be empty.
        @param modified: the C{Last-Modified} that came with it last; may be empty.
        @return: a Deferred of a L{offerings.import_feed.Fetched}, which may be cancelled; it fails with a
            L{FeedProblem<offerings.import_feed.FeedProblem>}, of which L{FeedUnreachable
            <offerings.import_feed.FeedUnreachable>} is worth trying again soon.
        """


class IFeedReader(Interface):
    """
    The feeds that one person follows.

    What changes something does so in one transaction.
    """

    def feeds():
        """
        A query of them, L{Feed<offerings.import_feed.Feed>}s, by their addresses.
        """

    def feed(number):
        """
        The one with this number; None if there is none.
        """

    def add(address, minutes):
        """
        Follow another feed, from now on.

        @param minutes: from one fetch to the next.
        @return: the L{Feed<offerings.import_feed.Feed>}.
        @raise UnfitAddress: that is no address of the web.
        @raise AlreadyFollowed: it is followed.
        @raise TooManyFeeds: there is no room for more.
        """

    def remove(feed):
        """
        Follow a feed no more, and forget it. What it posted stays.
        """


nameInterface(IFeedReader, "import_feed.IFeedReader")
nameInterface(IFeedSource, "import_feed.IFeedSource")
