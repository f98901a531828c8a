"""
The browser of the tests.
"""

from __future__ import annotations

import os

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

__all__ = ["chromium"]

# Chromium would otherwise ask its makers for updates, which a closed network refuses many times a second.
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--headless",
    "--no-first-run",
)


def chromium() -> Chrome:
    """
    A new one, without a screen, which has been nowhere; the caller quits it.
    """
    options = ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in _QUIET:
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    return Chrome(options=options, service=ChromeService("/usr/bin/chromedriver"))
