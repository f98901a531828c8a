"""
The files that go with messages: kept by the sender until it has the answer, and by the target while it makes
one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from secrets import token_hex
from shutil import copyfileobj
from stat import S_ISREG
from typing import BinaryIO

from twisted.python.filepath import FilePath

from axiom.attributes import path
from axiom.item import Item
from axiom.store import AtomicFile, Store
from mantissa_like.messaging.errors import FileTooLarge, MalformedMessage

__all__ = [
    "LARGEST_FILE",
    "SentFile",
    "arriving",
    "discardSent",
    "fileToSend",
    "hasSent",
    "keepToSend",
    "receivedFile",
    "takeCopies",
]

LARGEST_FILE = 10 * 1024 * 1024
"""How many bytes a file of a message may have."""

# Below the files of a store.
_SENT, _RECEIVED = ("messages", "sent"), ("messages", "received")

_NAME = re.compile(r"[0-9a-f]{32}")


class SentFile(Item):
    """
    A file that goes with a message that this store sent.

    @ivar path: where it is; its name, which nobody can guess, is in the message.
    """

    typeName = "messaging_sentfile"
    schemaVersion = 1

    path = path(allowNone=False)


def keepToSend(store: Store, source: FilePath[str]) -> str:
    """
    Keep what is in C{source} now in the store of the sender; called in the transaction that sends it.

    @return: the name of the file.
    @raise FileTooLarge: it has more than L{LARGEST_FILE} bytes.
    """
    size = os.path.getsize(source.path)
    if size > LARGEST_FILE:
        raise FileTooLarge(source.path, size, LARGEST_FILE)
    name = token_hex(16)
    with open(source.path, "rb") as file:
        kept = store.newFile(*_SENT, name)
        try:
            copyfileobj(file, kept)
            kept.close()
        finally:
            kept.abort()
    SentFile(store=store, path=kept.finalpath)
    return name


def fileToSend(store: Store, name: str) -> FilePath[str]:
    """
    Where the sender keeps a file.
    """
    return _file(store, _SENT, name)


def hasSent(store: Store) -> bool:
    """
    Whether C{store} keeps any file.
    """
    return store.filesdir is not None and bool(_sentNames(store))


def discardSent(store: Store, wanted: Collection[str]) -> None:
    """
    Remove what C{store} keeps of messages that are gone, or whose transactions were undone. Called in a
    transaction, so that nobody is just sending.

    @param wanted: the names of all other files.
    """
    for kept in store.query(SentFile):
        if kept.path.basename() not in wanted:
            kept.deleteFromStore()
    unwanted = [name for name in _sentNames(store) if name not in wanted]

    def remove() -> None:
        for name in unwanted:
            with suppress(FileNotFoundError):
                os.unlink(store.newFilePath(*_SENT, name).path)

    store.afterCommit(remove)


def takeCopies(store: Store, paths: Sequence[str]) -> dict[str, AtomicFile]:
    """
    Copy files that came with a message into the store of its target; called in any thread.

    @return: for the name of each, its copy, on the disk but not in its place.
    @raise MalformedMessage: one of them is not there, or none that can be sent.
    """
    copies: dict[str, AtomicFile] = {}
    try:
        for path in paths:
            name = os.path.basename(path)
            copies[name] = store.newFile(*_RECEIVED, name)
            _fill(copies[name], path)
    except BaseException:
        for copy in copies.values():
            copy.abort()
        raise
    return copies


@contextmanager
def arriving(store: Store, copies: Mapping[str, AtomicFile]) -> Iterator[None]:
    """
    A context in which a message is handled whose files are where L{receivedFile} says. What the handler does
    not move is removed at its end.
    """
    for copy in copies.values():
        copy.close()
    try:
        yield
    finally:
        for copy in copies.values():
            with suppress(FileNotFoundError):
                copy.finalpath.remove()


def receivedFile(store: Store, name: str) -> FilePath[str]:
    """
    Where the target has its copy of a file while the message is handled.

    @raise MalformedMessage: no file can have this name.
    """
    return _file(store, _RECEIVED, name)


def _sentNames(store: Store) -> list[str]:
    try:
        return os.listdir(store.newFilePath(*_SENT).path)
    except FileNotFoundError:
        return []


def _file(store: Store, place: tuple[str, ...], name: str) -> FilePath[str]:
    if _NAME.fullmatch(name) is None:
        raise MalformedMessage(f"{name!r:.50} is not the name of a file")
    return store.newFilePath(*place, name)


def _fill(copy: AtomicFile, path: str) -> None:
    with _sentFile(path) as source:
        copyfileobj(source, copy)
    copy.flush()
    with open(copy.name, "rb") as written:
        os.fsync(written.fileno())


def _sentFile(path: str) -> BinaryIO:
    """
    A file that a sender keeps. Its store may have come from elsewhere, with a link to what is not its own, or
    with more than a message carries.

    @raise MalformedMessage: it is no such file.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as e:
        raise MalformedMessage(f"its file {os.path.basename(path)} can't be read: {e.strerror}") from e
    status = os.fstat(descriptor)
    if not S_ISREG(status.st_mode) or status.st_size > LARGEST_FILE:
        os.close(descriptor)
        raise MalformedMessage(f"its file {os.path.basename(path)} is not one that can be sent")
    return os.fdopen(descriptor, "rb")
