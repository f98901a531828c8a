"""
The baseline of the web: a bare C{twisted.web} resource that runs one query and formats a string, or inserts
one row and commits it with C{synchronous=FULL}.

It serves the very databases of the site, each by a connection that is kept open; it writes into tables of its
own.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import apsw
from twisted.internet import reactor
from twisted.internet.endpoints import serverFromString
from twisted.web.http import Request
from twisted.web.resource import Resource
from twisted.web.server import Site

__all__: list[str] = []

_TABLE = "CREATE TABLE IF NOT EXISTS bare_posts (body TEXT, written INTEGER)"
_INSERT = "INSERT INTO bare_posts VALUES (?, ?)"
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
        for database in self._databases.values():
            database.set_busy_timeout(5000)
            database.execute("PRAGMA synchronous = FULL")

    def render_GET(self, request: Request) -> bytes:
        name = request.path.split(b"/")[2].decode()
        posts = "".join(
            f"<li id='post-{number}'><p>{body}</p><time>{written}</time></li>"
            for number, body, written in self._databases[name].execute(_SQL)
        )
        request.setHeader(b"content-type", b"text/html; charset=utf-8")
        return f"<!DOCTYPE html><title>{name}</title><h1>{name}</h1><ol>{posts}</ol>".encode()

    def render_POST(self, request: Request) -> bytes:
        assert request.args is not None
        database = self._databases[request.path.split(b"/")[2].decode()]
        database.execute(_TABLE)
        database.execute(_INSERT, (request.args[b"text"][0].decode(), int(time.time())))
        request.setResponseCode(303)
        request.setHeader(b"location", request.path)
        return b""


def _main(accounts: str, port: str) -> None:
    serverFromString(reactor, f"tcp:{port}:interface=127.0.0.1").listen(Site(_Pages(Path(accounts))))
    reactor.run()


if __name__ == "__main__":
    _main(*sys.argv[1:])
