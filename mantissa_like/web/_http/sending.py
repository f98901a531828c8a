"""
Sending pages: what caches are told, and answers without a body for those who have it.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from twisted.web.http import CACHED, OK, SEE_OTHER
from twisted.web.server import Request

from mantissa_like.web._markup.representation import UNLISTED, Representation

__all__ = ["localPath", "redirect", "send"]

# What may stand in a URL as it is, percent signs included.
_URL_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"
_LOCAL_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def localPath(url: str) -> str:
    """
    C{url} if it leads to a page of this site, else the front page.

    @return: begins with one slash; ASCII.
    """
    return url if _LOCAL_PATH.fullmatch(url) else "/"


def send(request: Request, page: Representation) -> bytes:
    """
    Answer with a page, which browsers may keep but not show again without asking.

    @return: the body, for C{render} to return.
    """
    request.setResponseCode(page.status)
    request.setHeader(b"Vary", b"Accept, Accept-Language, Cookie")
    if page.isUnlisted:
        request.setHeader(b"X-Robots-Tag", UNLISTED)
    if request.method == b"POST" or page.status != OK or page.isPrivate:
        request.setHeader(b"Cache-Control", b"no-store")
    else:
        request.setHeader(b"Cache-Control", b"private, no-cache")
        if request.setETag(page.etag) is CACHED:
            return b""
    request.setHeader(b"Content-Type", page.contentType)
    return page.body


def redirect(request: Request, url: str) -> bytes:
    """
    Answer a form by sending the browser to a page.

    @param url: what is not ASCII in it is quoted.
    @return: the body, for C{render} to return.
    """
    request.setResponseCode(SEE_OTHER)
    request.setHeader(b"Location", quote(url, safe=_URL_CHARACTERS).encode())
    request.setHeader(b"Cache-Control", b"no-store")
    return b""
