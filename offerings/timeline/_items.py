"""
A timeline and its posts, in their owner's store.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from typing import NamedTuple

from epsilon.extime import Time
from zope.interface import implementer

from axiom.attributes import AND, integer, reference, text, timestamp
from axiom.item import Item, transacted
from axiom.search import Hit
from mantissa_like.sharing import ITitled, getEveryoneRole, getSelfRole, setDefaultShareID, shareItem
from mantissa_like.web import (
    Filled,
    INavigable,
    IPreferences,
    ISearchable,
    Number,
    Preferences,
    SearchResult,
    SearchResults,
    Tab,
)
from offerings.timeline.errors import UnfitText
from offerings.timeline.interfaces import IReadableTimeline, IWritableTimeline

__all__ = ["LONGEST_POST", "PAGE_SIZE", "Post", "PostPage", "ReadPost", "Timeline"]

LONGEST_POST = 2000
PAGE_SIZE = 20

_LONGEST_TITLE = 60
_PAGE_SIZE = Number(
    "postsPerPage",
    "Posts on a page",
    hint="From 5 to 100, for everybody who reads your timeline.",
    least=5,
    most=100,
)


class ReadPost(NamedTuple):
    """
    A post as others read it.

    @ivar number: of the post.
    @ivar body: see L{Post}.
    @ivar written: microseconds since the epoch.
    """

    number: int
    body: str
    written: int


@dataclass(frozen=True)
class PostPage:
    """
    Some of the posts of a timeline, the newest first.

    @ivar posts: at most as many as the timeline has on a page; may be empty.
    @ivar hasOlder: whether there are posts before them.
    @ivar hasNewer: whether there are posts after them.
    """

    posts: tuple[ReadPost, ...]
    hasOlder: bool
    hasNewer: bool


@implementer(IReadableTimeline, IWritableTimeline, INavigable, IPreferences, ISearchable, ITitled)
class Timeline(Item):
    """
    The posts of one person.

    @ivar postCount: how many there are.
    @ivar postsPerPage: how many of them a page shows, 5 to 100.
    """

    typeName = "timeline_timeline"
    schemaVersion = 2
    title = "Timeline"
    powerupInterfaces = (INavigable, IPreferences, ISearchable)

    postCount = integer(allowNone=False, default=0)
    postsPerPage = integer(allowNone=False, default=PAGE_SIZE)

    def installed(self) -> None:
        """
        Called when the application is given to a person: everybody may read, the owner may write.
        """
        store = self.presentStore()
        shareItem(self, toRole=getEveryoneRole(store), shareID="timeline", interfaces=[IReadableTimeline])
        shareItem(
            self,
            toRole=getSelfRole(store),
            shareID="timeline",
            interfaces=[IReadableTimeline, IWritableTimeline],
        )
        setDefaultShareID(store, "timeline")

    def page(self, before: int | None = None, after: int | None = None) -> PostPage:
        """
        See L{IReadableTimeline}.
        """
        store, size = self.presentStore(), self.postsPerPage
        mine, number = Post.timeline == self, Post.storeID
        if after is not None:
            found = store.query(Post, AND(mine, number > after), limit=size + 1, sort=number.ascending)
        else:
            older = mine if before is None else AND(mine, number < before)
            found = store.query(Post, older, limit=size + 1, sort=number.descending)
        read = list(map(ReadPost._make, found.getColumns("storeID", "body", "written", raw=True)))
        posts, isCut = tuple(read[:size]), len(read) > size
        if after is not None:
            return PostPage(posts[::-1], hasOlder=True, hasNewer=isCut)
        return PostPage(posts, hasOlder=isCut, hasNewer=before is not None)

    def count(self) -> int:
        """
        See L{IReadableTimeline}.
        """
        return self.postCount

    @transacted
    def write(self, text: str, written: Time) -> int:
        """
        See L{IWritableTimeline}.
        """
        body = text.strip()
        if not body:
            raise UnfitText("A post needs some text.")
        if len(body) > LONGEST_POST:
            raise UnfitText(f"A post has at most {LONGEST_POST:,} characters; this one has {len(body):,}.")
        if "\0" in body:
            raise UnfitText("A post can't have NUL characters.")
        post = Post(store=self.presentStore(), timeline=self, body=body, written=written)
        self.postCount += 1
        return int(post.storeID)

    def tabs(self) -> tuple[Tab, ...]:
        """
        See L{INavigable}.
        """
        badge = "1 post" if self.postCount == 1 else f"{self.postCount:,} posts"
        return (Tab("Timeline", "timeline", "Short posts, read by everybody.", badge=badge),)

    def preferences(self) -> Preferences:
        """
        See L{IPreferences}.
        """
        return Preferences("timeline", "Timeline", {_PAGE_SIZE: self.postsPerPage})

    def prefer(self, chosen: Filled) -> None:
        """
        See L{IPreferences}.
        """
        self.postsPerPage = chosen[_PAGE_SIZE]

    def search(self, text: str, limit: int) -> SearchResults:
        """
        See L{ISearchable}.
        """
        store = self.presentStore()
        hits = store.search(Post.body.matches(text), Post.timeline == self, limit=limit)
        return SearchResults("Timeline", [_asResult(hit) for hit in hits])


class Post(Item):
    """
    One short text.

    @ivar timeline: where it stands.
    @ivar body: 1 to 2,000 characters.
    @ivar written: when.
    """

    typeName = "timeline_post"

    body = text(allowNone=False, searchable=True)
    written = timestamp(allowNone=False)
    timeline = reference(allowNone=False, reftype=Timeline, whenDeleted=reference.CASCADE)


def _asResult(hit: Hit[Post]) -> SearchResult:
    post = hit.item
    return SearchResult(
        title=shorten(post.body, _LONGEST_TITLE, placeholder="…"),
        # The page that ends with the post.
        url=f"timeline?before={post.storeID + 1}#post-{post.storeID}",
        excerpt=hit.excerpt,
        when=post.written,
    )
