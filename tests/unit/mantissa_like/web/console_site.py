"""
A whole site on the disk, as the console needs it: with logins, administrators, applications and settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import structs
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.accounts import Address, createAccount, findSubStore
from mantissa_like.audit import AuditEntry
from mantissa_like.catalog import appointAdministrator, findOffering, installOffering
from mantissa_like.site import siteConfig
from mantissa_like.stores import StorePool
from mantissa_like.web import SiteContext, makeSiteFactory
from tests.unit.mantissa_like.site.sites import makeSite
from tests.unit.mantissa_like.web.memory_client import MemoryClient, Response

__all__ = ["ConsoleSite", "ConsoleTestCase", "passwordOf"]

JSON = {"Accept": "application/json"}


class ConsoleSite:
    """
    A site with an administrator, C{admin@example.com}, and the application C{timeline}.

    Each password is that of L{passwordOf}.

    @ivar store: the site store.
    @ivar context: what the pages work with.
    """

    def __init__(self, directory: str, **settings: Any) -> None:
        """
        @param settings: tables of its configuration.
        """
        self.store = makeSite(directory, '[site]\ndomain = "example.com"\ntitle = "Example"\n')
        self.clock = Clock()
        self.clock.advance(1_000_000_000)
        self.pool = StorePool(self.store, 10)
        installOffering(self.store, findOffering("timeline"))
        self.addUser("admin")
        appointAdministrator(self.store, Address("admin", "example.com"))
        self._random = 0
        self.context = SiteContext(
            siteStore=self.store,
            pool=self.pool,
            config=structs.replace(siteConfig(self.store), **settings),
            clock=self.clock,
            randomBytes=self._randomBytes,
        )
        self._server = makeSiteFactory(self.context)

    def _randomBytes(self, count: int) -> bytes:
        self._random += 1
        return self._random.to_bytes(count, "big")

    def close(self) -> None:
        """
        Give the databases back.
        """
        self.pool.close()
        self.store.close()

    def addUser(self, name: str) -> None:
        """
        Make an account.
        """
        done = createAccount(self.store, name, "example.com", passwordOf(name))
        failures: list[Any] = []
        done.addErrback(failures.append)
        assert not failures, failures

    def storeOf(self, name: str) -> Store:
        """
        The open store of a user.
        """
        subStore = findSubStore(self.store, name, "example.com")
        assert subStore is not None
        return subStore.open()

    def client(self) -> MemoryClient:
        """
        A browser without cookies.
        """
        return MemoryClient(self._server)

    def actions(self) -> list[str]:
        """
        What was written down that people did, in order.
        """
        return [entry.action for entry in self.store.query(AuditEntry, sort=AuditEntry.storeID.ascending)]

    def logIn(self, name: str, password: str = "") -> MemoryClient | None:
        """
        A browser in which somebody has logged in; None if that was refused.
        """
        client = self.client()
        token = client.get("/login", JSON).json()["csrfToken"]
        fields = {"username": name, "password": password or passwordOf(name), "csrfToken": token}
        return client if client.post("/login", fields).status == 303 else None


def passwordOf(name: str) -> str:
    """
    Long, and in no list.
    """
    return f"the long password of {name}"


class ConsoleTestCase(SynchronousTestCase):
    """
    Tests of pages of the console: an administrator's browser.
    """

    def setUp(self) -> None:
        """
        A site, and who administers it.
        """
        self.site = self.makeSite()
        self.addCleanup(self.site.close)
        client = self.site.logIn("admin")
        assert client is not None
        self.client = client
        self.token = client.get("/login", JSON).json()["csrfToken"]

    def makeSite(self) -> ConsoleSite:
        """
        The site; some tests have another one.
        """
        return ConsoleSite(self.mktemp())

    def get(self, path: str) -> Any:
        """
        What a page tells programs.
        """
        response = self.client.get(path, JSON)
        self.assertEqual(200, response.status, response.text)
        return response.json()

    def page(self, path: str) -> str:
        """
        What a page shows people.
        """
        response = self.client.get(path)
        self.assertEqual(200, response.status, response.text)
        return response.text

    def post(self, path: str, **fields: str) -> Response:
        """
        Send a form.
        """
        return self.client.post(path, {**fields, "csrfToken": self.token})

    def command(self, path: str, **fields: str) -> Response:
        """
        Send the same as a program does.
        """
        return self.client.post(path, {**fields, "csrfToken": self.token}, JSON)

    def audited(self) -> Sequence[tuple[str, str]]:
        """
        What the audit log has, as actions and subjects.
        """
        entries = self.site.store.query(AuditEntry, sort=AuditEntry.storeID.ascending)
        return [(entry.action, entry.subject) for entry in entries]
