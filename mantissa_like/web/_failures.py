"""
Failure pages: what a client is told when there is no answer.

One table has every status. A page says the same to everybody and names nothing of the inside; what nobody
expected is logged under a number, and the page shows the number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from twisted.logger import Logger
from twisted.python.failure import Failure
from twisted.web import http
from twisted.web.iweb import IRequest

from mantissa_like.errors import MantissaError
from mantissa_like.web._accept import prefersJSON
from mantissa_like.web._printable import printable
from mantissa_like.web._representation import HTML, Representation, problemFor
from mantissa_like.web._shell import Shell
from mantissa_like.web._templates import bundledTemplate

__all__ = ["STATUSES", "FailurePages", "RequestRefused"]

_FAILURE = bundledTemplate("failure")
_INCIDENT = bundledTemplate("incident")

STATUSES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        http.BAD_REQUEST: ("Bad request", "The server could not make sense of this request."),
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
        http.INTERNAL_SERVER_ERROR: (
            "Something went wrong",
            "The server met a problem that nobody had foreseen. Trying again later may help.",
        ),
        http.NOT_IMPLEMENTED: ("Unknown method", "The server does not know this kind of request."),
        http.SERVICE_UNAVAILABLE: (
            "Not now",
            "The server is too busy, or just stopping. Please try again soon.",
        ),
    }
)


class RequestRefused(MantissaError):
    """
    A request gets a failure page; resources raise this wherever they find out.

    @ivar status: a key of L{STATUSES}.
    @ivar problem: what is wrong with this request, in full sentences; empty for what the table says.
    """

    hint = "Nothing was changed; the page says what to do."

    def __init__(self, status: int, problem: str = "") -> None:
        super().__init__(f"{status} {problem or STATUSES[status][0]}")
        self.status, self.problem = status, problem


class FailurePages:
    """
    The failure pages of one site.
    """

    _log = Logger()

    def __init__(self, shell: Shell, newIncident: Callable[[], str]) -> None:
        """
        @param newIncident: makes a number that was not used before: a short word of letters and digits.
        """
        self._shell = shell
        self._newIncident = newIncident

    def answer(
        self, status: int, accept: bytes | None, incident: str = "", problem: str = ""
    ) -> Representation:
        """
        The page for one status, as HTML or as JSON (RFC 9457).

        @param status: a key of L{STATUSES}.
        @param accept: the request's C{Accept} header, if any.
        @param incident: what L{logged} returned; empty if nothing was logged.
        @param problem: what is wrong, in full sentences; empty for what the table says.
        """
        title, detail = STATUSES[status]
        if prefersJSON(accept):
            return problemFor(status, title, problem or detail, incident)
        main = _FAILURE.fill(
            status=str(status),
            title=title,
            detail=problem or detail,
            incident=_INCIDENT.fill(number=incident) if incident else b"",
        )
        return Representation(HTML, self._shell.pageForAll(title, main), status)

    def render(self, request: IRequest, status: int, incident: str = "", problem: str = "") -> bytes:
        """
        Turn a response that has not begun into a failure page.

        @return: the body, for the caller to write or to return from C{render}.
        """
        answer = self.answer(status, request.getHeader(b"accept"), incident, problem)
        request.setResponseCode(status)
        request.setHeader(b"Content-Type", answer.contentType)
        request.setHeader(b"Cache-Control", b"no-store")
        request.setHeader(b"Vary", b"Accept")
        return answer.body

    def logged(self, failure: Failure, method: bytes, uri: bytes) -> str:
        """
        Log a failure that nobody expected, with its traceback.

        @return: the incident's number, which is in the log too.
        """
        incident = self._newIncident()
        self._log.failure(
            "incident {incident}: {method} {uri} failed",
            failure,
            incident=incident,
            method=printable(method),
            uri=printable(uri),
        )
        return incident
