"""
What can be wrong with a share or with who asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from mantissa_like.errors import MantissaError

__all__ = [
    "InterfaceNotProvided",
    "InvalidShareID",
    "NoSuchShare",
    "ShareIDTaken",
    "SharePasswordNeeded",
    "SharingError",
    "TooManyMembers",
]


class SharingError(MantissaError):
    """
    Something can't be shared, or isn't.
    """


class NoSuchShare(SharingError):
    """
    There is no such share, or the role may not see it; which of the two is not told.

    @ivar shareID: what was asked for.
    """

    hint = "The owner of the store can ask explain() why."

    def __init__(self, shareID: str) -> None:
        super().__init__(f"there is no share {shareID!r} for this role")
        self.shareID = shareID


class SharePasswordNeeded(NoSuchShare):
    """
    There is such a share, and the role may see it with its password; without, it is as if it were not there.
    """

    hint = "Ask for the password, and compare it with the hash in the share."


class InvalidShareID(SharingError, ValueError):
    """
    A text can't be a share ID, which has to stand in a URL as one segment.

    @ivar shareID: the text.
    """

    hint = "Use 1 to 200 printable characters without slashes; '.' and '..' are no share IDs."

    def __init__(self, shareID: str) -> None:
        super().__init__(f"{shareID!r} can't be a share ID")
        self.shareID = shareID


class ShareIDTaken(SharingError):
    """
    Another item of the store has this share ID; nothing was changed.

    @ivar shareID: which one.
    """

    hint = "Choose another share ID, or unshare the other item first."

    def __init__(self, shareID: str) -> None:
        super().__init__(f"the share ID {shareID!r} belongs to another item")
        self.shareID = shareID


class InterfaceNotProvided(SharingError, TypeError):
    """
    An item was to be shared by interfaces that it does not provide; nothing was changed.

    @ivar item: what was to be shared.
    @ivar interfaceNames: the stored names of those interfaces; not empty.
    """

    hint = "Share only interfaces that the item's class implements."

    def __init__(self, item: object, interfaceNames: Sequence[str]) -> None:
        super().__init__(f"{type(item).__name__} does not provide {', '.join(interfaceNames)}")
        self.item, self.interfaceNames = item, tuple(interfaceNames)


class TooManyMembers(SharingError):
    """
    As many people act as one artificial user as may; nothing was changed.

    @ivar bound: how many.
    """

    hint = "Take out those who need not act as it any more."

    def __init__(self, bound: int) -> None:
        super().__init__(f"{bound} people act as this artificial user, and no more may")
        self.bound = bound
