"""
Changing settings in a C{site.toml}, whose comments and order stay as they are.

A change is checked with all of the file before it is written, takes the place of the file at once, and leaves
what was there before beside it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from axiom.database import toDisk
from mantissa_like.config._loading import SiteConfig, loadConfig, parseConfig
from mantissa_like.config.errors import BadConfiguration

__all__ = ["changeSettings", "hasPrevious", "undoChange"]


def changeSettings(path: Path, table: str, values: Mapping[str, Any]) -> SiteConfig:
    """
    Give some settings of a table other values, if at least one is another.

    @param table: its name in the file; it is added if it is not there.
    @param values: by the names in the file: texts, numbers, truth values and lists of texts.
    @return: what the file says then.
    @raise BadConfiguration: it would not be a whole and right file, or can't be read; nothing was changed.
    """
    with _alone(path):
        before = path.read_text("utf-8")
        try:
            document: Any = tomlkit.parse(before)
            section = document.setdefault(table, tomlkit.table())
            for name, value in values.items():
                if name not in section or section[name] != value:
                    section[name] = value
            after = tomlkit.dumps(document)
        except TOMLKitError as e:
            raise BadConfiguration(path, table, f"is not TOML: {e}") from e
        config = parseConfig(after.encode(), path)
        if after != before:
            _replace(_previous(path), before)
            _replace(path, after)
        return config


def hasPrevious(path: Path) -> bool:
    """
    Whether there is something to go back to.
    """
    return _previous(path).exists()


def undoChange(path: Path) -> SiteConfig:
    """
    Exchange the file for what was there before the last change; so a second time brings the change back.

    @return: what the file says then.
    @raise BadConfiguration: there is nothing to go back to, or it is no right file; nothing was changed.
    """
    with _alone(path):
        previous = _previous(path)
        config = loadConfig(previous)
        before, after = path.read_text("utf-8"), previous.read_text("utf-8")
        _replace(path, after)
        _replace(previous, before)
        return config


def _previous(path: Path) -> Path:
    return path.with_name(f"{path.name}.previous")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """
    A context in which no other process changes the file.
    """
    try:
        directory = os.open(path.parent, os.O_RDONLY)
    except OSError as e:
        raise BadConfiguration(path, "", e.strerror or str(e)) from e
    try:
        flock(directory, LOCK_EX)
        yield
    except OSError as e:
        raise BadConfiguration(path, "", e.strerror or str(e)) from e
    finally:
        os.close(directory)


def _replace(path: Path, content: str) -> None:
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    toDisk(path.parent)
