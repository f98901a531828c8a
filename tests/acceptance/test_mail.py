"""
Mail of a real site: through a real relay, whatever ends the processes.
"""

from __future__ import annotations

import shutil
import signal
from pathlib import Path
from tempfile import mkdtemp

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.mail import SENT, Mail, QueuedMail, queueMail, retryMail
from tests.acceptance.running import axiomatic, begin, eventually, freePort
from tests.integration.smtp_server import SMTPServer

_MAILS = 12


class MailTests(SynchronousTestCase):
    """
    A site whose relay is slow.
    """

    def setUp(self) -> None:
        """
        Make the site.
        """
        directory = Path(mkdtemp())
        self.addCleanup(shutil.rmtree, directory)
        self.site = directory / "site.axiom"
        port = f"tcp:{freePort()}:interface=127.0.0.1"
        password = "--password=the long password of admin"
        axiomatic(self.site, "mantissa", "--administrator=admin@localhost", password, f"--port={port}")
        self.relay = SMTPServer(freePort())
        settings = (self.site / "site.toml").read_text()
        for before, now in (
            ('relay = ""', 'relay = "localhost"'),
            ("port = 587", f"port = {self.relay.port}"),
            ('tls = "starttls"', 'tls = "none"'),
        ):
            settings = settings.replace(before, now)
        (self.site / "site.toml").write_text(settings)
        self.store = Store(str(self.site))
        self.addCleanup(self.store.close)

    def sent(self) -> int:
        """
        How many are known to be sent.
        """
        return self.store.count(QueuedMail, QueuedMail.state == SENT)

    def test_killed(self) -> None:
        """
        What was queued while the relay was down arrives once it is up, though the server is killed in the
        middle; what arrives twice has one identity.
        """
        for number in range(_MAILS):
            queueMail(self.store, Mail(f"a{number}@mail.example", "Hello", "Hello.\n"))
        server = begin(self.site, "start", "-n")
        eventually(lambda: self.store.count(QueuedMail, QueuedMail.lastError.like("%reached%")) == _MAILS)
        self.relay.slowness = 0.2
        self.relay.start()
        self.addCleanup(self.relay.stop, no_assert=True)
        self.retry()
        eventually(lambda: self.sent() >= 2)
        server.send_signal(signal.SIGKILL)
        server.communicate()
        self.assertLess(self.sent(), _MAILS)
        self.retry()
        server = begin(self.site, "start", "-n")
        eventually(lambda: self.sent() == _MAILS)
        server.send_signal(signal.SIGTERM)
        server.communicate()
        arrived = {(message["To"], message["Message-ID"]) for message in self.relay.messages}
        self.assertEqual(_MAILS, len(arrived))

    def retry(self) -> None:
        """
        Try what was not sent now, and not in three minutes.
        """
        for mail in list(self.store.query(QueuedMail)):
            retryMail(mail)
