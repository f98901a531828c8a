"""
A real browser, without a window, that people use on a running site.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.acceptance.running import PASSWORDS, RunningSite

__all__ = ["Browser"]

_PATIENCE = 20

# Chromium would otherwise ask its makers for updates, which a closed network refuses many times a second.
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--headless",
    "--no-first-run",
)


class Browser:
    """
    One browser that has not been on the site.

    @ivar chrome: what drives it.
    """

    def __init__(self, site: RunningSite, hasScripts: bool = True) -> None:
        """
        @param hasScripts: whether it runs JavaScript.
        """
        options = ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in _QUIET:
            options.add_argument(argument)
        if os.geteuid() == 0:
            options.add_argument("--no-sandbox")
        if not hasScripts:
            off = {"profile.managed_default_content_settings.javascript": 2}
            options.add_experimental_option("prefs", off)
        self._site = site
        self.chrome = Chrome(options=options, service=ChromeService("/usr/bin/chromedriver"))

    def close(self) -> None:
        """
        End it.
        """
        self.chrome.quit()

    def open(self, path: str) -> None:
        """
        Go to a page of the site.
        """
        self.chrome.get(self._site.url + path)

    def find(self, selector: str) -> WebElement:
        """
        The first element that a CSS selector fits.
        """
        return self.chrome.find_element(By.CSS_SELECTOR, selector)

    def count(self, selector: str) -> int:
        """
        How many elements a CSS selector fits.
        """
        return len(self.chrome.find_elements(By.CSS_SELECTOR, selector))

    def click(self, element: WebElement) -> None:
        """
        Click a link or a button, and wait for the next page.
        """
        before = self.find("html")
        element.click()
        WebDriverWait(self.chrome, _PATIENCE).until(lambda _: _isGone(before))

    def submit(self, last: WebElement) -> None:
        """
        Submit a form from its field C{last}, and wait for the next page.
        """
        before = self.find("html")
        last.submit()
        WebDriverWait(self.chrome, _PATIENCE).until(lambda _: _isGone(before))

    def fill(self, selector: str, text: str) -> None:
        """
        Write into the first field that a CSS selector fits instead of what is there, and submit its form.
        """
        field = self.find(selector)
        field.clear()
        field.send_keys(text)
        self.submit(field)

    def logIn(self, name: str) -> None:
        """
        Log somebody in by the form that is shown.
        """
        self.find("#username").send_keys(name)
        self.fill("#password", PASSWORDS[name])

    def run(self, script: str, *arguments: object) -> Any:
        """
        Run JavaScript on the page.

        @return: what it returns; what a promise is kept with.
        """
        return self.chrome.execute_script(script, *arguments)

    def eventually(self, isSo: Callable[[], object]) -> None:
        """
        Wait until something is so, which may be asked of a page that is changing.
        """
        changing = (NoSuchElementException, StaleElementReferenceException)
        WebDriverWait(self.chrome, _PATIENCE, 0.02, ignored_exceptions=changing).until(lambda _: isSo())


def _isGone(element: WebElement) -> bool:
    try:
        element.is_enabled()
    except Exception as e:
        return type(e).__name__ == "StaleElementReferenceException"
    return False
