"""
Tests for L{mantissa_like.web._console.certificate}.
"""

from __future__ import annotations

import time
from pathlib import Path

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.site._certificates import SiteCertificate
from tests.unit.mantissa_like.web.console.running_server import RunningServer
from tests.unit.mantissa_like.web.memory_client import Response
from tests.unit.mantissa_like.web.memory_site import MemorySite

JSON = {"Accept": "application/json"}


class CertificatePageTests(SynchronousTestCase):
    """
    Tests for L{CertificatePage} and what the page of the ports says of it.
    """

    def setUp(self) -> None:
        """
        A site, its administrator, and the certificate of another.
        """
        self.server = RunningServer(self.mktemp())
        self.site = MemorySite(control=self.server.control)
        self.site.addAdministrator("ada")
        self.client = self.site.logIn("ada")
        clock, directory = Clock(), Path(self.mktemp())
        clock.advance(time.time())
        SiteCertificate(directory, ["other.example"], clock).getContext()
        self.chain, _, key = (directory / "site.pem").read_text().partition("-----BEGIN PRIVATE")
        self.key = f"-----BEGIN PRIVATE{key}"

    def send(self, **fields: str) -> Response:
        """
        Send the form.
        """
        token = self.client.get("/login", JSON).json()["csrfToken"]
        return self.client.post("/console/ports/certificate", {"csrfToken": token, **fields})

    def test_none(self) -> None:
        """
        While there is none, the page of the ports says when there will be.
        """
        self.assertIn("There is none yet", self.client.get("/console/ports").text)
        self.assertIsNone(self.client.get("/console/ports/certificate", JSON).json())

    def test_replaced(self) -> None:
        """
        What is pasted is used and shown, but the key is not.
        """
        self.assertEqual(303, self.send(chain=self.chain, key=self.key).status)
        page = self.client.get("/console/ports").text
        self.assertIn("other.example", page)
        self.assertIn("days left", page)
        self.assertEqual(
            ["other.example"], self.client.get("/console/ports/certificate", JSON).json()["hosts"]
        )
        self.assertNotIn("PRIVATE", self.client.get("/console/ports/certificate").text)

    def test_refused(self) -> None:
        """
        What can't be used is refused in words.
        """
        response = self.send(chain=self.chain, key="")
        self.assertEqual(400, response.status)
        self.assertIn("there is no private key", response.text)
