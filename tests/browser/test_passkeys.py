"""
Passkeys in a browser whose authenticator is a virtual one.
"""

from __future__ import annotations

from pathlib import Path

from selenium.webdriver.common.by import By
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from twisted.trial.unittest import SynchronousTestCase

from tests.acceptance.running import PASSWORDS, RunningSite
from tests.browser.chromium import chromium


class PasskeyTests(SynchronousTestCase):
    """
    One browser and one site, under a name, for keys belong to names.
    """

    def setUp(self) -> None:
        """
        A browser in which Alice has logged in by password.
        """
        site = RunningSite(Path(self.mktemp()) / "site.axiom")
        self.url = f"http://localhost:{site.port}"
        configuration = site.path / "site.toml"
        lines = configuration.read_text().splitlines()
        changed = [f'public-url = "{self.url}"' if line.startswith("public-url") else line for line in lines]
        configuration.write_text("\n".join(changed))
        self.addCleanup(site.stop)
        site.start()
        self.browser = chromium()
        self.addCleanup(self.browser.quit)
        options = VirtualAuthenticatorOptions()
        options.has_resident_key = options.has_user_verification = options.is_user_verified = True
        self.browser.add_virtual_authenticator(options)
        self.browser.get(f"{self.url}/login?then=/account/passkeys")
        self.find("#username").send_keys("alice")
        self.find("#password").send_keys(PASSWORDS["alice"])
        self.click("main form button[type=submit]")
        self.wait("Another one")

    def find(self, selector: str) -> WebElement:
        """
        The first element that a selector matches.
        """
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def click(self, selector: str) -> None:
        """
        Click on the first element that a selector matches.
        """
        self.browser.find_element(By.CSS_SELECTOR, selector).click()

    def wait(self, text: str) -> None:
        """
        Return once a page has some text.
        """
        WebDriverWait(self.browser, 20).until(lambda browser: text in browser.page_source)

    def test_addedAndUsed(self) -> None:
        """
        A passkey is added with a name; it logs in without one, and leads to where the form was asked for;
        once it is removed, it does not.
        """
        self.find("#name").send_keys("little key")
        self.click("[data-passkeys=add] button")
        self.wait("little key")
        self.browser.delete_all_cookies()

        self.browser.get(f"{self.url}/login?then=/account/passkeys")
        self.click("[data-passkeys=login] button")
        self.wait("little key")
        self.assertEqual(f"{self.url}/account/passkeys", self.browser.current_url)
        self.assertIn("alice@localhost", self.browser.page_source)

        self.click("button.danger")
        self.wait("Remove the passkey")
        self.click(".confirmation button")
        self.wait("You have no passkeys.")
        self.browser.delete_all_cookies()
        self.browser.get(f"{self.url}/login")
        self.click("[data-passkeys=login] button")
        self.wait("it is unknown here")
