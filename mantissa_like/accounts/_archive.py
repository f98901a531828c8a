"""
Archives of accounts: what is in one, and where.

An archive is a ZIP file. C{store/} is the directory of the person's store, with the database; C{items/} has
the same items as JSON, to be read without this software; C{manifest.json} tells about all files. What one
logs in with is not in it, so that whoever finds one can't.
"""

from __future__ import annotations

import msgspec

__all__ = [
    "DATABASE",
    "FORMAT",
    "ITEMS",
    "MANIFEST",
    "README",
    "STORE",
    "ArchivedFile",
    "ArchivedType",
    "Manifest",
]

FORMAT = 1
MANIFEST = "manifest.json"
README = "README.txt"
STORE = "store/"
ITEMS = "items/"
DATABASE = "store/db.sqlite"


class ArchivedFile(msgspec.Struct, frozen=True):
    """
    One file of an archive.

    @ivar path: in the archive, with slashes.
    @ivar size: in bytes.
    @ivar sha256: of its content, in hexadecimal digits.
    """

    path: str
    size: int
    sha256: str


class ArchivedType(msgspec.Struct, frozen=True):
    """
    The items of one type.

    @ivar name: the type name.
    @ivar version: the schema version.
    @ivar count: how many there are.
    """

    name: str
    version: int
    count: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """
    What an archive says of itself.

    @ivar addresses: of the account, each C{user@domain}.
    @ivar site: the address of the site that it comes from.
    @ivar made: when, in ISO 8601 and UTC.
    @ivar types: all that there are items of, by name.
    @ivar files: all files but the manifest, by path.
    """

    addresses: list[str]
    site: str
    made: str
    types: list[ArchivedType]
    files: list[ArchivedFile]
    format: int = FORMAT
