"""
Telling the forms of the site from those that somebody else made its users send.

Every form carries a token that is derived from a secret in a cookie of the same browser: the session's, or
for logging in one of its own. Where it comes from is looked at besides, as far as the browser tells.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from urllib.parse import urlsplit

from twisted.web import http
from twisted.web.iweb import IRequest

from mantissa_like.web.errors import RequestRefused

__all__ = ["CSRF_FIELD", "csrfToken", "isFromHere", "requireOwnForm"]

CSRF_FIELD = "csrfToken"

_HEADER = b"X-CSRF-Token"
_OWN_SITES = (b"same-origin", b"none")


def csrfToken(secret: str) -> str:
    """
    What the forms of whoever has this secret carry; does not tell the secret.

    @return: 43 letters, digits, dashes and underscores.
    """
    digest = hmac.digest(secret.encode(), b"forms", hashlib.sha256)
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def requireOwnForm(
    request: IRequest, fields: Mapping[str, str], expected: str | None, publicURL: str
) -> None:
    """
    Go on only with a form of the site, or with a program that knows its token and sends it as
    C{X-CSRF-Token}.

    @param fields: of the form.
    @param expected: the token of whoever sends it; None if there is nobody to whom a form was given.
    @param publicURL: where the site is reached, if not under the name that the request has.
    @raise RequestRefused: it is not ours.
    """
    given = request.getHeader(_HEADER) or fields.get(CSRF_FIELD, "").encode()
    if (
        expected is None
        or not hmac.compare_digest(given, expected.encode())
        or not isFromHere(request, publicURL)
    ):
        raise RequestRefused(http.FORBIDDEN)


def isFromHere(request: IRequest, publicURL: str) -> bool:
    """
    Whether nothing that the browser says contradicts that one of the site's own pages sent this.

    @param publicURL: where the site is reached, if not under the name that the request has.
    """
    site = request.getHeader(b"Sec-Fetch-Site")
    if site is not None:
        return site in _OWN_SITES
    origin = request.getHeader(b"Origin")
    if origin is None:
        return True
    host = (request.getHeader(b"Host") or b"").lower()
    return origin.lower().partition(b"://")[2] in (host, urlsplit(publicURL).netloc.lower().encode())
