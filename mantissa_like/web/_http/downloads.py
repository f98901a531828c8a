"""
Sending files, whole or in one range (RFC 9110, section 14).
"""

from __future__ import annotations

import os
import re
from typing import BinaryIO
from urllib.parse import quote

from twisted.internet.interfaces import IPushProducer
from twisted.web import http
from twisted.web.server import NOT_DONE_YET, Request
from zope.interface import implementer

from mantissa_like.web._markup.page import Download
from mantissa_like.web._markup.representation import UNLISTED
from mantissa_like.web.errors import NotFound

__all__ = ["sendDownload"]

# What a browser shows without running anything in it.
_SHOWN = frozenset(
    (
        "application/pdf",
        "audio/flac",
        "audio/mpeg",
        "audio/ogg",
        "audio/wav",
        "image/avif",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/plain",
        "video/mp4",
        "video/ogg",
        "video/webm",
    )
)
# Whoever wrote the file, nothing in it acts as this site.
_POLICY = b"default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; img-src 'self'; sandbox"
_RANGE = re.compile(rb"bytes=([0-9]{0,18})-([0-9]{0,18})")
_CHUNK_BYTES = 2**16


@implementer(IPushProducer)
class _Sending:
    """
    Some bytes of a file on their way, as fast as the client takes them.
    """

    def __init__(self, request: Request, file: BinaryIO, start: int, end: int) -> None:
        self._request, self._file, self._left = request, file, end - start
        self._isPaused = False
        file.seek(start)

    def begin(self) -> None:
        """
        Send until the client is busy.
        """
        self._request.registerProducer(self, True)
        self.resumeProducing()

    def resumeProducing(self) -> None:
        """
        Go on sending.
        """
        self._isPaused = False
        while not self._isPaused:
            data = self._file.read(min(_CHUNK_BYTES, self._left))
            self._left -= len(data)
            if data:
                self._request.write(data)
            if not data or not self._left:
                self._end()
                return

    def pauseProducing(self) -> None:
        """
        Wait for the client.
        """
        self._isPaused = True

    def stopProducing(self) -> None:
        """
        The client went away.
        """
        self._isPaused = True
        self._file.close()

    def _end(self) -> None:
        self._file.close()
        self._request.unregisterProducer()
        if not self._left:
            self._request.finish()
        elif self._request.channel is not None:
            # Less than was announced can only be cut off.
            self._request.channel.forceAbortClient()


def sendDownload(request: Request, download: Download) -> bytes | int:
    """
    Send a file, or the part of it that was asked for.

    @return: what C{render} returns.
    @raise NotFound: the file is gone.
    """
    try:
        file = download.path.open("rb")
    except FileNotFoundError as e:
        raise NotFound from e
    status = os.fstat(file.fileno())
    if download.isTemporary:
        download.path.unlink(missing_ok=True)
    etag = b'"%x-%x-%x"' % (status.st_ino, status.st_mtime_ns, status.st_size)
    _describe(request, download)
    if request.setETag(etag) is http.CACHED:
        file.close()
        return b""
    return _sendPart(request, file, _partOf(request, status.st_size, etag), status.st_size)


def _describe(request: Request, download: Download) -> None:
    isShown = download.contentType in _SHOWN
    contentType = download.contentType if isShown else "application/octet-stream"
    kind = "inline" if isShown else "attachment"
    charset = "; charset=utf-8" if contentType == "text/plain" else ""
    request.setHeader(b"Content-Type", (contentType + charset).encode())
    disposition = f"{kind}; filename*=UTF-8''{quote(download.name, safe='')}"
    request.setHeader(b"Content-Disposition", disposition.encode())
    request.setHeader(b"Content-Security-Policy", _POLICY)
    request.setHeader(b"Cache-Control", b"no-store" if download.isTemporary else b"private, no-cache")
    request.setHeader(b"Accept-Ranges", b"bytes")
    if download.isUnlisted:
        request.setHeader(b"X-Robots-Tag", UNLISTED)


def _partOf(request: Request, size: int, etag: bytes) -> tuple[int, int] | None:
    """
    The first byte that was asked for and the one after the last; None if there are no such bytes.
    """
    asked = _RANGE.fullmatch(request.getHeader(b"Range") or b"")
    condition = request.getHeader(b"If-Range")
    if asked is None or asked.groups() == (b"", b"") or condition not in (None, etag):
        return 0, size
    first, last = asked.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
    request.setResponseCode(http.PARTIAL_CONTENT)
    return (start, end) if start < end else None


def _sendPart(request: Request, file: BinaryIO, part: tuple[int, int] | None, size: int) -> bytes | int:
    if part is None:
        file.close()
        request.setResponseCode(http.REQUESTED_RANGE_NOT_SATISFIABLE)
        request.setHeader(b"Content-Range", b"bytes */%d" % size)
        return b""
    start, end = part
    if request.code == http.PARTIAL_CONTENT:
        request.setHeader(b"Content-Range", b"bytes %d-%d/%d" % (start, end - 1, size))
    request.setHeader(b"Content-Length", b"%d" % (end - start))
    if request.method == b"HEAD" or start == end:
        file.close()
        request.write(b"")
        request.finish()
        return NOT_DONE_YET
    _Sending(request, file, start, end).begin()
    return NOT_DONE_YET
