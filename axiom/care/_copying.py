"""
Copying databases and files, with their checksums.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import apsw

from axiom.care._described import namedPaths, revisionOf, tableNames
from axiom.care._integrity import integrityProblems
from axiom.care._looking import look, lookAtOwn
from axiom.database import copyInto, isStore
from axiom.errors import DiskFull, StoreDamaged

__all__ = ["copyDatabase", "copyFile", "link", "sha256Of", "verifyDatabase"]

_CHUNK = 1 << 20


def copyDatabase(source: Path, target: Path) -> int | None:
    """
    Copy what is committed in a database now, whoever writes to it, into a file of its own.

    @return: the revision of the copy.
    @raise StoreDamaged: it is damaged.
    """
    return look(source, lambda connection: _copy(connection, target))


def _copy(connection: apsw.Connection, target: Path) -> int | None:
    # This reads first, so that the transaction is of the moment that is copied.
    revision = revisionOf(connection)
    target.unlink(missing_ok=True)
    try:
        copyInto(target, connection)
    except apsw.FullError as e:
        raise DiskFull(f"there is no room on the disk for {target}") from e
    return revision


def verifyDatabase(database: Path, revision: int | None) -> list[str]:
    """
    Open a copy, and make sure that it is whole and has this revision.

    @return: the paths that its items name.
    @raise StoreDamaged: it is not.
    """
    return lookAtOwn(database, lambda connection: _verify(connection, database, revision))


def _verify(connection: apsw.Connection, database: Path, revision: int | None) -> list[str]:
    for problem in integrityProblems(connection):
        raise StoreDamaged(f"{database}: {problem.what}")
    found = revisionOf(connection)
    if found != revision:
        raise StoreDamaged(f"{database} has revision {found} instead of {revision}")
    return [value for *_, value in namedPaths(connection)] if isStore(tableNames(connection)) else []


def copyFile(source: Path, target: Path) -> str:
    """
    Copy the content of a file, and when it was changed, into a new one, which replaces what is there.

    @return: the SHA-256 of the copy.
    """
    digest = hashlib.sha256()
    with open(source, "rb") as reading:
        # What is there may have another name, in another generation.
        target.unlink(missing_ok=True)
        with open(target, "xb") as writing:
            while chunk := reading.read(_CHUNK):
                digest.update(chunk)
                writing.write(chunk)
        status = os.fstat(reading.fileno())
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
    return digest.hexdigest()


def sha256Of(path: Path) -> str:
    """
    The SHA-256 of a file's content.
    """
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def link(old: Path, new: Path, size: int) -> bool:
    """
    Give a file another name, if it is there with this many bytes, and the file system can.

    @param new: may be there, and is replaced then.
    """
    beside = new.with_name(f"{new.name}.link")
    try:
        if old.stat().st_size != size:
            return False
        os.link(old, beside)
    except OSError:
        return False
    os.replace(beside, new)
    return True
