"""
Copying a database.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import apsw

__all__ = ["copyInto"]


def copyInto(target: Path, source: apsw.Connection) -> None:
    """
    Make a new file with what is committed in a database: now, or when the transaction of C{source} began.

    @raise apsw.Error: it can't be read, or the file not written.
    """
    with closing(apsw.Connection(str(target))) as copy:
        # Nobody needs a copy that is cut off.
        copy.pragma("journal_mode", "OFF")
        copy.pragma("synchronous", "OFF")
        with copy.backup("main", source, "main") as backup:
            backup.step()
        # One file, wherever the other has its journal.
        copy.pragma("journal_mode", "DELETE")
