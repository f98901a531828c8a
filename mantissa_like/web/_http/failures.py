"""
Failure pages: what a client is told when there is no answer.

A page says the same to everybody and names nothing of the inside; what nobody
expected is logged under the number of the request, and the page shows the number.
"""

from __future__ import annotations

from twisted.logger import Logger
from twisted.python.failure import Failure
from twisted.web.iweb import IRequest

from mantissa_like.web._http.accept import prefersJSON
from mantissa_like.web._http.printable import printable
from mantissa_like.web._markup.representation import HTML, Representation, problemFor
from mantissa_like.web._markup.shell import Shell
from mantissa_like.web._markup.templates import bundledTemplate
from mantissa_like.web.errors import PHRASES, STATUSES

__all__ = ["FailurePages"]

_FAILURE = bundledTemplate("failure")
_INCIDENT = bundledTemplate("incident")


class FailurePages:
    """
    The failure pages of one site.
    """

    _log = Logger()

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def answer(
        self, status: int, accept: bytes | None, incident: str = "", problem: str = ""
    ) -> Representation:
        """
        The page for one status, as HTML or as JSON (RFC 9457).

        @param status: a key of L{STATUSES}.
        @param accept: the request's C{Accept} header, if any.
        @param incident: the number under which it was logged; empty if nothing was.
        @param problem: what is wrong, in full sentences; empty for what the table says.
        """
        title, detail = STATUSES[status]
        if prefersJSON(accept):
            return problemFor(status, title, problem or detail, incident)
        main = self._shell.fill(
            _FAILURE,
            status=str(status),
            title=title,
            detail=problem or detail,
            incident=self._shell.fill(_INCIDENT, number=incident) if incident else b"",
        )
        return Representation(HTML, self._shell.pageForAll(title, main), status)

    def render(self, request: IRequest, status: int, incident: str = "", problem: str = "") -> bytes:
        """
        Turn a response that has not begun into a failure page.

        @return: the body, for the caller to write or to return from C{render}.
        """
        answer = self.answer(status, request.getHeader(b"accept"), incident, problem)
        request.setResponseCode(status, PHRASES.get(status))
        request.setHeader(b"Content-Type", answer.contentType)
        request.setHeader(b"Cache-Control", b"no-store")
        request.setHeader(b"Vary", b"Accept")
        return answer.body

    def log(self, failure: Failure, incident: str, method: bytes, uri: bytes) -> None:
        """
        Log a failure that nobody expected, with its traceback.

        @param incident: the number of the request.
        @param uri: without secrets.
        """
        self._log.failure(
            "incident {incident}: {method} {uri} failed",
            failure,
            incident=incident,
            method=printable(method),
            uri=printable(uri),
            request=incident,
        )
