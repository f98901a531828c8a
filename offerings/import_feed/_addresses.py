"""
Addresses of feeds, as people give them.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

from offerings.import_feed.errors import UnfitAddress

__all__ = ["LONGEST_ADDRESS", "fitAddress"]

LONGEST_ADDRESS = 1000

_SCHEMES = ("http", "https")
_UNRESERVED = "/%:@!$&'()*+,;=~-._?[]"


def fitAddress(given: str) -> str:
    """
    An address of the web in the form in which it is fetched: ASCII, without a fragment.

    @raise UnfitAddress: it is none, is too long, or has a user or a password in it.
    """
    text = given.strip()
    if text and "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError as e:
        raise UnfitAddress(f"{given[:60]!r} is no address of the web.") from e
    if parts.scheme not in _SCHEMES or not host:
        raise UnfitAddress(f"{given[:60]!r} is no address of the web.")
    if parts.username is not None or parts.password is not None:
        raise UnfitAddress("An address with a user or a password in it is not kept.")
    place = f"[{host}]" if ":" in host else host
    place = place if port is None else f"{place}:{port}"
    path, query = (quote(each, _UNRESERVED) for each in (parts.path or "/", parts.query))
    fit = urlunsplit((parts.scheme, place, path, query, ""))
    if len(fit) > LONGEST_ADDRESS:
        raise UnfitAddress(f"An address has at most {LONGEST_ADDRESS:,} characters.")
    return fit
