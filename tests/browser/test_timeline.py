"""
The timeline in a browser.
"""

from __future__ import annotations

from pathlib import Path

from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from twisted.trial.unittest import SynchronousTestCase

from tests.acceptance.running import PASSWORDS, RunningSite
from tests.browser.chromium import chromium


class BrowserTests(SynchronousTestCase):
    """
    One browser and one site for all.
    """

    site: RunningSite
    browser: Chrome

    def setUp(self) -> None:
        """
        A running site, and a browser that has not been there.
        """
        self.site = RunningSite(Path(self.mktemp()) / "site.axiom")
        self.addCleanup(self.site.stop)
        self.site.start()
        self.browser = chromium()
        self.addCleanup(self.browser.quit)

    def _find(self, selector: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def _count(self, selector: str) -> int:
        return len(self.browser.find_elements(By.CSS_SELECTOR, selector))

    def _open(self, path: str) -> None:
        self.browser.get(self.site.url + path)

    def _submit(self, last: WebElement) -> None:
        """
        Submit a form from its field C{last}, and wait for the next page.
        """
        before = self._find("html")
        last.submit()
        WebDriverWait(self.browser, 20).until(lambda _: _isGone(before))

    def _logIn(self, name: str) -> None:
        self._find("#username").send_keys(name)
        password = self._find("#password")
        password.send_keys(PASSWORDS[name])
        self._submit(password)

    def _post(self, text: str) -> None:
        area = self._find("#text")
        area.send_keys(text)
        self._submit(area)

    def test_logInPostLogOut(self) -> None:
        """
        A visitor reads and cannot write; after logging in, which leads back, the owner writes, in their own
        words; a reload does not write again; after logging out there is no form any more.
        """
        self._open("/users/alice/timeline")
        self.assertEqual("alice’s timeline", self._find("h1").text)
        self.assertEqual(0, self._count("form.compose"))

        self._find("nav.account a").click()
        self._logIn("alice")
        self.assertEqual(f"{self.site.url}/users/alice/timeline", self.browser.current_url)
        self.assertIn("alice@localhost", self._find("nav.account").text)

        self._post("Hello & <i>good</i> morning ☕")
        self.assertEqual("Hello & <i>good</i> morning ☕", self._find(".post p").text)
        self.browser.refresh()
        self.assertEqual(1, self._count(".post"))

        self._open("/users/bob/timeline")
        self.assertEqual(0, self._count("form.compose"))

        self._submit(self._find("nav.account button"))
        self._open("/users/alice/timeline")
        self.assertEqual((1, 0), (self._count(".post"), self._count("form.compose")))

    def test_pages(self) -> None:
        """
        With more than twenty posts there are links to older and newer ones.
        """
        self._open("/login?then=/users/alice/timeline")
        self._logIn("alice")
        for number in range(21):
            self._post(f"post {number}")
        self.assertEqual((20, "post 20"), (self._count(".post"), self._find(".post p").text))
        self._find("a[rel=next]").click()
        self.assertEqual((1, "post 0"), (self._count(".post"), self._find(".post p").text))
        self._find("a[rel=prev]").click()
        self.assertEqual((20, "post 20"), (self._count(".post"), self._find(".post p").text))

    def test_keyboard(self) -> None:
        """
        Every field of the form to log in has a label; and the first press of Tab on a page reaches the link
        that skips to the content, which is then seen.
        """
        self._open("/login")
        self.assertEqual(
            ["username", "password"],
            [label.get_attribute("for") for label in self.browser.find_elements(By.TAG_NAME, "label")],
        )
        self._open("/users/alice/timeline")
        self._find("body").send_keys(Keys.TAB)
        focused = self.browser.switch_to.active_element
        self.assertEqual("Skip to content", focused.text)
        self.assertTrue(focused.is_displayed() and focused.rect["y"] >= 0)

    def test_narrowScreen(self) -> None:
        """
        On a phone nothing is wider than the screen.
        """
        self.browser.set_window_size(360, 740)
        for path in ("/", "/login", "/users/alice/timeline", "/timeline/", "/nothing-here"):
            self._open(path)
            width = self.browser.execute_script("return document.documentElement.scrollWidth")
            self.assertLessEqual(width, self.browser.execute_script("return window.innerWidth"), path)


def _isGone(element: WebElement) -> bool:
    try:
        element.is_enabled()
    except Exception as e:
        return type(e).__name__ == "StaleElementReferenceException"
    return False
