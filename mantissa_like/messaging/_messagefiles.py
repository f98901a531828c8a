"""
The files that go with messages: kept by the sender until the answer is there, by the target until it is made.
"""

from __future__ import annotations

import os
import re
from secrets import token_hex
from shutil import copyfile

from twisted.python.filepath import FilePath

from axiom.store import Store
from mantissa_like.messaging.errors import FileTooLarge, MalformedMessage

__all__ = ["LARGEST_FILE", "fileToSend", "keepToSend", "receivedFile"]

# Bytes.
LARGEST_FILE = 10 * 1024 * 1024

# Below the files of a store.
_SENT, _RECEIVED = ("messages", "sent"), ("messages", "received")

_NAME = re.compile(r"[0-9a-f]{32}")


def keepToSend(store: Store, path: FilePath[str]) -> str:
    """
    Keep the contents of C{path} in C{store}, the sender's, as they are now; called in a transaction.

    @return: the name, which nobody can guess.
    @raise FileTooLarge: it has more than L{LARGEST_FILE} bytes.
    """
    size = os.path.getsize(path.path)
    if size > LARGEST_FILE:
        raise FileTooLarge(path.path, size, LARGEST_FILE)
    name = token_hex(16)
    store.newDirectory(*_SENT)
    copyfile(path.path, fileToSend(store, name).path)
    return name


def fileToSend(store: Store, name: str) -> FilePath[str]:
    """
    Where the sender keeps the file.
    """
    return _file(store, _SENT, name)


def receivedFile(store: Store, name: str) -> FilePath[str]:
    """
    Where the target has its copy while the message is handled.
    """
    return _file(store, _RECEIVED, name)


def _file(store: Store, place: tuple[str, ...], name: str) -> FilePath[str]:
    if _NAME.fullmatch(name) is None:
        raise MalformedMessage(f"{name!r:.50} is not the name of a file")
    return store.newFilePath(*place, name)
