"""
Where a site is backed up to.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from mantissa_like.config._tables import Count, Table

__all__ = ["BackupSettings"]


class BackupSettings(Table, frozen=True):
    """
    Where a site is backed up to.

    @ivar directory: of the backups, outside of the site's; empty if the console makes none.
    @ivar keep: how many backups are left after a new one; 0 leaves all.
    @ivar overdueDays: after so many days without a backup the console warns.
    """

    directory: str = ""
    keep: Annotated[int, Meta(ge=0)] = 0
    overdueDays: Count = 7
