"""
Sites whose mail a test reads.
"""

from __future__ import annotations

import re

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.dependency import installOn
from axiom.testing import memoryStore
from axiom.userbase import LoginAccount, LoginSystem
from mantissa_like.accounts import Address, createAccount
from mantissa_like.config import SiteConfig, SiteSettings
from mantissa_like.mail import QueuedMail
from tests.unit.mantissa_like.accounts.site_stores import hashQuickly

__all__ = ["PASSWORD", "LetterTestCase"]

PASSWORD = "seven green kettles sing"


class LetterTestCase(SynchronousTestCase):
    """
    A site at C{example.com}, in memory.
    """

    def setUp(self) -> None:
        self.clock = Clock()
        self.clock.advance(1_000_000_000)
        self.store = hashQuickly(memoryStore(self.clock))
        installOn(LoginSystem(store=self.store), self.store)
        self.config = SiteConfig(site=SiteSettings(domain="example.com", publicURL="https://example.com"))

    def account(self, name: str, mailbox: str = "") -> LoginAccount:
        """
        A new account, with an address of mail if one is given.
        """
        account = self.successResultOf(createAccount(self.store, name, "example.com", PASSWORD))
        if mailbox:
            address = Address.parse(mailbox)
            account.addLoginMethod(address.localpart, address.domain, verified=True, internal=False)
        return account

    def letters(self) -> list[tuple[str, str]]:
        """
        Whom mail was sent, with the path of the page that it leads to; the latest last.
        """
        found = []
        for queued in self.store.query(QueuedMail, sort=QueuedMail.storeID.ascending):
            mail = queued.mail()
            assert mail is not None
            (path,) = re.findall(r"https://example\.com(/\S+)", mail.text)
            found.append((mail.to, path))
        return found

    def token(self, path: str) -> str:
        """
        The token in the latest letter, which leads to a page below C{path}.
        """
        found = self.letters()[-1][1]
        self.assertTrue(found.startswith(f"{path}/"), found)
        return found.removeprefix(f"{path}/")
