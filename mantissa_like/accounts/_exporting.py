"""
Exporting accounts: everything of a person in one file, while they go on using it.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import msgspec

from axiom.care import StorePlace, backUp, vacuumStore
from axiom.store import Store
from axiom.userbase import LoginAccount, LoginMethod
from mantissa_like.accounts._archive import (
    ITEMS,
    MANIFEST,
    README,
    STORE,
    ArchivedFile,
    ArchivedType,
    Manifest,
)

__all__ = ["AccountToExport", "exportAccount"]

_CHUNK = 1 << 20
_EPOCH = datetime.fromtimestamp(0, UTC)
_ROWS = 500
_ABOUT = """\
This is everything that {address} had at {site}, as of {made}.

items/    every item, one file for each kind, as JSON: any editor shows it.
store/    the same in the form that the site works with: a database of SQLite, and files.
manifest.json    what is in here, with checksums.

To bring it to another site, log in there, open Account, then Import, and choose this file.
There is no password in here, and nothing else that one logs in with.
"""


@dataclass(frozen=True)
class AccountToExport:
    """
    Whose archive is made.

    @ivar directory: of the store, which others may use meanwhile.
    @ivar addresses: each C{user@domain}; not empty.
    @ivar site: the address of the site.
    @ivar now: seconds since the epoch.
    """

    directory: Path
    addresses: list[str]
    site: str
    now: float


def exportAccount(account: AccountToExport, target: Path) -> Manifest:
    """
    Make an archive. This takes long, and runs in any thread.

    @param target: the file, which must not be there; beside it there must be room for a copy of the store.
    @raise BackupRefused: the store is damaged.
    @raise DiskFull: there is no room.
    """
    with TemporaryDirectory(prefix=f"{target.name}.", dir=target.parent) as temporary:
        top = StorePlace(account.directory)
        copy = backUp(top, Path(temporary) / "backup", clock=lambda: account.now).generation.site
        _forgetLogins(copy)
        with target.open("xb") as file:
            try:
                return _write(account, copy, file)
            except BaseException:
                target.unlink()
                raise


def _forgetLogins(copy: Path) -> None:
    """
    Delete what one logs in with, also from the database's free pages.
    """
    with closing(Store(str(copy))) as store:
        store.query(LoginMethod).deleteFromStore()
        store.query(LoginAccount).deleteFromStore()
    vacuumStore(StorePlace(copy))


class _Archive:
    """
    An archive that is being written.

    @ivar files: what is in it.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self.zip = zipfile.ZipFile(file, "w")
        self.files: list[ArchivedFile] = []

    def add(self, path: str, chunks: Iterator[bytes]) -> None:
        """
        Write a file.
        """
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(path)
        info.compress_type = zipfile.ZIP_DEFLATED
        with self.zip.open(info, "w", force_zip64=True) as entry:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                entry.write(chunk)
        self.files.append(ArchivedFile(path, size, digest.hexdigest()))


def _write(account: AccountToExport, copy: Path, file: IO[bytes]) -> Manifest:
    archive = _Archive(file)
    made = datetime.fromtimestamp(account.now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    about = _ABOUT.format(address=account.addresses[0], site=account.site, made=made)
    archive.add(README, iter([about.encode()]))
    with archive.zip:
        with closing(Store(str(copy))) as store:
            types = []
            for typeID, name, version, count in _types(store):
                archive.add(f"{ITEMS}{name}.json", _itemsAsJSON(store, typeID, name, version))
                types.append(ArchivedType(name, version, count))
        for path in sorted(each for each in copy.rglob("*") if each.is_file() and not each.is_symlink()):
            archive.add(STORE + path.relative_to(copy).as_posix(), _chunks(path))
        files = sorted(archive.files, key=lambda each: each.path)
        manifest = Manifest(
            addresses=account.addresses, site=account.site, made=made, types=types, files=files
        )
        archive.zip.writestr(zipfile.ZipInfo(MANIFEST), msgspec.json.encode(manifest))
    return manifest


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _types(store: Store) -> list[tuple[int, str, int, int]]:
    """
    The types of which there are items: number, name, version, and how many.
    """
    return store.querySQL(
        "SELECT t.oid, t.typename, t.version, count(*) FROM axiom_types t JOIN axiom_objects o"
        " ON o.type_id = t.oid GROUP BY t.oid ORDER BY t.typename, t.version"
    )


def _itemsAsJSON(store: Store, typeID: int, name: str, version: int) -> Iterator[bytes]:
    columns = store.querySQL(
        "SELECT attribute, pythontype FROM axiom_attributes WHERE type_id = ? ORDER BY row_offset", (typeID,)
    )
    selected = ", ".join(["oid", *(f'"{attribute}"' for attribute, _ in columns)])
    statement = f'SELECT {selected} FROM "item_{name}_v{version}" WHERE oid > ? ORDER BY oid LIMIT {_ROWS}'
    last, before = -1, b"["
    while rows := store.querySQL(statement, (last,)):
        for storeID, *values in rows:
            item = {"storeID": storeID} | {
                attribute: _readable(value, kind.rpartition(".")[2])
                for (attribute, kind), value in zip(columns, values, strict=True)
            }
            yield before + b"\n" + json.dumps(item, ensure_ascii=False).encode("utf-8", "backslashreplace")
            last, before = storeID, b","
    yield (before if before == b"[" else b"") + b"\n]\n"


def _readable(value: Any, kind: str) -> Any:
    if isinstance(value, bytes):
        return {"base64": b64encode(value).decode()}
    if value is None or not isinstance(value, int):
        return value
    if kind == "timestamp":
        return (_EPOCH + timedelta(microseconds=value)).isoformat()
    return bool(value) if kind == "boolean" else value
