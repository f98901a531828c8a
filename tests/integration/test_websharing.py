"""
Shared items of a site on disk, read by clients over loopback, while others change it.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from treq.client import HTTPClient
from treq.cookies import IndexableCookieJar
from twisted.internet import reactor
from twisted.internet.defer import maybeDeferred
from twisted.internet.endpoints import TCP4ServerEndpoint
from twisted.internet.interfaces import IListeningPort
from twisted.internet.testing import waitUntilAllDisconnected
from twisted.protocols.policies import WrappingFactory
from twisted.trial.unittest import TestCase
from twisted.web.client import Agent, HTTPConnectionPool

from axiom.store import Store
from axiom.userbase import LoginAccount
from mantissa_like.accounts import Address, createAccount, findAccount, findSubStore, setDisabled
from mantissa_like.sharing import getAccountRole, shareItem
from mantissa_like.site import NewSite, createSite, siteConfig
from mantissa_like.stores import StorePool
from mantissa_like.web import SiteContext, makeSiteFactory
from tests.unit.mantissa_like.web.memory_site import IReadableNote, Note

PASSWORD = "correct horse"


class WebsharingTests(TestCase):
    """
    Alice shares a note with Bob. The site is open twice, as by two processes: once served, once to change it.
    """

    async def setUp(self) -> None:  # type: ignore[override]
        """
        A site that listens.
        """
        self.directory = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.directory)
        path = self.directory / "x.axiom"
        alice = Address("alice", "localhost")
        await createSite(NewSite(directory=path, administrator=alice, password=PASSWORD), reactor)
        self.other = self.opened(path)
        await createAccount(self.other, "bob", "localhost", PASSWORD)
        subStore = findSubStore(self.other, "alice", "localhost")
        assert subStore is not None and subStore.storepath is not None
        self.alice = self.opened(Path(subStore.storepath.path))
        self.note = Note(store=self.alice, body="For Bob.")
        bob = getAccountRole(self.alice, "bob", "localhost")
        shareItem(self.note, toRole=bob, shareID="note", interfaces=[IReadableNote])

        served = self.opened(path)
        pool = StorePool(served, 10)
        self.addCleanup(pool.close)
        context = SiteContext(siteStore=served, pool=pool, config=siteConfig(served), clock=reactor)
        self.factory = WrappingFactory(makeSiteFactory(context))
        endpoint = TCP4ServerEndpoint(reactor, 0, interface="127.0.0.1")
        self.port: IListeningPort = await endpoint.listen(self.factory)
        self.url = f"http://127.0.0.1:{self.port.getHost().port}"

    async def tearDown(self) -> None:  # type: ignore[override]
        await maybeDeferred(self.port.stopListening)
        await waitUntilAllDisconnected(reactor, list(self.factory.protocols))

    def opened(self, path: Path) -> Store:
        """
        A store that is closed after the test.
        """
        store = Store(str(path))
        self.addCleanup(store.close)
        return store

    def browser(self) -> HTTPClient:
        """
        A client which keeps cookies.
        """
        agent = Agent(reactor, pool=HTTPConnectionPool(reactor, persistent=False))
        return HTTPClient(agent, cookiejar=IndexableCookieJar())

    async def get(self, browser: HTTPClient, path: str) -> tuple[int, str]:
        """
        The status and text of a page.
        """
        response = await browser.get(self.url + path)
        return response.code, await response.text()

    async def post(self, browser: HTTPClient, page: str, path: str, **fields: str) -> Any:
        """
        Send a form with the token that C{page} has.
        """
        _, text = await self.get(browser, page)
        found = re.search('name="csrfToken" value="([^"]+)"', text)
        assert found is not None, text
        return await browser.post(
            self.url + path, data={**fields, "csrfToken": found[1]}, allow_redirects=False
        )

    async def logIn(self, name: str, password: str = PASSWORD) -> HTTPClient:
        """
        A browser in which somebody tried to log in.
        """
        browser = self.browser()
        await self.post(browser, "/login", "/login", username=name, password=password)
        return browser

    async def test_onlyForOne(self) -> None:
        """
        What is shared with Bob is seen by him from logging in to logging out, and by nobody else.
        """
        for browser in (self.browser(), await self.logIn("alice"), await self.logIn("bob", "wrong")):
            self.assertEqual(404, (await self.get(browser, "/users/alice/note"))[0])
        bob = await self.logIn("bob")
        status, text = await self.get(bob, "/users/alice/note")
        self.assertEqual(200, status)
        self.assertIn("For Bob.", text)
        self.assertEqual(303, (await self.post(bob, "/users/alice/note", "/logout")).code)
        self.assertEqual(404, (await self.get(bob, "/users/alice/note"))[0])

    async def test_othersWrite(self) -> None:
        """
        What another process writes is seen at once, however often the page was shown before.
        """
        bob = await self.logIn("bob")
        for text in ("For Bob.", "Changed.", "Again."):
            self.note.body = text
            for _ in range(2):
                self.assertIn(text, (await self.get(bob, "/users/alice/note"))[1])

    async def test_disabledByOthers(self) -> None:
        """
        Whom another process disables is logged out at once.
        """
        bob = await self.logIn("bob")
        self.assertEqual(200, (await self.get(bob, "/users/alice/note"))[0])
        setDisabled(self.other, "bob", "localhost", True)
        self.assertEqual(404, (await self.get(bob, "/users/alice/note"))[0])
        again = await self.logIn("bob")
        self.assertEqual(404, (await self.get(again, "/users/alice/note"))[0])

    async def test_otherPassword(self) -> None:
        """
        A new password ends the sessions of the old one, and logs in.
        """
        bob = await self.logIn("bob")
        account = findAccount(self.other, "bob", "localhost")
        assert isinstance(account, LoginAccount)
        await account.setPassword("battery staple")
        self.assertEqual(404, (await self.get(bob, "/users/alice/note"))[0])
        again = await self.logIn("bob", "battery staple")
        self.assertEqual(200, (await self.get(again, "/users/alice/note"))[0])

    async def test_loginSurvivesRestart(self) -> None:
        """
        A session is in the site store: another server of the same site knows it.
        """
        bob = await self.logIn("bob")
        pool = StorePool(self.other, 10)
        self.addCleanup(pool.close)
        context = SiteContext(siteStore=self.other, pool=pool, config=siteConfig(self.other), clock=reactor)
        self.factory.wrappedFactory = makeSiteFactory(context)
        self.assertEqual(200, (await self.get(bob, "/users/alice/note"))[0])
