"""
Tests for the pages of settings and secrets.
"""

from __future__ import annotations

from pathlib import Path

from mantissa_like.audit import AuditEntry
from mantissa_like.config import loadConfig, settingsTables
from mantissa_like.vault import getSecret
from tests.unit.mantissa_like.web.console_site import ConsoleTestCase


def _sent(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return "\n".join(value) if isinstance(value, list) else str(value)


class SettingsTests(ConsoleTestCase):
    """
    Tests for the settings.
    """

    @property
    def file(self) -> Path:
        """
        The site's C{site.toml}.
        """
        assert self.site.store.dbdir is not None
        return Path(self.site.store.dbdir.path) / "site.toml"

    def fields(self, table: str) -> dict[str, str]:
        """
        What a form has in it that nobody touched.
        """
        return {name: _sent(value) for name, value in self.get(f"/console/settings/{table}").items()}

    def test_everyTable(self) -> None:
        """
        Every table has a page, with a field for each setting, that is saved as it is without a change.
        """
        before = self.file.read_text()
        told = self.get("/console/settings")
        for table in settingsTables():
            path = f"/console/settings/{table.name}"
            self.assertIn(f'href="{path}"', self.page("/console/settings"))
            shown = self.page(path)
            for setting in table.settings:
                if setting.name != "domain":
                    self.assertIn(f'name="{setting.name}"', shown)
            self.assertEqual(self.get(path), told[table.name])
            response = self.post(path, **self.fields(table.name))
            self.assertEqual(303, response.status, response.text)
        self.assertEqual(before, self.file.read_text())
        self.assertEqual(404, self.client.get("/console/settings/ports").status)

    def test_changed(self) -> None:
        """
        A changed setting is in the file, is written down, and is said to wait for a reload.
        """
        self.assertNotIn("since the server started", self.page("/console/settings"))
        fields = {**self.fields("limits"), "session-days": "9", "idle-seconds": "2.5"}
        self.post("/console/settings/limits", **fields)
        limits = loadConfig(self.file).limits
        self.assertEqual((9, 2.5), (limits.sessionDays, limits.idleSeconds))
        entry = self.site.store.findUnique(AuditEntry, AuditEntry.action == "settings.changed")
        self.assertEqual(
            ("limits", {"session-days": "9", "idle-seconds": "2.5"}), (entry.subject, entry.details)
        )
        self.assertIn("since the server started", self.page("/console/settings"))

    def test_lists(self) -> None:
        """
        A list is written one a line.
        """
        self.post(
            "/console/settings/accounts", **{**self.fields("accounts"), "products": " timeline \n\nfiles"}
        )
        self.assertEqual(("timeline", "files"), loadConfig(self.file).accounts.products)

    def test_refused(self) -> None:
        """
        What can't be is refused, with what was entered kept, and the file is as it was.
        """
        before = self.file.read_text()
        for table, name, value, problem in (
            ("limits", "session-days", "0", "Choose a number from 1"),
            ("limits", "session-days", "many", "This is no whole number."),
            ("site", "public-url", "example.org", "expected an address without a path"),
            ("site", "title", "", "Fill this in."),
        ):
            response = self.post(f"/console/settings/{table}", **{**self.fields(table), name: value})
            self.assertEqual(400, response.status)
            self.assertIn(problem, response.text)
            self.assertIn(f'value="{value}"', response.text)
        self.assertEqual(before, self.file.read_text())

    def test_domainStays(self) -> None:
        """
        The domain is shown, and not changed.
        """
        self.assertIn("example.com (can only be changed in the file)", self.page("/console/settings/site"))
        self.post("/console/settings/site", **{**self.fields("site"), "domain": "evil.example"})
        self.assertEqual("example.com", loadConfig(self.file).site.domain)

    def test_undone(self) -> None:
        """
        The last change is undone by a button, which is there once something was changed.
        """
        self.assertNotIn("Undo", self.page("/console/settings"))
        self.post("/console/settings/site", **{**self.fields("site"), "title": "Seaside"})
        self.assertIn("Undo", self.page("/console/settings"))
        self.post("/console/settings", act="undo")
        self.assertEqual("Example", loadConfig(self.file).site.title)

    def test_secretSetting(self) -> None:
        """
        A secret in the file is told nobody, and stays as it is unless there is another one.
        """
        self.file.write_text(self.file.read_text() + '\n[metrics]\ntoken = "hush hush hush hush"\n')
        path = "/console/settings/metrics"
        self.assertNotIn("hush", self.page(path))
        self.assertNotIn("token", self.get(path))
        self.post(path, **{**self.fields("metrics"), "keep-days": "3", "token": ""})
        self.assertEqual("hush hush hush hush", loadConfig(self.file).metrics.token)
        self.post(path, **{**self.fields("metrics"), "token": "quiet now, be still"})
        self.assertEqual("quiet now, be still", loadConfig(self.file).metrics.token)
        details = [entry.details for entry in self.site.store.query(AuditEntry)]
        self.assertIn({"token": "hidden"}, details)

    def test_brokenFile(self) -> None:
        """
        A file that was broken by hand is told with what is wrong.
        """
        self.file.write_text("[site]\nnothing = 1\n")
        response = self.client.get("/console/settings")
        self.assertEqual(400, response.status)
        self.assertIn("site.nothing", response.text)


class SecretsTests(ConsoleTestCase):
    """
    Tests for the secrets.
    """

    def test_kept(self) -> None:
        """
        A secret is kept and used by its name; its value is told nobody, also not in the audit log.
        """
        response = self.post("/console/secrets", act="set", name="mail.password", value="open sesame")
        self.assertEqual(303, response.status)
        self.assertEqual("open sesame", getSecret(self.site.store, "mail.password"))
        self.assertEqual(
            ["mail.password"], [each["name"] for each in self.get("/console/secrets")["secrets"]]
        )
        self.assertIn("mail.password", self.page("/console/secrets"))
        for path in ("/console/secrets", "/console/audit"):
            self.assertNotIn("sesame", self.page(path))

    def test_deleted(self) -> None:
        """
        A secret is deleted after a question that says it can't be brought back.
        """
        self.post("/console/secrets", act="set", name="key", value="x")
        self.assertIn("be brought back", self.post("/console/secrets", act="delete", name="key").text)
        self.assertEqual(1, len(self.get("/console/secrets")["secrets"]))
        self.post("/console/secrets", act="delete", name="key", confirmed="yes")
        self.assertEqual([], self.get("/console/secrets")["secrets"])

    def test_refused(self) -> None:
        """
        A name that is none, and a value that is empty, are refused; so is deleting what is not there.
        """
        for fields in (
            {"act": "set", "name": "Bad Name", "value": "x"},
            {"act": "set", "name": "key", "value": ""},
            {"act": "delete", "name": "key", "confirmed": "yes"},
        ):
            response = self.post("/console/secrets", **fields)
            self.assertEqual(400, response.status)
            self.assertNotIn('value="x"', response.text)
        self.assertEqual([], self.get("/console/secrets")["secrets"])
