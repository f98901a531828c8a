"""
One connection that follows a page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import msgspec

from axiom.errors import StoreBusy
from mantissa_like.web._visitors.sessions import Session
from mantissa_like.web._websharing.sharedpages import Asked

__all__ = ["Connection", "Following", "newsOf"]


class Connection(Protocol):
    """
    What carries news to a browser or program.
    """

    def tell(self, revision: int, news: bytes) -> None:
        """
        Send news.

        @param news: what L{newsOf} made.
        """

    def end(self, mayReturn: bool) -> None:
        """
        Send nothing any more. Repeating it is safe.

        @param mayReturn: whether it is worth while to connect again.
        """

    def keepAlive(self) -> None:
        """
        Show whatever stands between that the connection is in use; called every minute or so.
        """


@dataclass(eq=False, slots=True)
class Following:
    """
    Who follows what, and how far they know it.

    @ivar asked: the page, and as whom.
    @ivar recall: finds the session anew; None for who is not logged in.
    @ivar visitor: the viewer, or the network of who is not logged in.
    @ivar revision: of the store, the last that they heard of.
    @ivar connection: by which they hear.
    """

    asked: Asked
    recall: Callable[[], Session | None] | None
    visitor: str
    revision: int
    connection: Connection

    def tell(self, revision: int, news: bytes) -> None:
        """
        Tell of a revision, if they are still logged in.
        """
        if self.check():
            self.revision = revision
            self.connection.tell(revision, news)

    def check(self) -> bool:
        """
        Let them go unless they are still logged in as they were.

        @return: whether they are.
        """
        if self._isWelcome():
            return True
        self.connection.end(mayReturn=False)
        return False

    def _isWelcome(self) -> bool:
        if self.recall is None:
            return True
        try:
            session = self.recall()
        except StoreBusy:
            # It is looked at again.
            return True
        return session is not None and session.viewer == self.asked.viewer and session.allows("read")


def newsOf(revision: int, *changes: object) -> bytes:
    """
    What is told of a new revision.

    @param changes: what the view says of it, if it does.
    @return: a JSON object.
    """
    return msgspec.json.encode({"revision": revision, **({"changes": changes[0]} if changes else {})})
