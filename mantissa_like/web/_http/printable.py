"""
What clients sent, as the log shows it.
"""

from __future__ import annotations

import re

__all__ = ["printable", "withoutSecrets"]

_MAXIMUM = 200
# Of what secrets.token_urlsafe makes.
_LINK_LENGTH = 43
_LINKS = re.compile(rb"(?:(?<=/)|(?<=%%2f))[a-z0-9_-]{%d}(?=[^a-z0-9_-]|\Z)" % _LINK_LENGTH, re.IGNORECASE)
_SECRETS = re.compile(rb"([?&](?:code|key|password|secret|ticket|token)=)[^&\s]*", re.IGNORECASE)


def printable(sent: bytes) -> str:
    """
    Bytes as one short run of printable ASCII, so that nobody outside can forge a line or reach a terminal.

    @return: at most 200 of the bytes, those that are not printable as escapes.
    """
    return repr(sent[:_MAXIMUM])[2:-1]


def withoutSecrets(uri: bytes) -> bytes:
    """
    A URI, or the first line of a request, as it is logged: what lets somebody in is left out, be it the value
    of an argument or a part of the path, also of a path in an argument, as long as the name of a link.
    """
    if b"?" in uri:
        uri = _SECRETS.sub(rb"\1...", uri)
    return _LINKS.sub(b"...", uri) if len(uri) > _LINK_LENGTH else uri
