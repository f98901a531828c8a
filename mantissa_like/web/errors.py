"""
What views raise, and what people are told for each status.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from types import MappingProxyType

from twisted.web import http

from mantissa_like.errors import MantissaError

__all__ = [
    "MISDIRECTED",
    "PHRASES",
    "STATUSES",
    "TOO_MANY_REQUESTS",
    "UNPROCESSABLE",
    "BadInput",
    "NotAView",
    "NotFound",
    "NotLoggedIn",
    "RequestRefused",
    "TooManyAttempts",
    "TooManyRequests",
]

MISDIRECTED = 421
UNPROCESSABLE = 422
TOO_MANY_REQUESTS = 429

PHRASES: Mapping[int, bytes] = MappingProxyType(
    {
        MISDIRECTED: b"Misdirected Request",
        UNPROCESSABLE: b"Unprocessable Content",
        TOO_MANY_REQUESTS: b"Too Many Requests",
    }
)
"""Reason phrases that Twisted lacks, by status."""

STATUSES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        http.BAD_REQUEST: ("Bad request", "The server could not make sense of this request."),
        http.UNAUTHORIZED: (
            "Log in first",
            "This is for people who are logged in. Programs send an API token: Authorization: Bearer …",
        ),
        http.FORBIDDEN: (
            "Not accepted",
            "This form is no longer valid, perhaps because you logged in or out since you opened it. "
            "Go back, load the page again and send it once more.",
        ),
        http.NOT_FOUND: (
            "Not found",
            "There is nothing at this address, or nothing that you may see. "
            "If it belongs to somebody, logging in as the right person may help.",
        ),
        http.NOT_ALLOWED: ("Not possible here", "This address does not do what it was asked to."),
        http.REQUEST_TIMEOUT: ("Too slow", "The request took too long to arrive. Please try again."),
        http.CONFLICT: (
            "Changed meanwhile",
            "Somebody else changed this at the same time. Please try again.",
        ),
        http.REQUEST_ENTITY_TOO_LARGE: ("Too large", "More was sent than the server accepts."),
        http.REQUEST_URI_TOO_LONG: ("Address too long", "The address is longer than the server accepts."),
        http.UNSUPPORTED_MEDIA_TYPE: ("Unknown format", "The server cannot read what was sent."),
        MISDIRECTED: (
            "Not this site",
            "This site has another name. If it should have this one too, its administrator can add it to the "
            "aliases in site.toml.",
        ),
        UNPROCESSABLE: ("Not a value for this", "What was sent is well-formed, but means nothing here."),
        TOO_MANY_REQUESTS: (
            "Too many requests",
            "More was asked in a short time than the server allows. Please wait a little.",
        ),
        http.INTERNAL_SERVER_ERROR: (
            "Something went wrong",
            "The server met a problem that nobody had foreseen. Trying again later may help.",
        ),
        http.NOT_IMPLEMENTED: ("Unknown method", "The server does not know this kind of request."),
        http.SERVICE_UNAVAILABLE: (
            "Not now",
            "The server is too busy, or just stopping. Please try again soon.",
        ),
        http.INSUFFICIENT_STORAGE_SPACE: (
            "No room",
            "The disk of the server is full, so nothing was changed. Please tell whoever runs this site.",
        ),
    }
)


class RequestRefused(MantissaError):
    """
    A request gets a failure page; resources raise this wherever they find out.

    @ivar status: a key of L{STATUSES}.
    @ivar problem: what is wrong with this request, in full sentences; empty for what the table says.
    @ivar headers: what else the answer says; mostly empty.
    """

    hint = "Nothing was changed; the page says what to do."

    def __init__(
        self, status: int, problem: str = "", headers: Mapping[bytes, bytes] = MappingProxyType({})
    ) -> None:
        super().__init__(f"{status} {problem or STATUSES[status][0]}")
        self.status, self.problem, self.headers = status, problem, headers


class NotLoggedIn(RequestRefused):
    """
    A program asks for what takes a login, or with a token that is none.
    """

    def __init__(self, problem: str = "") -> None:
        super().__init__(http.UNAUTHORIZED, problem, {b"WWW-Authenticate": b"Bearer"})


class TooManyAttempts(RequestRefused):
    """
    Somebody has to wait before they try again.

    @ivar seconds: how long.
    """

    def __init__(self, seconds: float) -> None:
        whole = max(1, ceil(seconds))
        wait = f"{whole} second{'s' * (whole > 1)}" if whole < 90 else f"{ceil(whole / 60)} minutes"
        super().__init__(
            TOO_MANY_REQUESTS,
            f"This went wrong too often. Please wait {wait}, then try again.",
            {b"Retry-After": b"%d" % whole},
        )
        self.seconds = seconds


class TooManyRequests(RequestRefused):
    """
    An address or an account asks more often than is allowed.
    """

    def __init__(self, seconds: float) -> None:
        """
        @param seconds: how long to wait.
        """
        super().__init__(TOO_MANY_REQUESTS, headers={b"Retry-After": b"%d" % ceil(seconds)})


class NotFound(RequestRefused):
    """
    There is nothing at an address, or nothing that the viewer may see.
    """

    def __init__(self) -> None:
        super().__init__(http.NOT_FOUND)


class BadInput(RequestRefused):
    """
    A request asks for something that can't be.

    @ivar problem: what is wrong and how to mend it, in full sentences for people.
    @ivar problems: the same for single fields of a form, by their names; may be empty.
    """

    def __init__(self, problem: str, problems: Mapping[str, str] | None = None) -> None:
        super().__init__(http.BAD_REQUEST, problem)
        self.problems: Mapping[str, str] = problems or {}


class NotAView(MantissaError, TypeError):
    """
    A class was registered as a view that shows nothing.

    @ivar viewClass: the class.
    """

    hint = "Give it a method show, data or post; see mantissa_like.web.interfaces."

    def __init__(self, viewClass: type) -> None:
        super().__init__(f"{viewClass.__qualname__} has none of the methods of a view")
        self.viewClass = viewClass
