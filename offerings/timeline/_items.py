"""
A timeline and its posts, in their owner's store.
"""

from __future__ import annotations

from dataclasses import dataclass

from epsilon.extime import Time
from zope.interface import implementer

from axiom.attributes import AND, integer, reference, text, timestamp
from axiom.item import Item, transacted
from mantissa_like.sharing import getEveryoneRole, getSelfRole, setDefaultShareID, shareItem
from offerings.timeline.errors import UnfitText
from offerings.timeline.interfaces import IReadableTimeline, IWritableTimeline

__all__ = ["LONGEST_POST", "PAGE_SIZE", "Post", "PostPage", "Timeline"]

LONGEST_POST = 2000
PAGE_SIZE = 20


@dataclass(frozen=True)
class PostPage:
    """
    Some of the posts of a timeline, the newest first.

    @ivar posts: at most L{PAGE_SIZE}; may be empty.
    @ivar hasOlder: whether there are posts before them.
    @ivar hasNewer: whether there are posts after them.
    """

    posts: tuple[Post, ...]
    hasOlder: bool
    hasNewer: bool


@implementer(IReadableTimeline, IWritableTimeline)
class Timeline(Item):
    """
    The posts of one person.

    @ivar postCount: how many there are.
    """

    typeName = "timeline_timeline"

    postCount = integer(allowNone=False, default=0)

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
        store = self.presentStore()
        mine = Post.timeline == self
        if after is not None:
            found = list(
                store.query(
                    Post, AND(mine, Post.storeID > after), limit=PAGE_SIZE + 1, sort=Post.storeID.ascending
                )
            )
            posts = tuple(reversed(found[:PAGE_SIZE]))
            return PostPage(posts, hasOlder=True, hasNewer=len(found) > PAGE_SIZE)
        condition = mine if before is None else AND(mine, Post.storeID < before)
        found = list(store.query(Post, condition, limit=PAGE_SIZE + 1, sort=Post.storeID.descending))
        return PostPage(
            tuple(found[:PAGE_SIZE]), hasOlder=len(found) > PAGE_SIZE, hasNewer=before is not None
        )

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


class Post(Item):
    """
    One short text.

    @ivar timeline: where it stands.
    @ivar body: 1 to 2,000 characters.
    @ivar written: when.
    """

    typeName = "timeline_post"

    body = text(allowNone=False)
    written = timestamp(allowNone=False)
    timeline = reference(allowNone=False, reftype=Timeline, whenDeleted=reference.CASCADE)
