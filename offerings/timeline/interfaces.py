"""
What a timeline offers: reading to whoever it is shared with, writing to its owner.
"""

from __future__ import annotations

from zope.interface import Interface

from axiom.item import nameInterface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["IReadableTimeline", "IWritableTimeline"]


class IReadableTimeline(Interface):
    """
    Posts, the newest first.
    """

    def page(before=None, after=None):
        """
        As many posts as the timeline has on a page, at most.

        @param before: only posts older than the one with this number.
        @param after: the oldest of those newer than the one with this number.
        @return: a L{PostPage}.
        """

    def count():
        """
        How many posts there are.
        """


class IWritableTimeline(Interface):
    """
    A place for new posts.
    """

    def write(text, written):
        """
        Add a post, in a transaction.

        @param text: 1 to 2,000 characters, not only white space.
        @param written: the moment, a C{epsilon.extime.Time}.
        @return: the post's number.
        @raise UnfitText: it is empty or too long; nothing was written.
        """


nameInterface(IReadableTimeline, "timeline.IReadableTimeline")
nameInterface(IWritableTimeline, "timeline.IWritableTimeline")
