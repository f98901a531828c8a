"""
Posting what is new in a feed, each entry once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from epsilon.extime import Time

from axiom.attributes import AND, OR, compoundIndex, reference, text
from axiom.item import Item
from offerings.import_feed.errors import NoTimeline
from offerings.timeline import Timeline

__all__ = ["KnownEntry", "postNew"]

_POSTED_AT_FIRST = 5
_MOST_KNOWN = 1000


class KnownEntry(Item):
    """
    One entry that is not new any more.

    @ivar feed: of which.
    @ivar key: a hash of what the feed knows it by.
    @ivar content: a hash of what it says, by which it is known if the feed changes its mind about that.
    """

    typeName = "import_feed_known_entry"
    schemaVersion = 1

    feed = reference(allowNone=False, whenDeleted=reference.CASCADE)
    key = text(allowNone=False, caseSensitive=True)
    content = text(allowNone=False, caseSensitive=True)
    compoundIndex(feed, key)
    compoundIndex(feed, content)


def postNew(feed: Item, entries: Sequence[Sequence[str]], title: str, isFirst: bool, now: Time) -> int:
    """
    Post what is new on the timeline, the oldest first; in a transaction.

    @param entries: pairs of the key and the text of each, the newest first.
    @param title: of the feed; may be empty.
    @param isFirst: whether the feed is new to its reader, who gets a few entries only.
    @return: how many were posted.
    @raise NoTimeline: there is none in the store.
    """
    store = feed.presentStore()
    timeline = store.findFirst(Timeline)
    if timeline is None:
        raise NoTimeline("You have no timeline on which its entries could be posted.")
    new = [text for key, text in entries if _isNew(feed, key, text)]
    posted = new[:_POSTED_AT_FIRST] if isFirst else new
    for each in reversed(posted):
        timeline.write(f"{title}: {each}" if title else each, now)
    isItsOwn, newestFirst = KnownEntry.feed == feed, KnownEntry.storeID.descending
    for old in list(store.query(KnownEntry, isItsOwn, offset=_MOST_KNOWN, sort=newestFirst)):
        old.deleteFromStore()
    return len(posted)


def _isNew(feed: Item, key: str, said: str) -> bool:
    """
    Whether an entry is new; from now on it is not.
    """
    store, content = feed.presentStore(), hashlib.sha256(said.encode()).hexdigest()
    isKnown = OR(KnownEntry.key == key, KnownEntry.content == content)
    if store.findFirst(KnownEntry, AND(KnownEntry.feed == feed, isKnown)) is not None:
        return False
    KnownEntry(store=store, feed=feed, key=key, content=content)
    return True
