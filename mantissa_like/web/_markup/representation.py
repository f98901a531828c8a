"""
What is sent for a page: finished bytes, but for the token in its forms.

A page is made once for a viewer and serves all of the viewer's sessions: where the token of one of them
belongs, a mark stands that nobody can guess.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property

import msgspec
from twisted.web import http

__all__ = ["HTML", "UNLISTED", "Representation", "dataFor", "problemFor"]

HTML = b"text/html; charset=utf-8"

# What search engines are told of what they are to leave out.
UNLISTED = b"noindex, nofollow"


@dataclass(frozen=True)
class Representation:
    """
    The body of a response and what is said of it.

    @ivar contentType: of the body.
    @ivar status: of the response.
    @ivar isCacheable: whether the same would be made of the same store.
    @ivar isPrivate: whether it is for this one answer, so that nobody keeps it.
    @ivar isUnlisted: whether search engines are to leave it out.
    """

    contentType: bytes
    body: bytes
    status: int = http.OK
    isCacheable: bool = False
    isPrivate: bool = False
    isUnlisted: bool = False

    @cached_property
    def etag(self) -> bytes:
        """
        A strong validator: the same for the same bytes, whichever process made them and when.
        """
        return b'"%s"' % hashlib.blake2b(self.body, digest_size=16).hexdigest().encode()

    def isSentLike(self, other: Representation) -> bool:
        """
        Whether the headers of both are the same but for L{etag} and the length.
        """
        return (self.contentType, self.status, self.isPrivate, self.isUnlisted) == (
            other.contentType,
            other.status,
            other.isPrivate,
            other.isUnlisted,
        )

    def withToken(self, mark: bytes, token: str) -> Representation:
        """
        The same with a session's token where C{mark} was.
        """
        return replace(self, body=self.body.replace(mark, token.encode())) if mark in self.body else self


def dataFor(value: object) -> Representation:
    """
    Data for a program.

    @param value: anything that JSON can express.
    """
    return Representation(b"application/json", msgspec.json.encode(value), isCacheable=True)


def problemFor(status: int, title: str, detail: str, incident: str = "") -> Representation:
    """
    Tell a program what is wrong, as RFC 9457 has it.

    @param detail: full sentences.
    @param incident: the number under which the log has more; may be empty.
    """
    problem = {"status": status, "title": title, "detail": detail}
    if incident:
        problem["incident"] = incident
    return Representation(b"application/problem+json", msgspec.json.encode(problem), status)
