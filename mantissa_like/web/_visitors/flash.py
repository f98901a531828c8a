"""
Flash messages: what the next page says once, after a form has done its work.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from html import escape

from twisted.web.server import Request

from mantissa_like.web._markup.representation import HTML, Representation
from mantissa_like.web._visitors.cookies import Cookies

__all__ = ["FLASH_PLACE", "Flash"]

FLASH_PLACE = b'<div class="flash" role="status"></div>'
"""What the frame of every page has."""

_COOKIE = "flash"
_LONGEST = 600
_SECONDS = 60


class Flash:
    """
    Messages in a cookie that lasts for one page.
    """

    def __init__(self, cookies: Cookies) -> None:
        self._cookies = cookies

    def write(self, request: Request, text: str) -> None:
        """
        Let the browser's next page say C{text}.

        @param text: full sentences; what is beyond some 400 characters is left out.
        """
        encoded = urlsafe_b64encode(text.encode()[: _LONGEST * 3 // 4]).decode()
        self._cookies.write(request, _COOKIE, encoded, _SECONDS)

    def shown(self, request: Request, page: Representation) -> Representation:
        """
        The page with what it has to say, if there is something; the browser forgets that.
        """
        encoded = self._cookies.read(request, _COOKIE, _LONGEST)
        if not encoded or page.contentType != HTML or FLASH_PLACE not in page.body:
            return page
        self._cookies.clear(request, _COOKIE)
        try:
            text = urlsafe_b64decode(encoded).decode("utf-8", "ignore")
        except ValueError:
            return page
        filled = FLASH_PLACE.replace(b"></div>", b"><p>" + escape(text).encode() + b"</p></div>")
        return replace(page, body=page.body.replace(FLASH_PLACE, filled, 1), isPrivate=True)
