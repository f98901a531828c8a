"""
The cookies of the site: which there are, and how browsers are told to guard them.
"""

from __future__ import annotations

from twisted.web.server import Request

__all__ = ["LANGUAGE_COOKIE", "LOGIN_COOKIE", "SESSION_COOKIE", "Cookies"]

SESSION_COOKIE = "session"
LOGIN_COOKIE = "login"
LANGUAGE_COOKIE = "language"

_LONGEST = 100


class Cookies:
    """
    Cookies that scripts and other sites never see, and which go over encrypted connections only where there
    are any.
    """

    def __init__(self, publicURL: str) -> None:
        """
        @param publicURL: where people reach the site, perhaps by way of a server that does the encryption.
        """
        self._isPublicSecure = publicURL.startswith("https:")

    def read(self, request: Request, name: str, longest: int = _LONGEST) -> str | None:
        """
        The value of a cookie which this site could have set; None if the browser sent none.

        @param longest: how many characters it has at most.
        """
        value = request.getCookie(self._fullName(request, name).encode())
        return value.decode() if value is not None and value.isascii() and len(value) <= longest else None

    def write(self, request: Request, name: str, value: str, maxAge: int | None = None) -> None:
        """
        Let the browser keep a value.

        @param value: ASCII characters, no more than are read.
        @param maxAge: seconds; None until the browser is closed.
        """
        request.addCookie(
            self._fullName(request, name),
            value,
            path="/",
            max_age=None if maxAge is None else str(maxAge),
            secure=self._isSecure(request),
            httpOnly=True,
            sameSite="lax",
        )

    def clear(self, request: Request, name: str) -> None:
        """
        Let the browser forget a value.
        """
        self.write(request, name, "", maxAge=0)

    def _fullName(self, request: Request, name: str) -> str:
        # Browsers accept a name with this prefix only from the very host, over an encrypted connection.
        return f"__Host-{name}" if self._isSecure(request) else name

    def _isSecure(self, request: Request) -> bool:
        return self._isPublicSecure or bool(request.isSecure())
