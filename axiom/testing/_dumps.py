"""
Stores as they were: from and to text that can be kept beside the tests of an upgrade.
"""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import apsw
from apsw.shell import Shell
from twisted.internet.task import Clock

from axiom.store import Store
from axiom.testing._memory import runtimeOf

__all__ = ["dumpStore", "storeFromDump"]

_DATABASE = b"SQLite format 3\0"


def dumpStore(store: Store) -> str:
    """
    The SQL that makes the database of C{store} anew, of what is committed; the same for the same content.
    """
    out = StringIO()
    Shell(stdin=StringIO(), stdout=out, stderr=out, db=store.engine).process_command(".dump")
    dump = out.getvalue()
    # Above are the time, the user and the machine.
    return dump[dump.index("PRAGMA page_size") :]


def storeFromDump(source: Path | str, directory: Path | str, clock: Clock | None = None) -> Store:
    """
    A store with the content of another one; the caller closes it. The source is left as it is.

    @param source: the SQL that L{dumpStore} or SQLite's C{.dump} wrote, itself or in a file; a database file;
        or the directory of a store that is not open.
    @param directory: becomes the store's.
    @param clock: see L{memoryStore}.
    @raise FileExistsError: the directory is there.
    """
    directory = Path(directory)
    if isinstance(source, str) and "\n" in source:
        content = source.encode()
    elif Path(source).is_dir():
        shutil.copytree(source, directory)
        return Store(str(directory), runtime=runtimeOf(clock))
    else:
        content = Path(source).read_bytes()
    for name in ("files", "temp", "run"):
        (directory / name).mkdir(parents=True)
    database = directory / "db.sqlite"
    if content.startswith(_DATABASE):
        database.write_bytes(content)
    else:
        connection = apsw.Connection(str(database))
        try:
            connection.execute(content.decode())
        finally:
            connection.close()
    return Store(str(directory), runtime=runtimeOf(clock))
