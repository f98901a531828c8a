"""
Static files: styles and pictures that are the same for everybody.

All of them are read once, when the site starts, so a request never touches the disk and no address can lead
out of their directories. The address of a file contains a fingerprint of its content and may be kept forever;
the plain name works too, and is checked for changes with every use.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from mimetypes import MimeTypes
from pathlib import Path, PurePosixPath

from twisted.web import http
from twisted.web.iweb import IRequest
from twisted.web.resource import Resource

from mantissa_like.errors import MantissaError
from mantissa_like.web.errors import RequestRefused

__all__ = ["BUNDLED_FILES", "StaticFileTooLarge", "StaticFiles"]

BUNDLED_FILES = Path(__file__).parents[1] / "static"

_MAXIMUM_BYTES = 8 * 2**20
_FOREVER = b"public, max-age=31536000, immutable"
_CHECK_AGAIN = b"public, no-cache"


class StaticFileTooLarge(MantissaError):
    """
    A static file is too large to be kept in memory.

    @ivar path: of the file.
    """

    hint = "Move it out of the static files, or make it smaller."

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is larger than {_MAXIMUM_BYTES // 2**20} MiB")
        self.path = path


@dataclass(frozen=True)
class _File:
    """
    One file in memory.
    """

    name: str
    content: bytes
    contentType: bytes
    fingerprint: str

    @property
    def fingerprintedName(self) -> str:
        name = PurePosixPath(self.name)
        return str(name.with_name(f"{name.stem}.{self.fingerprint}{name.suffix}"))


class StaticFiles(Resource):
    """
    The files of some directories, served below one address.
    """

    isLeaf = True

    def __init__(
        self, prefix: str, directories: Iterable[Path], folders: Mapping[str, Path] | None = None
    ) -> None:
        """
        @param prefix: the address below which this resource is put, such as C{/static/}.
        @param directories: a file in a later one is served instead of its namesake in an earlier one; those
            that do not exist are passed over, and so is everything whose name begins with a dot.
        @param folders: directories that are served below these names, unless C{directories} have the file.
        @raise StaticFileTooLarge: a file has more than 8 MiB.
        """
        super().__init__()
        self._prefix = prefix
        own = [("", directory) for directory in directories]
        others = [(f"{name}/", directory) for name, directory in (folders or {}).items()]
        self._files = {
            file.name: file for below, directory in (*others, *own) for file in _filesIn(directory, below)
        }
        self._fingerprinted = {file.fingerprintedName: file for file in self._files.values()}

    def url(self, name: str) -> str:
        """
        The address of a file, which changes with its content; the plain one of a file that is not known.
        """
        file = self._files.get(name)
        return self._prefix + (name if file is None else file.fingerprintedName)

    def styleURLs(self) -> list[str]:
        """
        The style sheets of every page: the bundled one, then the site's own if it has any.
        """
        return [self.url(name) for name in ("style.css", "site.css") if name in self._files]

    def render_GET(self, request: IRequest) -> bytes:
        """
        @raise RequestRefused: there is no such file.
        """
        name = b"/".join(request.postpath).decode("utf-8", "replace")
        if (file := self._fingerprinted.get(name)) is not None:
            request.setHeader(b"Cache-Control", _FOREVER)
        elif (file := self._files.get(name)) is not None:
            request.setHeader(b"Cache-Control", _CHECK_AGAIN)
        else:
            raise RequestRefused(http.NOT_FOUND)
        if request.setETag(f'"{file.fingerprint}"'.encode()) is http.CACHED:
            return b""
        request.setHeader(b"Content-Type", file.contentType)
        return file.content


def _filesIn(directory: Path, below: str) -> Iterator[_File]:
    """
    Read all files of a directory and of those in it, in the order of their names.

    @param below: stands before the names.
    """
    # The standard library's own table, not the machine's: a file has the same type everywhere.
    types = MimeTypes()
    types.add_type("font/woff2", ".woff2")
    types.add_type("image/webp", ".webp")
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory)
        if not path.is_file() or any(part.startswith(".") for part in name.parts):
            continue
        if path.stat().st_size > _MAXIMUM_BYTES:
            raise StaticFileTooLarge(path)
        content = path.read_bytes()
        contentType = types.guess_type(path.name)[0] or "application/octet-stream"
        if contentType.startswith("text/"):
            contentType += "; charset=utf-8"
        fingerprint = hashlib.sha256(content).hexdigest()[:12]
        yield _File(below + name.as_posix(), content, contentType.encode(), fingerprint)
