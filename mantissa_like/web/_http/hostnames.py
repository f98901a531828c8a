"""
The names by which a site may be called.

A request that calls it otherwise is for another site, or from a browser that was misled about where this one
is; answering it would let whoever chose the name appear in links and caches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

__all__ = ["HostNames"]

_REMEMBERED = 1000
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::[0-9]{1,5})?", re.IGNORECASE)
# No other machine is called so.
_OWN_MACHINE = frozenset(("localhost", "127.0.0.1", "[::1]"))


class HostNames:
    """
    The names of one site, whatever the port.
    """

    def __init__(self, publicURL: str, aliases: Iterable[str] = ()) -> None:
        """
        @param publicURL: where people reach the site.
        @param aliases: more names of it.
        """
        match = _HOST.fullmatch(urlsplit(publicURL).netloc)
        self._names = {*_OWN_MACHINE, *(each.lower() for each in aliases)}
        if match is not None:
            self._names.add(match[1].lower())
        self.include = lru_cache(_REMEMBERED)(self._include)

    def _include(self, host: bytes) -> bool:
        match = _HOST.fullmatch(host.decode("latin-1"))
        return match is not None and match[1].lower().rstrip(".") in self._names
