"""
Tests for L{mantissa_like.web._console.items} and L{mantissa_like.web._console.statements}.
"""

from __future__ import annotations

from axiom.substore import SubStore
from axiom.userbase import LoginAccount, LoginMethod
from mantissa_like.audit import AuditEntry
from mantissa_like.web._console.secretcolumns import isSecret
from tests.unit.mantissa_like.web.console_site import ConsoleTestCase

SITE = "/console/stores/site"


class ItemsTests(ConsoleTestCase):
    """
    Tests for browsing the items of a store.
    """

    def test_ofType(self) -> None:
        """
        The items of a type are listed, sorted by an attribute, a page at a time.
        """
        self.site.addUser("alice")
        rows = self.get(f"{SITE}/types/login_method/2?sort=-localpart")
        self.assertEqual(4, rows["total"])
        self.assertEqual(["timeline", "base", "alice", "admin"], [row["localpart"] for row in rows["rows"]])
        self.assertIn("alice", self.page(f"{SITE}/types/login_method/2"))
        self.assertEqual([], self.get(f"{SITE}/types/login_method/2?page=2")["rows"])

    def test_noType(self) -> None:
        """
        There is nothing where no type is, and no attribute but its own sorts it.
        """
        for path in ("types/nothing/1", "types/login/1", "types/login/x"):
            self.assertEqual(404, self.client.get(f"{SITE}/{path}").status, path)
        for sort in ("nothing", "passwordHash", "oid"):
            self.assertEqual(400, self.client.get(f"{SITE}/types/login/3?sort={sort}").status, sort)

    def test_one(self) -> None:
        """
        An item's page has its attributes, leads to what it refers to, and tells who refers to it.
        """
        method = self.site.store.findUnique(LoginMethod, LoginMethod.localpart == "admin")
        account = method.account
        told = self.get(f"{SITE}/items/{method.storeID}")
        self.assertEqual("admin", told["attributes"]["localpart"])
        self.assertEqual({"storeID": account.storeID}, told["attributes"]["account"])
        self.assertIn(f'href="{SITE}/items/{account.storeID}"', self.page(f"{SITE}/items/{method.storeID}"))
        referrers = self.get(f"{SITE}/items/{account.storeID}")["referrers"]
        self.assertIn({"storeID": method.storeID, "type": "login_method", "attribute": "account"}, referrers)

    def test_secrets(self) -> None:
        """
        No page has the hash of a password.
        """
        account = self.site.store.findUnique(LoginAccount, LoginAccount.passwordHash != None)  # noqa: E711 (a condition of SQL)
        path = f"{SITE}/items/{account.storeID}"
        self.assertEqual({"hidden": True}, self.get(path)["attributes"]["passwordHash"])
        for text in (self.page(path), self.page(f"{SITE}/types/login/3")):
            self.assertIn("hidden", text)
            self.assertNotIn("argon2", text)

    def test_noItem(self) -> None:
        """
        There is nothing where no item is.
        """
        for number in ("999999", "x", "-1", "9" * 30):
            self.assertEqual(404, self.client.get(f"{SITE}/items/{number}").status, number)

    def test_secretColumns(self) -> None:
        """
        Secrets are known by the names of their columns.
        """
        for name in ("passwordHash", "tokenHash", "sealed", "secret", "privateKey"):
            self.assertTrue(isSecret(name), name)
        for name in ("title", "localpart", "shareID", "created", "name"):
            self.assertFalse(isSecret(name), name)


class StatementsTests(ConsoleTestCase):
    """
    Tests for SQL.
    """

    def ask(self, sql: str) -> list[dict[str, object]]:
        """
        What a program gets.
        """
        response = self.command(f"{SITE}/sql", sql=sql)
        self.assertEqual(200, response.status, response.text)
        answers: list[dict[str, object]] = response.json()["answers"]
        return answers

    def test_answered(self) -> None:
        """
        Statements are answered, on a page and for programs, and written down.
        """
        sql = "SELECT localpart, x'ff00' AS raw FROM item_login_method_v2 WHERE localpart = 'admin'"
        self.assertEqual(
            [{"columns": ["localpart", "raw"], "rows": [["admin", {"hex": "ff00"}]], "isWhole": True}],
            self.ask(sql),
        )
        self.assertEqual([("store.asked", "Site store")], self.audited()[-1:])
        entry = self.site.store.findUnique(AuditEntry, AuditEntry.action == "store.asked")
        self.assertEqual(sql, entry.details["sql"])
        shown = self.post(f"{SITE}/sql", sql=sql).text
        self.assertIn('<td data-label="localpart">admin</td>', shown)

    def test_secrets(self) -> None:
        """
        No statement finds out a secret.
        """
        for sql in (
            "SELECT passwordHash FROM item_login_v3",
            "SELECT quote(passwordHash) FROM item_login_v3 WHERE passwordHash LIKE '%argon2%'",
            "SELECT group_concat(h) FROM (SELECT passwordHash AS h FROM item_login_v3)",
        ):
            self.assertNotIn("argon2", repr([each["rows"] for each in self.ask(sql)]))

    def test_refused(self) -> None:
        """
        What would change something, or makes no sense, is refused with a reason; the store is as it was.
        """
        before = self.site.store.count(SubStore)
        for sql, problem in (
            ("DELETE FROM item_substore_v1", "not authorized"),
            ("ATTACH '/etc/passwd' AS x", "not authorized"),
            ("SELEKT 1", "syntax error"),
            ("SELECT * FROM nowhere", "no such table"),
            ("", "Fill this in."),
        ):
            response = self.post(f"{SITE}/sql", sql=sql)
            self.assertEqual(400, response.status, sql)
            self.assertIn(problem, response.text)
        self.assertEqual(before, self.site.store.count(SubStore))

    def test_manyRows(self) -> None:
        """
        An answer has some hundred rows, and says that there are more.
        """
        many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) SELECT i FROM n"
        [answer] = self.ask(many)
        self.assertEqual((500, False), (len(answer["rows"]), answer["isWhole"]))  # type: ignore[arg-type]
        self.assertIn("the first 500 rows", self.post(f"{SITE}/sql", sql=many).text)

    def test_escaped(self) -> None:
        """
        What is in a store is text on the page.
        """
        shown = self.post(f"{SITE}/sql", sql="SELECT '<script>' AS \"<b>\"").text
        self.assertNotIn("<b>", shown)
        self.assertNotIn("<script>'", shown)
        self.assertIn("&lt;script&gt;", shown)
