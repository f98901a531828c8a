"""
The right to export or import an account, which one process at a time has.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from axiom.database import Claim
from axiom.userbase import LoginAccount
from mantissa_like.accounts.errors import ArchiveBusy

__all__ = ["archiving"]


@contextmanager
def archiving(account: LoginAccount) -> Iterator[None]:
    """
    While this lasts, nobody else exports or imports everything of an account of a site, in any process.

    @raise ArchiveBusy: somebody does.
    """
    claim = Claim.of(account.avatars.storepath, "archive")
    if not claim.acquire():
        raise ArchiveBusy
    try:
        yield
    finally:
        claim.release()
