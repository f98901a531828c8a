"""
Unpacking archives that come from anybody.

Nothing is believed: names lead nowhere but into the new directory, no file is larger than it was said to be,
all checksums are compared, and the database is brought down to tables of items of known classes before
anything else looks at it.
"""

from __future__ import annotations

import hashlib
import shutil
import stat
import sys
import zipfile
import zlib
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Any

import apsw
import msgspec

from axiom.care import StorePlace, checkStore
from axiom.database import makeDirectories, renewIncarnation, toDisk
from axiom.errors import AxiomError
from axiom.item import findItemClass
from axiom.store import Store
from mantissa_like.accounts._archive import DATABASE, FORMAT, MANIFEST, STORE, ArchivedFile, Manifest
from mantissa_like.accounts.errors import UnfitArchive

__all__ = ["readManifest", "unpackArchive"]

_CHUNK = 1 << 20
_MOST_FILES = 100_000
_MANIFEST_BYTES = 64 << 20
_SEARCH = "axiomfts_"
# References and files may have been missing where it comes from.
_FATAL = ("database", "schema", "item")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def unpackArchive(archive: Path, directory: Path, mostBytes: int) -> Manifest:
    """
    Make an archive a store that can be opened. This takes long, and runs in any thread.

    @param directory: of the store, which must not be there; it is left only if all is well.
    @param mostBytes: of all files together, unpacked.
    @raise UnfitArchive: something is wrong with it.
    @raise OSError: there is no room.
    """
    try:
        with zipfile.ZipFile(archive) as source:
            manifest = readManifest(source, mostBytes)
            makeDirectories(directory.parent)
            directory.mkdir()
            for file in manifest.files:
                _unpack(source, file, directory)
        _tame(directory / "db.sqlite")
        _verify(directory)
        for path in (directory.parent, directory, *directory.rglob("*")):
            toDisk(path)
    except _DAMAGED as e:
        shutil.rmtree(directory, ignore_errors=True)
        raise UnfitArchive(f"it is damaged, or no archive: {e}") from e
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    return manifest


def readManifest(source: zipfile.ZipFile, mostBytes: int) -> Manifest:
    """
    What an archive says of itself, after it was compared with what is in it.

    @raise UnfitArchive: they differ, or it is more than may be.
    """
    entries = source.infolist()
    if len(entries) > _MOST_FILES:
        raise UnfitArchive(f"it has {len(entries):,} files; {_MOST_FILES:,} are the most")
    named = {entry.filename: entry for entry in entries}
    if len(named) != len(entries):
        raise UnfitArchive("two of its files have the same name")
    found = named.pop(MANIFEST, None)
    if found is None or found.file_size > _MANIFEST_BYTES:
        raise UnfitArchive("it was not made by 'Export'")
    try:
        manifest = msgspec.json.decode(source.read(found), type=Manifest)
    except msgspec.MsgspecError as e:
        raise UnfitArchive(f"its list of files can't be read: {e}") from e
    if manifest.format != FORMAT:
        raise UnfitArchive(f"it has the format {manifest.format}, and this site knows {FORMAT}")
    if {file.path: file.size for file in manifest.files} != {
        name: entry.file_size for name, entry in named.items()
    } or len(manifest.files) != len(named):
        raise UnfitArchive("its files are not those which it lists")
    if DATABASE not in named:
        raise UnfitArchive("there is no database in it")
    for entry in named.values():
        _mustBeHarmless(entry)
    total = sum(file.size for file in manifest.files)
    if total > mostBytes:
        raise UnfitArchive(f"it has {total:,} bytes; {mostBytes:,} are the most")
    return manifest


