"""
Tests for the templates that sites start from.
"""

from __future__ import annotations

from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.config import BadConfiguration, loadConfig
from mantissa_like.site._template import bundledTemplate, copyTemplate, templateConfig
from mantissa_like.site.errors import NoSuchTemplate


class TemplateTests(SynchronousTestCase):
    """
    Tests for L{copyTemplate} and its like.
    """

    def setUp(self) -> None:
        self.template, self.directory = Path(self.mktemp()), Path(self.mktemp())
        self.template.mkdir()
        self.directory.mkdir()

    def write(self, text: str) -> None:
        """
        Make C{text} the template's configuration.
        """
        (self.template / "site.toml").write_text(text)

    def copied(self, **settings: str) -> str:
        """
        The configuration after copying.
        """
        copyTemplate(self.template, self.directory, settings)
        return (self.directory / "site.toml").read_text()

    def test_bundled(self) -> None:
        """
        The bundled template can be used, and listens on the loopback only.
        """
        config = copyTemplate(bundledTemplate(), self.directory, {"domain": "example.com"})
        self.assertEqual("example.com", config.site.domain)
        self.assertEqual(["tcp:8080:interface=127.0.0.1"], [port.endpoint for port in config.ports])
        self.assertEqual(config, loadConfig(self.directory / "site.toml"))
        self.assertTrue((self.directory / "files").is_dir())

    def test_files(self) -> None:
        """
        The template's files are copied beside those that are there, and nothing else of the template is.
        """
        self.write("")
        for name in ("files/pages/a.html", "files/__pycache__/b.pyc", "other/c"):
            (self.template / name).parent.mkdir(parents=True)
            (self.template / name).write_text(name)
        (self.directory / "files").mkdir()
        self.copied()
        names = sorted(
            str(path.relative_to(self.directory)) for path in self.directory.rglob("*") if path.is_file()
        )
        self.assertEqual(["files/pages/a.html", "site.toml"], names)

    def test_changedSetting(self) -> None:
        """
        A setting is changed where it stands, and all else stays.
        """
        self.write('# A\n[site]\n# B\ntitle = "x"  # C\ndomain = "old"\n\n[limits]\nidle-seconds = 9\n')
        self.assertEqual(
            '# A\n[site]\n# B\ntitle = "x"  # C\ndomain = "new"\n\n[limits]\nidle-seconds = 9\n',
            self.copied(domain="new"),
        )

    def test_addedSetting(self) -> None:
        """
        A setting that is not there is added to its table.
        """
        self.write('[site]\ntitle = "x"\n[limits]\n')
        self.assertEqual('[site]\ndomain = "new"\ntitle = "x"\n[limits]\n', self.copied(domain="new"))

    def test_addedTable(self) -> None:
        """
        A configuration without the table gets one.
        """
        self.write("[limits]\nidle-seconds = 9\n")
        self.assertEqual('[limits]\nidle-seconds = 9\n\n[site]\ndomain = "new"\n', self.copied(domain="new"))

    def test_quoted(self) -> None:
        """
        A value with quotes and backslashes is kept as it is.
        """
        self.write("[site]\n")
        config = copyTemplate(self.template, self.directory, {"title": r'a "quoted" \1 title'})
        self.assertEqual(r'a "quoted" \1 title', config.site.title)

    def test_noTemplate(self) -> None:
        """
        A directory without a configuration is no template.
        """
        self.assertRaises(NoSuchTemplate, templateConfig, self.template)
        self.assertRaises(NoSuchTemplate, copyTemplate, self.template, self.directory, {})
        self.assertEqual([], list(self.directory.iterdir()))

    def test_badSetting(self) -> None:
        """
        A setting that the configuration may not have is refused.
        """
        self.write("")
        self.assertRaises(
            BadConfiguration, copyTemplate, self.template, self.directory, {"public-url": "example.com"}
        )
