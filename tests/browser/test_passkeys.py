"""
Passkeys in a browser whose authenticator is a virtual one.
"""

from __future__ import annotations

from pathlib import Path

from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions
from twisted.trial.unittest import SynchronousTestCase

from tests.acceptance.running import RunningSite
from tests.browser.browsing import Browser


class PasskeyTests(SynchronousTestCase):
    """
    One browser and one site, under a name, for keys belong to names.
    """

    def setUp(self) -> None:
        """
        A browser in which Alice has logged in by password.
        """
        site = RunningSite(Path(self.mktemp()) / "site.axiom")
        site.url = f"http://localhost:{site.port}"
        site.set("public-url", f'"{site.url}"')
        self.addCleanup(site.stop)
        site.start()
        self.browser = Browser(site)
        self.addCleanup(self.browser.close)
        options = VirtualAuthenticatorOptions()
        options.has_resident_key = options.has_user_verification = options.is_user_verified = True
        self.browser.chrome.add_virtual_authenticator(options)
        self.browser.open("/login?then=/account/passkeys")
        self.browser.logIn("alice")
        self.wait("Another one")

    def wait(self, text: str) -> None:
        """
        Return once a page has some text.
        """
        self.browser.eventually(lambda: text in self.browser.chrome.page_source)

    def test_addedAndUsed(self) -> None:
        """
        A passkey is added with a name; it logs in without one, and leads to where the form was asked for;
        it confirms in place of the password; once it is removed, it does not.
        """
        self.browser.find("#name").send_keys("little key")
        self.browser.find("[data-passkeys=add] button").click()
        self.wait("little key")
        self.browser.chrome.delete_all_cookies()

        self.browser.open("/login?then=/account/passkeys")
        self.browser.find("[data-passkeys=use] button").click()
        self.wait("little key")
        self.assertTrue(self.browser.chrome.current_url.endswith("/account/passkeys"))
        self.assertEqual("alice@localhost", self.browser.find("nav.account a[href='/account']").text)

        self.browser.open("/login/confirm?then=/account/totp")
        self.browser.find("[data-passkeys=use] button").click()
        self.wait("With a second step")
        self.assertTrue(self.browser.chrome.current_url.endswith("/account/totp"))

        self.browser.open("/account/passkeys")
        self.browser.find("button.danger").click()
        self.wait("Remove the passkey")
        self.browser.find(".confirmation button").click()
        self.wait("You have no passkeys.")
        self.browser.chrome.delete_all_cookies()
        self.browser.open("/login")
        self.browser.find("[data-passkeys=use] button").click()
        self.wait("it is unknown here")