def _mustBeHarmless(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    parts = PurePosixPath(name).parts
    isPlain = name == "/".join(parts) and not name.startswith("/") and "\\" not in name and "\0" not in name
    if not isPlain or ".." in parts or len(name.encode(errors="replace")) > 1000:
        raise UnfitArchive(f"it has a file with the name {name[:100]!r}")
    mode = entry.external_attr >> 16
    if entry.is_dir() or stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise UnfitArchive(f"{name} is no plain file")


def _unpack(source: zipfile.ZipFile, file: ArchivedFile, directory: Path) -> None:
    """
    Compare one file with what the archive says of it; write it, if it belongs to the store.
    """
    digest, left = hashlib.sha256(), file.size
    target = directory / file.path.removeprefix(STORE) if file.path.startswith(STORE) else None
    if target is not None:
        inside = target.relative_to(directory).parts
        if inside[0] not in ("db.sqlite", "files"):
            raise UnfitArchive(f"{file.path} belongs to no store")
        target.parent.mkdir(parents=True, exist_ok=True)
    with source.open(file.path) as reading:
        while chunk := reading.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise UnfitArchive(f"{file.path} is larger than it says")
            digest.update(chunk)
            if target is not None:
                with target.open("ab") as writing:
                    writing.write(chunk)
    if target is not None and not file.size:
        target.touch()
    if left or digest.hexdigest() != file.sha256:
        raise UnfitArchive(f"{file.path} is damaged")


def _tame(database: Path) -> None:
    """
    Leave nothing in a database but tables and indexes of items whose classes are known here. Search tables
    are dropped: they are made again.

    @raise UnfitArchive: there is something else in it.
    """
    try:
        with closing(apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READWRITE)) as connection:
            for option in (apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, apsw.SQLITE_DBCONFIG_ENABLE_VIEW):
                connection.config(option, 0)
            connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
            connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
            with connection:
                _dropUnknown(connection)
                _nameModules(connection)
                renewIncarnation(connection)
    except apsw.Error as e:
        raise UnfitArchive(f"its database is damaged: {e}") from e


def _dropUnknown(connection: apsw.Connection) -> None:
    described: Any = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall()
    for kind, name, sql in described:
        if kind == "trigger" and name.startswith(_SEARCH):
            connection.execute(f"DROP TRIGGER {_quoted(name)}")
        elif kind == "table" and name.startswith(_SEARCH):
            if sql.startswith("CREATE VIRTUAL TABLE "):
                connection.execute(f"DROP TABLE {_quoted(name)}")
        elif kind not in ("table", "index") or not name.startswith(("axiom", "item_", "sqlite_")):
            raise UnfitArchive(f"its database has a {kind} {name[:100]!r}, which no store has")
        elif sql.startswith("CREATE VIRTUAL TABLE "):
            raise UnfitArchive(f"its database has a table {name[:100]!r}, which no store has")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _nameModules(connection: apsw.Connection) -> None:
    """
    Let types name the modules in which this process has their classes: any others would be imported.
    """
    types: Any = connection.execute(
        "SELECT t.oid, t.typename, t.version, (SELECT count(*) FROM axiom_objects o WHERE o.type_id = t.oid)"
        " FROM axiom_types t"
    ).fetchall()
    for typeID, name, version, count in types:
        known = findItemClass(name, None)
        if known is None and count:
            raise UnfitArchive(f"it has {count:,} items of the type {name}, for which this site has no app")
        if known is not None and known.schemaVersion < version:
            raise UnfitArchive(f"its items of the type {name} are of a newer release than this site’s app")
        module = "" if known is None else known.__module__
        connection.execute("UPDATE axiom_types SET module = ? WHERE oid = ?", (module, typeID))
    for (kind,) in connection.execute("SELECT DISTINCT pythontype FROM axiom_attributes").fetchall():
        module = str(kind).rpartition(".")[0]
        if module and module not in sys.modules:
            raise UnfitArchive(
                f"it has columns of the kind {str(kind)[:100]!r}, which this site does not know"
            )


def _verify(directory: Path) -> None:
    """
    Check the store, and open it once, which makes the search tables.
    """
    for problem in checkStore(StorePlace(directory)):
        if not problem.isHarmless and problem.kind in _FATAL:
            raise UnfitArchive(f"its database is damaged: {problem.what}")
    try:
        with closing(Store(str(directory))) as store:
            firsts = store.querySQL("SELECT min(oid) FROM axiom_objects WHERE type_id >= 0 GROUP BY type_id")
            for (first,) in firsts:
                store.getItemByID(first, default=None)
    except AxiomError as e:
        raise UnfitArchive(f"its store can't be used here: {e}") from e
