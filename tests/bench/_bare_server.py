"""
The baseline of the web: a bare C{twisted.web} resource that runs one query and formats a string, or inserts
one row and commits it with C{synchronous=FULL}.

The page is as long as the site's own and tells visitors the same, in the same words. It serves the very
databases of the site, each by a connection that is kept open; it writes into tables of its own.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from urllib.parse import quote

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
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STYLES = """
    <link rel="icon" href="/static/icon.svg" />
    <link rel="stylesheet" href="/static/style.css" />
    <link rel="stylesheet" href="/static/site.css" />
    <script type="module" src="/static/live.js"></script>
"""


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
        posts = [_post(*row) for row in self._databases[name].execute(_SQL)]
        request.setHeader(b"content-type", b"text/html; charset=utf-8")
        return _page(name, posts).encode()

    def render_POST(self, request: Request) -> bytes:
        assert request.args is not None
        database = self._databases[request.path.split(b"/")[2].decode()]
        database.execute(_TABLE)
        database.execute(_INSERT, (request.args[b"text"][0].decode(), int(time.time())))
        request.setResponseCode(303)
        request.setHeader(b"location", request.path)
        return b""


def _post(number: int, body: str, written: int) -> str:
    moment = datetime.fromtimestamp(written // 1_000_000, UTC)
    shown = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment.hour:02}:{moment.minute:02} UTC"
    return f"""<li class="post" id="post-{number}">
  <time datetime="{moment.isoformat()}">{shown}</time>
  <div><p>{escape(body)}</p></div>
</li>"""


def _page(name: str, posts: list[str]) -> str:
    owner = escape(name)
    return f"""<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>{owner}’s timeline · A new site</title>{_STYLES}
  </head>
  <body>
    <a class="skip" href="#main">Skip to content</a>
    <header class="masthead">
      <a class="site" href="/">A new site</a>
      <nav class="account" aria-label="Account">
        <a href="/login?then=%2Fusers%2F{quote(name)}%2Ftimeline">Log in</a>
      </nav>
    </header>
    <main id="main" tabindex="-1">
      <div class="flash" role="status"></div>
      <h1>{owner}’s timeline</h1>
      <p data-live="count">{len(posts)} posts</p>
      <div data-live="posts">
        <ol class="posts">
{"".join(posts)}
        </ol>
      </div>
    </main>
  </body>
</html>"""


def _main(accounts: str, port: str) -> None:
    serverFromString(reactor, f"tcp:{port}:interface=127.0.0.1").listen(Site(_Pages(Path(accounts))))
    reactor.run()


if __name__ == "__main__":
    _main(*sys.argv[1:])
