"""
Tests for L{mantissa_like.config}.
"""

from __future__ import annotations

from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.config import BadConfiguration, Limits, PortSettings, SiteConfig, loadConfig

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
        The bundled C{site.toml} has a line for each limit.
        """
        text = TEMPLATE.read_text()
        self.assertEqual([], [key for key in Limits.__struct_encode_fields__ if f"\n{key} = " not in text])

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
