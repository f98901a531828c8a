"""
Tests for L{mantissa_like.config}.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from msgspec import Struct
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.config import BadConfiguration, PortSettings, SiteConfig, loadConfig

TEMPLATE = Path(__file__).parents[4] / "sitestore_template" / "site.toml"


class LoadConfigTests(SynchronousTestCase):
    """
    Tests for L{loadConfig}.
    """

    def write(self, text: str) -> Path:
        path = Path(self.mktemp())
        path.write_text(text)
        return path

    def assertRefused(self, text: str, key: str, problem: str) -> None:
        path = self.write(text)
        error = self.assertRaises(BadConfiguration, loadConfig, path)
        self.assertEqual((path, key), (error.path, error.key))
        self.assertIn(problem, error.problem)
        self.assertEqual(": ".join(filter(None, (str(path), key, error.problem))), str(error))

    def test_emptyFileIsAllDefaults(self) -> None:
        """
        A file without settings gives the defaults.
        """
        self.assertEqual(SiteConfig(), loadConfig(self.write("")))

    def test_templateShowsTheDefaults(self) -> None:
        """
        The bundled C{site.toml} says what holds without it, but for its one port on loopback.
        """
        self.assertEqual(
            SiteConfig(ports=(PortSettings(endpoint="tcp:8080:interface=127.0.0.1"),)),
            loadConfig(TEMPLATE),
        )

    def test_templateNamesEverySetting(self) -> None:
        """
        The bundled C{site.toml} has a line for each setting of each table.
        """
        tables = tomllib.loads(TEMPLATE.read_text())
        for name in SiteConfig.__struct_encode_fields__:
            settings = getattr(SiteConfig(), name)
            if isinstance(settings, Struct):
                self.assertEqual(set(settings.__struct_encode_fields__), set(tables[name]), name)

    def test_settingsInKebabCase(self) -> None:
        """
        A setting of several words is written with hyphens.
        """
        config = loadConfig(
            self.write('[site]\npublic-url = "https://a.example"\n[limits]\nbody-bytes = 7\n')
        )
        self.assertEqual(("https://a.example", 7), (config.site.publicURL, config.limits.bodyBytes))

    def test_noFile(self) -> None:
        """
        A missing file is named in the error.
        """
        error = self.assertRaises(BadConfiguration, loadConfig, Path("nowhere.toml"))
        self.assertEqual("nowhere.toml: No such file or directory", str(error))

    def test_notTOML(self) -> None:
        """
        A syntax error is reported with its line.
        """
        self.assertRefused("[site]\ntitle = \n", "", "line 2")

    def test_notText(self) -> None:
        """
        A file that is not UTF-8 is refused like any other that is not TOML.
        """
        path = Path(self.mktemp())
        path.write_bytes(b"\xff\xfe")
        self.assertEqual("", self.assertRaises(BadConfiguration, loadConfig, path).key)

    def test_unknownSetting(self) -> None:
        """
        A misspelled setting is named with its table.
        """
        self.assertRefused("[limits]\nbody-byte = 7\n", "limits.body-byte", "no such setting")

    def test_unknownTable(self) -> None:
        """
        A misspelled table is named.
        """
        self.assertRefused("[limit]\n", "limit", "no such setting")

    def test_missingSetting(self) -> None:
        """
        A port without its endpoint is named by its number.
        """
        self.assertRefused("[[ports]]\n", "ports[0].endpoint", "missing")

    def test_wrongType(self) -> None:
        """
        A setting of the wrong type is reported with what was expected.
        """
        self.assertRefused('[limits]\nbody-bytes = "7"\n', "limits.body-bytes", "expected int")

    def test_outOfRange(self) -> None:
        """
        A limit of nothing is refused.
        """
        self.assertRefused("[limits]\nopen-stores = 0\n", "limits.open-stores", "expected int >= 1")

    def test_publicURLWithPath(self) -> None:
        """
        A public URL has no path.
        """
        self.assertRefused(
            '[site]\npublic-url = "https://a.example/b"\n', "site.public-url", "without a path"
        )

    def test_badDomain(self) -> None:
        """
        A domain is a name, not an address.
        """
        self.assertRefused('[site]\ndomain = "a@b"\n', "site.domain", "domain name")

    def test_badEndpoint(self) -> None:
        """
        An endpoint is a Twisted endpoint string.
        """
        self.assertRefused('[[ports]]\nendpoint = "8080"\n', "ports[0].endpoint", "tcp:8080")

    def test_mail(self) -> None:
        """
        What makes no sense for mail is refused where it stands.
        """
        for setting, name, problem in (
            ('relay = "smtp://x"', "relay", "name of a host"),
            ('sender = "a@b\\nBcc: x"', "sender", "an address"),
            ('relay = "x"\nuser = "u"', "password-secret", "there is a user"),
            ('relay = "x"\nuser = "u"\npassword-secret = "p"\ntls = "none"', "tls", "a password is sent"),
            ("port = 0", "port", ">= 1"),
            ('tls = "ssl"', "tls", "ssl"),
        ):
            self.assertRefused(f"[mail]\n{setting}\n", f"mail.{name}", problem)

    def test_mailboxOnThisMachine(self) -> None:
        """
        All mail is shown to everybody only on a site that is for this machine alone, and sends none.
        """
        settings = '[site]\npublic-url = "{}"\n[mail]\nmailbox = true\n'
        self.assertTrue(loadConfig(self.write(settings.format("http://localhost:8080"))).mail.showsMailbox)
        self.assertRefused(settings.format("https://a.example"), "mail.mailbox", "this machine alone")
        relayed = settings.format("http://[::1]:1") + 'relay = "a.example"\n'
        self.assertFalse(loadConfig(self.write(relayed)).mail.showsMailbox)

    def test_sender(self) -> None:
        """
        Mail comes from the site's domain, unless somebody says otherwise.
        """
        self.assertEqual("noreply@localhost", SiteConfig().sender)
        self.assertEqual("a@b.example", loadConfig(self.write('[mail]\nsender = "a@b.example"\n')).sender)

    def test_accounts(self) -> None:
        """
        Who may sign up is one of three words; terms are a page.
        """
        self.assertRefused('[accounts]\nsign-up = "yes"\n', "accounts.sign-up", "yes")
        self.assertRefused('[accounts]\nterms = "javascript:x"\n', "accounts.terms", "a page")
        for page in ("/static/terms.html", "https://a.example", "https://a.example/terms"):
            self.assertEqual(page, loadConfig(self.write(f'[accounts]\nterms = "{page}"\n')).accounts.terms)
