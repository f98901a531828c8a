"""
Uploads: forms with files in them, which go to the disk as they arrive.

A file has a temporary name until whoever handles the form keeps it; what nobody kept is deleted once the
request is answered.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header
from twisted.web.iweb import IRequest

from mantissa_like.web._http.values import Upload, Values
from mantissa_like.web.errors import BadInput

__all__ = ["MultipartBody", "Uploading", "isMultipart", "removeLeftovers"]

_MULTIPART = "multipart/form-data"
_PREFIX = "upload-"
_MOST_PARTS = 1000
_LONGEST_NAME = 255
_MALFORMED = "What was sent could not be read. An upload may have been cut off: please try again."


@dataclass(frozen=True)
class Uploading:
    """
    Who may upload how much, and where that is kept first.

    @ivar directory: for temporary files, on the file system where they will stay; made when it is needed.
    @ivar mostBytes: of one request.
    @ivar isWelcome: whether whoever sends a request may upload; called when only its headers are there.
    """

    directory: Path
    mostBytes: int
    isWelcome: Callable[[IRequest], bool]


def removeLeftovers(directory: Path, before: float) -> None:
    """
    Delete the temporary files that a process left behind which was killed.

    @param before: seconds; files that were written to later may still be arriving.
    """
    for path in directory.glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()


def isMultipart(contentType: bytes | None) -> bool:
    """
    Whether a C{Content-Type} is that of a form with files.
    """
    return contentType is not None and contentType.lower().startswith(_MULTIPART.encode())


class MultipartBody:
    """
    The body of one request, taken apart as it arrives.
    """

    def __init__(self, contentType: str, directory: Path, mostFieldBytes: int) -> None:
        """
        @param contentType: of the request.
        @param directory: for temporary files.
        @param mostFieldBytes: of all the fields together that are not files.
        @raise BadInput: the type lacks what separates the parts.
        """
        _, options = parse_options_header(contentType)
        try:
            self._parser = PushMultipartParser(options.get("boundary", ""), max_segment_count=_MOST_PARTS)
        except MultipartError as e:
            raise BadInput(_MALFORMED) from e
        self._directory, self._fieldBytesLeft = directory, mostFieldBytes
        self._pairs: list[tuple[str, str]] = []
        self._uploads: list[Upload] = []
        self._segment: MultipartSegment | None = None
        self._text = bytearray()
        self._file: IO[bytes] | None = None

    def feed(self, data: bytes) -> None:
        """
        Take the next bytes.

        @raise BadInput: they make no sense, or there is too much of something.
        """
        try:
            for event in self._parser.parse(data):
                if isinstance(event, MultipartSegment):
                    self._begin(event)
                elif event is None:
                    self._end()
                else:
                    self._take(event)
        except (MultipartError, UnicodeDecodeError) as e:
            raise BadInput(_MALFORMED) from e

    def values(self) -> Values:
        """
        The fields and files, once everything has arrived.

        @raise BadInput: something is missing.
        """
        try:
            self._parser.close()
        except MultipartError as e:
            raise BadInput(_MALFORMED) from e
        return Values(self._pairs, self._uploads)

    def discard(self) -> None:
        """
        Delete what nobody kept. Repeating it is safe.
        """
        if self._file is not None:
            file, self._file = self._file, None
            Path(file.name).unlink(missing_ok=True)
            # It tries to write what there was no room for.
            with suppress(OSError):
                file.close()
        for upload in self._uploads:
            upload.path.unlink(missing_ok=True)

    def _begin(self, segment: MultipartSegment) -> None:
        self._segment = segment
        if segment.filename is not None:
            self._directory.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.NamedTemporaryFile(  # noqa: SIM115 (open until the part ends)
                dir=self._directory, prefix=_PREFIX, delete=False
            )

    def _take(self, data: bytes | bytearray) -> None:
        if self._file is not None:
            self._file.write(data)
            return
        self._fieldBytesLeft -= len(data)
        if self._fieldBytesLeft < 0:
            raise BadInput("The form is too large: only its files may be of any size.")
        self._text += data

    def _end(self) -> None:
        segment, self._segment = self._segment, None
        assert segment is not None, "a part ends that began"
        name = segment.name or ""
        if self._file is None:
            self._pairs.append((name, self._text.decode()))
            self._text.clear()
            return
        file, self._file = self._file, None
        file.close()
        upload = Upload(
            field=name,
            name=_fileName(segment.filename or ""),
            contentType=(segment.content_type or "application/octet-stream")[:_LONGEST_NAME],
            path=Path(file.name),
            size=segment.size,
        )
        # A browser sends an empty part where no file was chosen.
        if upload.name or upload.size:
            self._uploads.append(upload)
        else:
            upload.path.unlink()


def _fileName(sent: str) -> str:
    """
    The last part of the path by which a client calls its file, without what can't be shown.
    """
    name = sent.replace("\\", "/").rpartition("/")[2]
    name = "".join(character for character in name if character.isprintable()).strip()
    return "" if name in (".", "..") else name[-_LONGEST_NAME:]
