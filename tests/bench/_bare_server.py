"""
The baseline of the page: a bare C{twisted.web} resource that runs one query and formats a string.

It serves the very databases of the site, each by a connection that is kept open.
"""

from __future__ import annotations

import sys
from pathlib import Path

import apsw
from twisted.internet import reactor
from twisted.internet.endpoints import serverFromString
from twisted.web.http import Request
from twisted.web.resource import Resource
from twisted.web.server import Site

__all__: list[str] = []

_SQL = "SELECT oid, body, written FROM item_timeline_post_v1 ORDER BY oid DESC LIMIT 20"


class _Pages(Resource):
    """
    C{/users/<name>/timeline}, whatever comes before and after the name.
    """

    isLeaf = True

    def __init__(self, accounts: Path) -> None:
        super().__init__()
        self._databases = {
            directory.name.removesuffix(".axiom"): apsw.Connection(str(directory / "db.sqlite"))
            for directory in accounts.glob("*.axiom")
        }

    def render_GET(self, request: Request) -> bytes:
        name = request.path.split(b"/")[2].decode()
        posts = "".join(
            f"<li id='post-{number}'><p>{body}</p><time>{written}</time></li>"
            for number, body, written in self._databases[name].execute(_SQL)
        )
        request.setHeader(b"content-type", b"text/html; charset=utf-8")
        return f"<!DOCTYPE html><title>{name}</title><h1>{name}</h1><ol>{posts}</ol>".encode()


def _main(accounts: str, port: str) -> None:
    serverFromString(reactor, f"tcp:{port}:interface=127.0.0.1").listen(Site(_Pages(Path(accounts))))
    reactor.run()


if __name__ == "__main__":
    _main(*sys.argv[1:])
