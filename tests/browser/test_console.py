"""
The administrator's console in a browser.
"""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from ssl import get_server_certificate

from epsilon.extime import Time
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.observing._failures import Caught, recordFailures
from mantissa_like.observing._samples import MetricSample
from tests.acceptance.running import RunningSite, freePort
from tests.browser.browsing import Browser
from tests.integration.smtp_server import makeCertificate

ALICE = "/console/users/alice@localhost"
PAGES = (
    "/console",
    "/console/users",
    "/console/users/new",
    ALICE,
    "/console/stores",
    "/console/stores/site",
    "/console/stores/site/sql",
    "/console/stores/site/types/login_method/2",
    "/console/messages",
    "/console/messages/site",
    "/console/operations",
    "/console/operations/site",
    "/console/offerings",
    "/console/offerings/files",
    "/console/products/timeline",
    "/console/settings",
    "/console/settings/limits",
    "/console/secrets",
    "/console/ports",
    "/console/ports/certificate",
    "/console/services",
    "/console/schedule",
    "/console/mail",
    "/console/errors",
    "/console/metrics",
    "/console/sessions",
    "/console/audit",
)


class ConsoleTests(SynchronousTestCase):
    """
    What an administrator does without a terminal.
    """

    def begin(self, hasScripts: bool = True) -> None:
        """
        Log the administrator in.
        """
        self.site = RunningSite(Path(self.mktemp()) / "site.axiom")
        self.addCleanup(self.site.stop)
        self.site.start()
        self.browser = Browser(self.site, hasScripts)
        self.addCleanup(self.browser.close)
        self.browser.open("/login?then=/console")
        self.browser.find("#username").send_keys("admin")
        password = self.browser.find("#password")
        password.send_keys("the admin's password")
        self.browser.submit(password)

    def press(self, label: str) -> None:
        """
        Press the button with this label.
        """
        self.browser.submit(self.button(label))

    def button(self, label: str) -> WebElement:
        """
        The button in the main part that has this label.
        """
        return self.browser.chrome.find_element(By.XPATH, f"//main//button[text()='{label}']")

    def flash(self) -> str:
        """
        What the page says once.
        """
        return self.browser.find(".flash").text

    def test_userFromBirthToSuspension(self) -> None:
        """
        The administrator makes a user, whose password is shown once, grants a product, suspends the user
        after a question, thinking better of it the first time, and undoes that.
        """
        self.begin()
        self.browser.find("a[href='/console/users']").click()
        self.browser.find("a[href='/console/users/new']").click()
        self.browser.find("#address").send_keys("carol")
        self.press("Make the account")
        self.assertRegex(self.browser.find("main code").text, r"^[a-z2-7]{4}(-[a-z2-7]{4}){3}$")
        self.browser.find("main p a").click()
        self.assertEqual("carol@localhost", self.browser.find("h1").text)

        self.press("Grant")
        self.assertEqual("timeline was granted.", self.flash())
        self.assertEqual("timeline", self.browser.find(".cards h3").text)

        buttons = self.browser.chrome.find_elements(By.XPATH, "//main//button[text()='Suspend']")
        self.browser.submit(buttons[-1])
        self.assertEqual("Suspend carol@localhost?", self.browser.find("h1").text)
        self.browser.find(".confirmation a").click()
        self.assertEqual("active", self.browser.find(".facts .badge").text)
        buttons = self.browser.chrome.find_elements(By.XPATH, "//main//button[text()='Suspend']")
        self.browser.submit(buttons[-1])
        self.press("Suspend")
        self.assertEqual("suspended", self.browser.find(".facts .badge").text)
        self.press("Let them log in again")
        self.assertEqual("active", self.browser.find(".facts .badge").text)

    def test_statement(self) -> None:
        """
        A statement of SQL is answered by a table; one that would change something is refused, and stays in
        the box.
        """
        self.begin()
        self.browser.open("/console/stores/site/sql")
        self.browser.find("#sql").send_keys(
            "SELECT localpart FROM item_login_method_v2 WHERE localpart = 'bob'"
        )
        self.press("Ask")
        self.assertEqual("bob", self.browser.find("td").text)
        self.browser.find("#sql").clear()
        self.browser.find("#sql").send_keys("DELETE FROM item_login_v3")
        self.press("Ask")
        self.assertIn("not authorized", self.browser.find(".problem").text)
        self.assertEqual("DELETE FROM item_login_v3", self.browser.find("#sql").get_attribute("value"))

    def test_checkByItself(self) -> None:
        """
        A check shows what came of it, without anything being pressed.
        """
        self.begin()
        self.browser.open("/console/stores/site")
        self.press("Check it")
        self.browser.eventually(lambda: "Nothing is wrong" in self.browser.find("main").text)

    def test_withoutScripts(self) -> None:
        """
        An application is installed, and a setting changed and brought back, in a browser that runs no
        JavaScript.
        """
        self.begin(hasScripts=False)
        self.browser.open("/console/offerings/files")
        self.assertIn("What it will be allowed", self.browser.find("main").text)
        self.press("Install files")
        self.assertEqual("installed", self.browser.find(".facts .badge").text)
        self.browser.open("/console/settings/site")
        title = self.browser.find("#title")
        title.clear()
        title.send_keys("Seaside")
        self.press("Save")
        self.press("Undo the last change")
        self.browser.open("/console/settings/site")
        self.assertEqual("A new site", self.browser.find("#title").get_attribute("value"))

    def test_narrowScreen(self) -> None:
        """
        On a phone nothing is wider than the screen, and every field has a label.
        """
        self.begin()
        self.browser.chrome.set_window_size(360, 740)
        for path in PAGES:
            self.browser.open(path)
            isWider = self.browser.run("return document.documentElement.scrollWidth > window.innerWidth")
            self.assertIs(False, isWider, path)
            bare = self.browser.run(
                "return [...document.querySelectorAll('input:not([type=hidden]), textarea, select')]"
                ".filter(each => !each.labels.length && !each.ariaLabel).map(each => each.name)"
            )
            self.assertEqual([], bare, path)

    def test_ports(self) -> None:
        """
        A port that is added listens, and is encrypted with the certificate that is uploaded; once removed,
        which asks first, it listens no more.
        """
        self.begin()
        port = freePort()
        self.browser.open("/console/ports")
        self.browser.find("#endpoint").send_keys(f"tls:{port}:interface=127.0.0.1")
        self.press("Listen")
        self.assertIn(f"listens on tls:{port}", self.flash())
        self.browser.eventually(lambda: _certificateAt(port))

        certificate = Path(self.mktemp()).absolute()
        makeCertificate(certificate)
        self.browser.find("a[href='/console/ports/certificate']").click()
        self.browser.find("input[type=file]").send_keys(str(certificate))
        self.press("Use it")
        self.assertEqual("New connections use the new certificate.", self.flash())
        self.assertIn(_certificateAt(port), certificate.read_text())

        remove = self.browser.chrome.find_elements(By.XPATH, "//main//button[text()='Remove']")[-1]
        self.browser.submit(remove)
        self.assertIn("You can add the port again", self.browser.find(".confirmation").text)
        self.press("Stop listening")
        self.browser.eventually(lambda: not _certificateAt(port))

    def test_watching(self) -> None:
        """
        What failed is listed with its traceback until it is called done; what was counted is drawn, and
        written in a table for who sees no drawing.
        """
        self.begin()
        now = Time()
        with closing(Store(str(self.site.path / "files" / "operations.axiom"))) as operations:
            recordFailures(operations, [_caught(now.asPOSIXTimestamp())])
            for minutes in (2, 3, 4):
                values = {"requests": 60.0 * minutes, "connections": 3.0}
                when = now - timedelta(minutes=minutes)
                MetricSample(store=operations, when=when, process="x", values=values)
        self.browser.open("/console")
        self.browser.click(self.browser.find(".notices a[href='/console/errors']"))
        self.browser.click(self.browser.find("td a"))
        self.assertIn("in fold", self.browser.find("pre").text)
        self.press("Done")
        self.assertEqual("Nothing has failed.", self.browser.find("main .empty").text)

        self.browser.open("/console/metrics")
        requests, connections = (
            self.browser.chrome.find_element(By.XPATH, f"//figure[.//strong[text()='{title}']]")
            for title in ("Requests", "Open at once")
        )
        self.assertIn("all 2/s", requests.find_element(By.TAG_NAME, "svg").get_attribute("aria-label"))
        requests.find_element(By.TAG_NAME, "summary").click()
        rates = [cell.text for cell in requests.find_elements(By.CSS_SELECTOR, "tbody td:nth-child(2)")]
        self.assertEqual(["2/s", "3/s", "4/s"], rates)
        self.assertIn("live connections 3", connections.text)


def _certificateAt(port: int) -> str:
    """
    The certificate that is shown at a port; empty if nothing listens there.
    """
    try:
        return get_server_certificate(("127.0.0.1", port), timeout=10)
    except OSError:
        return ""


def _caught(when: float) -> Caught:
    return Caught("f1", "ValueError", "too many", "press.py:1 in fold", "line 1, in fold", "n1", when, when)
