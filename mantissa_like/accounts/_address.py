"""
Addresses: C{user@domain}, by which accounts are known to people.

An address becomes names of directories, keys of roles and parts of URLs; so it is checked once, here, and
written in lower case everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self
from unicodedata import normalize

from mantissa_like.accounts.errors import InvalidAddress

__all__ = ["Address"]

# As many bytes as mail allows. With the suffix of a store's directory that is less than file systems allow.
_LOCALPART_BYTES, _DOMAIN_BYTES = 64, 253
_FORBIDDEN = re.compile(r"[/\\@\s]")


@dataclass(frozen=True, order=True)
class Address:
    """
    The address of one account; C{str()} of it is C{user@domain}.

    @ivar localpart: the part before the C{@}, in lower case; at most 64 bytes of UTF-8.
    @ivar domain: the part behind it, in lower case; at most 253 bytes of UTF-8.
    """

    localpart: str
    domain: str

    def __post_init__(self) -> None:
        """
        @raise InvalidAddress: a part is empty, too long, or unfit for a directory's name.
        """
        for name, longest in (("localpart", _LOCALPART_BYTES), ("domain", _DOMAIN_BYTES)):
            part = getattr(self, name)
            normal = normalize("NFC", part.lower())
            problem = _problem(normal, longest)
            if problem is not None:
                raise InvalidAddress(f"{self.localpart}@{self.domain}", f"the {name} {problem}")
            object.__setattr__(self, name, normal)

    def __str__(self) -> str:
        return f"{self.localpart}@{self.domain}"

    @classmethod
    def parse(cls, text: str, defaultDomain: str | None = None) -> Self:
        """
        The address that C{text} is.

        @param defaultDomain: for a text without an C{@}.
        @raise InvalidAddress: it is none.
        """
        localpart, at, domain = text.rpartition("@")
        if at:
            return cls(localpart, domain)
        if defaultDomain is None:
            raise InvalidAddress(text, "the domain is missing")
        return cls(text, defaultDomain)


def _problem(part: str, longest: int) -> str | None:
    try:
        size = len(part.encode())
    except UnicodeEncodeError:
        return "has characters that are none"
    if not part:
        return "is empty"
    if size > longest:
        return f"is longer than {longest} bytes"
    if part.startswith("."):
        return "begins with a dot"
    if _FORBIDDEN.search(part) or not part.isprintable():
        return "has a character that no address may have"
    return None
