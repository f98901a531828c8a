"""
Who may go where: every address of a site, asked by a visitor, by somebody else, by the owner and by an
administrator, compared with what F{permissions.txt} says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from mantissa_like.sharing import shareItem
from mantissa_like.site import Port
from mantissa_like.web._server import ROUTES
from offerings.timeline import IReadableTimeline, Timeline
from tests.acceptance.running import PASSWORDS, Client, SiteTestCase, axiomatic

TABLE = Path(__file__).with_name("permissions.txt")
EVERYBODY = (None, "bob", "alice", "admin")
ADMINISTRATORS_PASSWORD = "the admin's password"


class Row(NamedTuple):
    """
    One line of the table.

    @ivar expected: the statuses for each of L{EVERYBODY}.
    """

    method: str
    path: str
    expected: tuple[int, ...]


def rows() -> Iterator[Row]:
    """
    The lines of the table.
    """
    for line in TABLE.read_text("utf-8").splitlines():
        words = line.partition("#")[0].split()
        if words:
            method, path, *statuses = words
            yield Row(method, path, tuple(map(int, statuses)))


def patternOf(path: str) -> re.Pattern[str]:
    """
    What the addresses of a route look like.
    """
    return re.compile(re.sub(r"\{\w+\}", "[^/?]+", path.rstrip("/") or "/") + r"(\?.*)?")


class PermissionTests(SiteTestCase):
    """
    The table is complete, and true.
    """

    def client(self, name: str | None) -> Client:
        """
        A browser of one of L{EVERYBODY}.
        """
        client = Client(self.site.url)
        if name is not None:
            password = {**PASSWORDS, "admin": ADMINISTRATORS_PASSWORD}[name]
            self.assertEqual(303, client.logIn(name, password).status)
        return client

    def ask(self, row: Row, name: str | None) -> int:
        """
        The status that somebody gets. A form has the right token, and nothing else.
        """
        client = self.clients.get(name) or self.client(name)
        self.clients[name] = client
        if row.method == "GET":
            return client.get(row.path).status
        token = client.token("/login" if name is None else "/home")
        status = client.send(row.path, f"csrfToken={token}".encode()).status
        # Some end the session, or begin one as somebody else.
        if row.path == "/logout" or row.path.endswith("/impersonate"):
            del self.clients[name]
        return status

    def test_complete(self) -> None:
        """
        Each address of the site's own is in the table, for reading and for writing.
        """
        known = list(rows())
        missing = [
            f"{method} {route.path}"
            for route in ROUTES
            for method in ("GET", "POST")
            if not any(row.method == method and patternOf(route.path).fullmatch(row.path) for row in known)
        ]
        self.assertEqual([], missing)

    def test_true(self) -> None:
        """
        Everybody gets what the table says.
        """
        for name in ("calendar", "files", "import_feed", "people", "notes"):
            axiomatic(self.site.path, "offering", "install", name)
            axiomatic(self.site.path, "product", "grant", name, "alice@localhost")
        axiomatic(self.site.path, "userbase", "create", "--artificial", "team@localhost")
        axiomatic(self.site.path, "userbase", "add-member", "team@localhost", "alice@localhost")
        with closing(self.site.openSiteStore()) as siteStore, closing(self.openStore("alice")) as store:
            numbers = {
                "port": siteStore.findUnique(Port).storeID,
                "share": shareItem(
                    store.findUnique(Timeline),
                    toName="carol@localhost",
                    shareID="timeline",
                    interfaces=[IReadableTimeline],
                ).storeID,
            }
        self.clients: dict[str | None, Client] = {}
        wrong = []
        for line in rows():
            row = line._replace(path=line.path.format(**numbers))
            found = tuple(self.ask(row, name) for name in EVERYBODY)
            if found != row.expected:
                wrong.append(f"{row.method} {row.path}  {' '.join(map(str, found))}  not {row.expected}")
        self.assertEqual([], wrong, "\n".join(wrong))
