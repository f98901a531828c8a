"""
What machines ask: whether the server is well, and what it has counted.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from pathlib import Path

from twisted.logger import Logger
from twisted.web import http
from twisted.web.resource import Resource
from twisted.web.server import Request

from mantissa_like.config import MetricsSettings
from mantissa_like.observing import Observatory, exposed
from mantissa_like.web._http.proxies import Proxies
from mantissa_like.web.errors import NotFound

__all__ = ["AcmeChallenges", "Health", "MetricsForMachines"]

_BEARER = b"Bearer "
_CHALLENGE = re.compile(r"/\.well-known/acme-challenge/([A-Za-z0-9_-]{1,200})")
_LONGEST_CHALLENGE = 10_000


class Health(Resource):
    """
    C{/healthz}: whether to send people here.
    """

    isLeaf = True
    _log = Logger()

    def __init__(self, check: Callable[[], bool]) -> None:
        """
        @param check: whether this process goes on serving; raises what keeps it from it.
        """
        super().__init__()
        self._check = check

    def render_GET(self, request: Request) -> bytes:
        """
        200 if all is well, 503 if not, and one word.
        """
        try:
            status = "ok" if self._check() else "stopping"
        except Exception as error:
            self._log.error("the server is not well: {error}", error=error)
            status = "failing"
        if status != "ok":
            request.setResponseCode(http.SERVICE_UNAVAILABLE)
        request.setHeader(b"Content-Type", b"application/json")
        request.setHeader(b"Cache-Control", b"no-store")
        return b'{"status":"%s"}' % status.encode()


class AcmeChallenges(Resource):
    """
    C{/.well-known/acme-challenge/}: files by which an authority finds out whether the site is ours.
    """

    isLeaf = True

    def __init__(self, directory: Path) -> None:
        """
        @param directory: what a client of ACME takes for the root of the site; it need not exist.
        """
        super().__init__()
        self._directory = directory / ".well-known" / "acme-challenge"

    def render_GET(self, request: Request) -> bytes:
        """
        The content of one file.

        @raise NotFound: there is none.
        """
        match = _CHALLENGE.fullmatch(request.path.decode("latin-1"))
        if match is None:
            raise NotFound
        try:
            with (self._directory / match[1]).open("rb") as file:
                content = file.read(_LONGEST_CHALLENGE)
        except OSError as e:
            raise NotFound from e
        request.setHeader(b"Content-Type", b"text/plain")
        request.setHeader(b"Cache-Control", b"no-store")
        return content


class MetricsForMachines(Resource):
    """
    C{/metrics}: what all processes of the site have counted, for whom the settings name; for others
    nothing is there.
    """

    isLeaf = True

    def __init__(self, observatory: Observatory, settings: MetricsSettings) -> None:
        super().__init__()
        self._observatory, self._token = observatory, settings.token.encode()
        self._readers = Proxies(settings.readers)

    def render_GET(self, request: Request) -> bytes:
        """
        The values, in the text format of Prometheus.

        @raise NotFound: whoever asks may not know.
        """
        if not self._isReader(request):
            raise NotFound
        contentType, body = exposed(self._observatory.families())
        request.setHeader(b"Content-Type", contentType.encode())
        request.setHeader(b"Cache-Control", b"no-store")
        return body

    def _isReader(self, request: Request) -> bool:
        sent = request.getHeader(b"Authorization") or b""
        if self._token and sent.startswith(_BEARER):
            return hmac.compare_digest(sent.removeprefix(_BEARER), self._token)
        return self._readers.isTrusted(str(getattr(request.getClientAddress(), "host", None) or ""))
