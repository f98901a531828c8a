"""
The tokens of forms for those who are not logged in, such as the one to log in.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable

from twisted.web.server import Request

from mantissa_like.web._visitors.cookies import LOGIN_COOKIE, Cookies
from mantissa_like.web._visitors.csrf import csrfToken

__all__ = ["FormTokens"]

_SECRET_BYTES = 32


class FormTokens:
    """
    A secret in a cookie for each browser that opens a form, the only one without logging in; one serves all
    open forms.
    """

    def __init__(self, cookies: Cookies, randomBytes: Callable[[int], bytes]) -> None:
        self._cookies, self._randomBytes = cookies, randomBytes

    def find(self, request: Request) -> str | None:
        """
        The token that the forms of this browser carry; None if it was given none.
        """
        secret = self._cookies.read(request, LOGIN_COOKIE)
        return csrfToken(secret) if secret else None

    def give(self, request: Request) -> str:
        """
        The token for a form; the browser is given a secret if it has none.
        """
        secret = self._cookies.read(request, LOGIN_COOKIE)
        if not secret:
            secret = urlsafe_b64encode(self._randomBytes(_SECRET_BYTES)).decode()
            self._cookies.write(request, LOGIN_COOKIE, secret)
        return csrfToken(secret)

    def forget(self, request: Request) -> None:
        """
        Let the browser forget its secret, as somebody logs in.
        """
        self._cookies.clear(request, LOGIN_COOKIE)
