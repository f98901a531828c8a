"""
URLs of shared items: C{/users/<user>/<shareID>}, C{/users/<user>@<domain>/<shareID>} and
C{/<offering>/<shareID>}.

Without a share ID, the owner's default share is meant. A slash at the end of a path makes no difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import quote, unquote_to_bytes

from mantissa_like.accounts import Address
from mantissa_like.accounts.errors import InvalidAddress

__all__ = ["USERS", "SharePath", "parseSharePath", "userPath"]

USERS = "users"

_MOST_REMEMBERED = 1_000


@dataclass(frozen=True)
class SharePath:
    """
    What one path means, whether or not there is anything.

    @ivar user: whose store it leads to; None for an application's.
    @ivar owner: the name of that user or application as people read it; C{@} and the domain only if the user
        is not of the site's own.
    @ivar shareID: None for the default share.
    @ivar segments: the parts of the path below the share, unquoted.
    """

    user: Address | None
    owner: str
    shareID: str | None
    segments: tuple[str, ...]

    def pathOf(self, shareID: str) -> str:
        """
        Where a share of this owner is, quoted, without a slash at the end.
        """
        return f"{self.home}/{quote(shareID, safe='')}"

    @cached_property
    def home(self) -> str:
        """
        Where all that this owner shares begins, quoted, without a slash at the end.
        """
        return f"/{quote(self.owner, safe='')}" if self.user is None else _userPath(self.owner)


@lru_cache(_MOST_REMEMBERED)
def parseSharePath(path: bytes, domain: str) -> SharePath | None:
    """
    What a path means. Those that were asked for last are remembered.

    @param path: as it was sent, up to the question mark.
    @param domain: that of users who are named without one.
    @return: None if nothing can be there.
    """
    try:
        parts = [unquote_to_bytes(part).decode() for part in path.removeprefix(b"/").split(b"/")]
    except UnicodeDecodeError:
        return None
    if parts[-1:] == [""]:
        del parts[-1]
    if not parts or any(part in ("", ".", "..") or "\0" in part for part in parts):
        return None
    if parts[0] != USERS:
        return _below(None, *parts)
    if len(parts) < 2:
        return None
    try:
        user = Address.parse(parts[1], domain)
    except InvalidAddress:
        return None
    return _below(user, _userName(user, domain), *parts[2:])


def userPath(user: Address, domain: str) -> str:
    """
    Where a user's default share is, quoted.

    @param domain: that of users who are named without one.
    """
    return _userPath(_userName(user, domain)) + "/"


def _below(user: Address | None, owner: str, shareID: str | None = None, *segments: str) -> SharePath:
    return SharePath(user, owner, shareID, segments)


def _userName(user: Address, domain: str) -> str:
    return user.localpart if user.domain == domain else str(user)


def _userPath(name: str) -> str:
    return f"/{USERS}/{quote(name, safe='@')}"
