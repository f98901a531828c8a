"""
Tests for what holds for every page of the site's own.
"""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec
from twisted.internet.testing import EventLoggingObserver
from twisted.logger import globalLogPublisher
from twisted.trial.unittest import TestCase

from mantissa_like.web import makeSiteFactory
from mantissa_like.web._routes.route import Access
from mantissa_like.web._server import ROUTES
from tests.unit.mantissa_like.web.console.running_server import RunningServer
from tests.unit.mantissa_like.web.memory_client import MemoryClient
from tests.unit.mantissa_like.web.memory_site import MemorySite

_INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|<[^>]*\s(?:style|on[a-z]+)=|javascript:", re.IGNORECASE)


class EveryPageTests(TestCase):
    """
    Tests for all routes.
    """

    def setUp(self) -> None:
        """
        A site with an administrator.
        """
        self.site = MemorySite(control=RunningServer(self.mktemp()).control)
        self.site.addAdministrator("ada")

    def test_nothingInline(self) -> None:
        """
        No page has scripts or styles within it, which the security policy would not let run.
        """
        client = self.site.logIn("ada")
        shown = 0
        for path in {route.path for route in ROUTES if "{" not in route.path}:
            response = client.get(path)
            if response.status == 200 and response.headers["content-type"].startswith("text/html"):
                shown += 1
                self.assertIsNone(_INLINE.search(response.text), path)
        self.assertGreater(shown, 10)

    def test_whatIsInline(self) -> None:
        """
        What is inline would be found.
        """
        for text in ("<script>x()", "<p class='a' style='x'>", "<a onclick='x'>", "<a href='javascript:x'>"):
            self.assertIsNotNone(_INLINE.search(text), text)
        for text in ('<script type="module" src="/x.js">', "<p>style=x</p>", "<pre>&lt;p onclick="):
            self.assertIsNone(_INLINE.search(text), text)

    def test_wayBack(self) -> None:
        """
        Every page about somebody's account leads back to the one that leads there.
        """
        client = self.site.logIn("ada")
        for route in ROUTES:
            if route.access is Access.PERSON and re.fullmatch("/account/[a-z]+", route.path):
                response = client.get(route.path)
                if response.status == 200:
                    self.assertIn('aria-label="Back"><a href="/account">Your account</a>', response.text)

    def test_secretsInPaths(self) -> None:
        """
        A path that lets somebody in is not in the log.
        """
        secret = [route.path for route in ROUTES if route.hasSecrets]
        self.assertNotEqual([], secret)
        events = EventLoggingObserver.createWithCleanup(self, globalLogPublisher)
        for path in secret:
            self.site.client().get(re.sub(r"\{\w+\}", "open-sesame", path))
            self.assertEqual(path, events[-1]["uri"])
        self.assertNotIn("open-sesame", str([event.get("line") for event in events]))

    def test_accountsAreLimited(self) -> None:
        """
        An account that asks too often has to wait, also where its address need not; the log says who asked.
        """
        limits = msgspec.structs.replace(self.site.context.config.limits, accountRequests=1, burstRequests=3)
        config = msgspec.structs.replace(self.site.context.config, limits=limits)
        server = makeSiteFactory(replace(self.site.context, config=config))
        client = MemoryClient(server)
        client.cookies = self.site.logIn("ada").cookies
        events = EventLoggingObserver.createWithCleanup(self, globalLogPublisher)
        for expected in (200, 200, 200, 429):
            self.site.clock.advance(0.1)
            # In which time its address may ask five times again.
            self.assertEqual(expected, client.get("/console/services").status)
        self.assertEqual("ada@example.com", events[-1]["who"])
        self.site.clock.advance(10)
        self.assertEqual(200, client.get("/console/services").status)
