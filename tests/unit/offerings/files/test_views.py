"""
Tests for files and folders in the browser.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

from epsilon.extime import Time
from twisted.internet.defer import Deferred

from mantissa_like.sharing import getEveryoneRole, getSelfRole, getShare, shareItem
from mantissa_like.web import (
    BadInput,
    Download,
    IJSONView,
    IWebAction,
    IWebView,
    NotFound,
    Page,
    Redirect,
    Upload,
    Values,
    Visit,
    markup,
)
from offerings.files import IReadableFile, IReadableFolder
from tests.unit.offerings.files.cabinets import NOON, CabinetCase


class ViewCase(CabinetCase):
    """
    The root folder as its owner sees it, and shared with everybody for reading.
    """

    def setUp(self) -> None:
        super().setUp()
        self.own = getShare(self.store, getSelfRole(self.store), "files")
        shareItem(self.root, shareID="public", interfaces=[IReadableFolder])
        self.public = getShare(self.store, getEveryoneRole(self.store), "public")

    def visit(
        self,
        *segments: str,
        arguments: dict[str, str] | None = None,
        fields: dict[str, str] | None = None,
        uploads: tuple[Upload, ...] = (),
    ) -> Visit:
        """
        One to a path below the shared folder.
        """
        return Visit(
            path="/users/alice/files",
            owner="alice",
            clock=self.clock,
            segments=segments,
            arguments=Values((arguments or {}).items()),
            fields=Values((fields or {}).items(), uploads),
            csrfToken="token",
        )

    def shown(self, shared: Any, *segments: str, **arguments: str) -> str:
        """
        The markup of a page.
        """
        page = IWebView(shared).show(self.visit(*segments, arguments=arguments))
        self.assertIsInstance(page, Page)
        return markup(page.content).decode()

    def post(self, *segments: str, uploads: tuple[Upload, ...] = (), **fields: str) -> Any:
        """
        Send a form as the owner.
        """
        visit = self.visit(*segments, fields=fields, uploads=uploads)
        return Deferred.fromCoroutine(IWebAction(self.own).post(visit))

    def redirected(self, *segments: str, uploads: tuple[Upload, ...] = (), **fields: str) -> str:
        """
        Where a form leads.
        """
        answer = self.successResultOf(self.post(*segments, uploads=uploads, **fields))
        self.assertIsInstance(answer, Redirect)
        return str(answer.url)


class FolderViewTests(ViewCase):
    """
    Tests for what is shown.
    """

    def test_folder(self) -> None:
        """
        A folder shows what is in it, each with its address; names are text.
        """
        self.root.makeFolder([], "A & B")
        self.add("A & B", "<i>.txt")
        self.assertIn('href="/users/alice/files/A%20%26%20B"', self.shown(self.own))
        text = self.shown(self.own, "A & B")
        self.assertIn('href="/users/alice/files/A%20%26%20B/%3Ci%3E.txt"', text)
        self.assertIn(">&lt;i&gt;.txt</a>", text)
        self.assertIn(">7 bytes<", text)

    def test_formsForWriters(self) -> None:
        """
        Who may only read sees no forms but the one that finds.
        """
        self.add("f")
        self.assertIn('value="upload"', self.shown(self.own))
        self.assertIn('value="trash"', self.shown(self.own, "f"))
        for segments in ((), ("f",)):
            self.assertNotIn('method="post"', self.shown(self.public, *segments))
        self.assertIsNone(IWebAction(self.public, None))

    def test_notThere(self) -> None:
        """
        What is not there is not found, by whichever path.
        """
        self.add("f")
        for segments in (("x",), ("f", "x"), ("..",), ("f", "..", "f")):
            for seam, act in ((IWebView, "show"), (IJSONView, "data")):
                view = seam(self.own)
                self.assertRaises(NotFound, getattr(view, act), self.visit(*segments))

    def test_previews(self) -> None:
        """
        Texts and pictures are shown; what may have a script in it is not.
        """
        self.add("t.txt", content=b"one <b>")
        self.add("p.png", contentType="image/png")
        self.add("h.svg", contentType="image/svg+xml", content=b"<svg onload='alert(1)'/>")
        self.assertIn("one &lt;b&gt;</pre>", self.shown(self.own, "t.txt"))
        self.assertIn('src="/users/alice/files/p.png?content=show"', self.shown(self.own, "p.png"))
        self.assertNotIn("alert", self.shown(self.own, "h.svg"))

    def test_content(self) -> None:
        """
        The content is shown as what it is if that is safe, or saved.
        """
        file = self.add("page.html", content=b"<script>", contentType="text/html")
        for wanted, expected in (("show", "text/plain"), ("save", "application/octet-stream")):
            download = IWebView(self.public).show(self.visit("page.html", arguments={"content": wanted}))
            self.assertEqual(Download(Path(file.content.path), "page.html", expected), download)

    def test_archive(self) -> None:
        """
        A folder is downloaded as one file, without what was deleted.
        """
        self.root.makeFolder([], "A")
        self.add("A", "f", content=b"1")
        self.add("gone")
        self.root.trash(["gone"], Time.fromPOSIXTimestamp(NOON))
        answer = IWebView(self.public).show(self.visit(arguments={"archive": ""}))
        download = self.successResultOf(Deferred.fromCoroutine(answer))
        self.assertTrue(download.isTemporary)
        with ZipFile(download.path) as archive:
            self.assertEqual({"A/f": b"1"}, {name: archive.read(name) for name in archive.namelist()})

    def test_data(self) -> None:
        """
        Programs get names, sizes and addresses.
        """
        self.add("f")
        self.root.makeFolder([], "A")
        data = IJSONView(self.public).data(self.visit())
        self.assertEqual(["folder", "file"], [entry["kind"] for entry in data["entries"]])
        self.assertEqual(7, data["entries"][1]["size"])
        self.assertEqual(
            "/users/alice/files/f?content=save",
            IJSONView(self.public).data(self.visit("f"))["content"],
        )

    def test_oneFile(self) -> None:
        """
        A file that is shared by itself is shown, until it is deleted.
        """
        file = self.add("f", content=b"hello")
        shareItem(file, shareID="one", interfaces=[IReadableFile])
        shared = getShare(self.store, getEveryoneRole(self.store), "one")
        self.assertIn("hello</pre>", self.shown(shared))
        self.root.trash(["f"], Time.fromPOSIXTimestamp(NOON))
        self.assertRaises(NotFound, self.shown, shared)
        self.assertRaises(NotFound, IJSONView(shared).data, self.visit())


class FolderActionTests(ViewCase):
    """
    Tests for what can be done.
    """

    def upload(self, name: str) -> Upload:
        """
        One file that was sent.
        """
        path = Path(self.mktemp())
        path.write_bytes(b"sent")
        return Upload("files", name, "text/plain", path, 4)

    def test_upload(self) -> None:
        """
        What is sent is in the folder.
        """
        self.root.makeFolder([], "A")
        url = self.redirected("A", uploads=(self.upload("f"), self.upload("")), act="upload")
        self.assertEqual("/users/alice/files/A", url)
        self.assertEqual(["Unnamed", "f"], [entry.name for entry in self.root.entries(["A"])])

    def test_life(self) -> None:
        """
        A folder is made, renamed, moved, deleted and restored; each leads to where it is then.
        """
        base = "/users/alice/files"
        self.assertEqual(f"{base}/A", self.redirected(act="makeFolder", name="A"))
        self.assertEqual(f"{base}/B%20b", self.redirected("A", act="rename", name="B b"))
        self.root.makeFolder([], "C")
        self.assertEqual(f"{base}/C/B%20b", self.redirected("B b", act="move", target="C"))
        self.assertEqual(f"{base}/C", self.redirected("C", "B b", act="trash"))
        (entry,) = self.root.deletedEntries()
        self.assertRegex(self.shown(self.own, trash=""), ">B b</td>.*>[0-9: -]+ UTC</time></td>")
        number = str(entry.storeID)
        self.assertEqual(f"{base}?trash", self.redirected(act="restore", number=number))
        self.assertIs(entry, self.root.find(["C", "B b"]))

    def test_destroyAsks(self) -> None:
        """
        Deleting for good is asked about once.
        """
        self.add("f")
        self.redirected("f", act="trash")
        number = str(self.root.deletedEntries()[0].storeID)
        page = self.successResultOf(self.post(act="destroy", number=number))
        self.assertIn("Delete f for good?", markup(page.content).decode())
        self.assertEqual(1, self.contents())
        self.redirected(act="destroy", number=number, confirmed="yes")
        self.assertEqual(0, self.contents())

    def test_share(self) -> None:
        """
        What is to be shared has a share ID, which the dialog to share is asked for.
        """
        self.add("f")
        self.assertIn("Share this file", self.shown(self.own, "f"))
        self.assertNotIn("Share this", self.shown(self.own) + self.shown(self.public, "f"))
        self.assertEqual(f"/shares/new?item={self.root.shareIDOf(['f'])}", self.redirected("f", act="share"))

    def test_refused(self) -> None:
        """
        What can't be done is said in words; what is not there is not found.
        """
        self.add("f")
        refused: tuple[tuple[type[Exception], tuple[str, ...], dict[str, Any]], ...] = (
            (BadInput, (), {"act": "explode"}),
            (BadInput, (), {"act": "upload"}),
            (BadInput, (), {"act": "makeFolder", "name": "f"}),
            (BadInput, (), {"act": "makeFolder", "name": "a/b"}),
            (BadInput, (), {"act": "trash"}),
            (BadInput, (), {"act": "restore", "number": "x"}),
            (BadInput, ("f",), {"act": "move", "target": "nowhere"}),
            (NotFound, (), {"act": "destroy", "number": "1"}),
            (NotFound, ("x",), {"act": "trash"}),
        )
        for error, segments, fields in refused:
            self.failureResultOf(self.post(*segments, **fields), error)
        self.assertEqual(["f"], [entry.name for entry in self.root.entries([])])
