"""
Tests for L{mantissa_like.accounts._exporting}.
"""

from __future__ import annotations

import hashlib
import json
import zipfile

from mantissa_like.accounts import findAccount
from tests.unit.mantissa_like.accounts.archives import ArchiveTestCase


class ExportingTests(ArchiveTestCase):
    """
    Tests for L{exportAccount}.
    """

    def setUp(self) -> None:
        """
        An archive of Alice.
        """
        super().setUp()
        self.export()
        self.zip = zipfile.ZipFile(self.archive)
        self.addCleanup(self.zip.close)

    def test_listed(self) -> None:
        """
        The manifest lists every other file with its size and checksum, and says whose it is and from where.
        """
        manifest = json.loads(self.zip.read("manifest.json"))
        listed = {file["path"]: (file["size"], file["sha256"]) for file in manifest["files"]}
        found = {
            name: (len(content), hashlib.sha256(content).hexdigest())
            for name in self.zip.namelist()
            for content in [self.zip.read(name)]
        }
        del found["manifest.json"]
        self.assertEqual(found, listed)
        self.assertIn("store/files/scans/one.png", found)
        self.assertEqual(
            (1, ["alice@localhost"], "http://first.example", "2001-09-09T01:46:40Z"),
            tuple(manifest[key] for key in ("format", "addresses", "site", "made")),
        )
        self.assertIn({"name": "testing_archived_letter", "version": 1, "count": 1}, manifest["types"])

    def test_readable(self) -> None:
        """
        The items are there as JSON, with moments as people write them.
        """
        [letter] = json.loads(self.zip.read("items/testing_archived_letter.json"))
        self.assertEqual(
            ("Dear <Bob>", "1970-01-01T00:00:00+00:00", 1),
            (letter["body"], letter["written"], letter["pages"]),
        )

    def test_compressed(self) -> None:
        """
        What repeats itself takes little room.
        """
        scan = self.zip.getinfo("store/files/scans/one.png")
        self.assertEqual(7000, scan.file_size)
        self.assertLess(scan.compress_size, 200)

    def test_noSecrets(self) -> None:
        """
        The hash of the password is nowhere in it, nor what names it.
        """
        account = findAccount(self.first, "alice", "localhost")
        assert account is not None
        secret = str(account.passwordHash).encode()
        with account.avatars.opened() as store:
            self.assertEqual([(1,)], store.querySQL("SELECT count(*) FROM item_login_v3"))
        for name in self.zip.namelist():
            self.assertNotIn(secret[-20:], self.zip.read(name), name)
            self.assertNotIn(b"argon2", self.zip.read(name), name)

    def test_onlyOneFile(self) -> None:
        """
        What was needed on the way is gone, and nothing is overwritten.
        """
        self.assertEqual([self.archive], list(self.archive.parent.glob("*")))
        self.assertRaises(FileExistsError, self.export)
        self.assertTrue(zipfile.is_zipfile(self.archive))
