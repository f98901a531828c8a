"""
The headers that tell browsers to be careful, which no response lacks.
"""

from __future__ import annotations

from collections.abc import Collection

__all__ = ["SECURITY_HEADERS", "GuardHeaders"]

SECURITY_HEADERS = (
    (
        b"Content-Security-Policy",
        b"default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
        b" frame-ancestors 'none'",
    ),
    (b"Cross-Origin-Opener-Policy", b"same-origin"),
    (b"Cross-Origin-Resource-Policy", b"same-origin"),
    (b"Permissions-Policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"Referrer-Policy", b"same-origin"),
    (b"X-Content-Type-Options", b"nosniff"),
    (b"X-Frame-Options", b"DENY"),
)
_STRICT_TRANSPORT = (b"Strict-Transport-Security", b"max-age=31536000")


class GuardHeaders:
    """
    Those headers as they are sent, made once for all responses of a site.
    """

    def __init__(self, isSecureOnly: bool) -> None:
        """
        @param isSecureOnly: whether browsers are told to come encrypted.
        """
        headers = (*SECURITY_HEADERS, *([_STRICT_TRANSPORT] if isSecureOnly else []))
        self._lines = {name: b"%s: %s\r\n" % (name, value) for name, value in headers}
        self._names = frozenset(self._lines)
        self._all = b"".join(self._lines.values())

    def missing(self, own: Collection[bytes]) -> bytes:
        """
        The lines for a response.

        @param own: the names of its headers, as they are written; of these it keeps its own.
        """
        if self._names.isdisjoint(own):
            return self._all
        return b"".join(line for name, line in self._lines.items() if name not in own)
