"""
What visitors asked for before, known by the bytes that they sent, so that it need not be understood again.

Who somebody is and where a path leads depends on the site store alone. So all is forgotten when that changes,
whichever process writes.
"""

from __future__ import annotations

from typing import NamedTuple

from twisted.web.server import Request

from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.web._websharing.sharedpages import Asked

__all__ = ["Recollection"]

_LONGEST = 4000


class _Sent(NamedTuple):
    """
    All of a request on which it depends what it asks for.
    """

    isSecure: bool
    uri: bytes
    cookies: tuple[bytes, ...]
    accept: bytes
    languages: bytes


class Recollection:
    """
    A bounded number of requests of visitors who are not logged in.

    @ivar revision: that of the site store when L{find} was called last.
    """

    def __init__(self, siteStore: Store, most: int) -> None:
        """
        @param most: requests kept at a time.
        """
        self._siteStore, self._most = siteStore, most
        self._known: dict[_Sent, tuple[SubStore, Asked]] = {}
        self.revision = -1

    def find(self, request: Request) -> tuple[SubStore, Asked] | None:
        """
        What the same request asked for, or None.
        """
        revision = self._siteStore.revision
        if revision != self.revision:
            self._known.clear()
            self.revision = revision
        # Who sends a token is somebody, whatever else was sent.
        if request.requestHeaders.hasHeader(b"Authorization"):
            return None
        return self._known.get(_sentBy(request))

    def keep(self, request: Request, revision: int, subStore: SubStore, asked: Asked) -> None:
        """
        Remember what a request asked for, whose sender is nobody.

        @param revision: L{revision} before it was understood; others may have asked since, at a later one.
        """
        sent = _sentBy(request)
        if revision == self.revision and len(sent.uri) + sum(map(len, sent.cookies)) <= _LONGEST:
            if len(self._known) >= self._most:
                self._known.clear()
            self._known[sent] = subStore, asked


def _sentBy(request: Request) -> _Sent:
    get = request.requestHeaders.getRawHeaders
    return _Sent(
        request.isSecure(),
        request.uri,
        tuple(get(b"Cookie", ())),
        b",".join(get(b"Accept", ())),
        b",".join(get(b"Accept-Language", ())),
    )
