"""
Tests for L{mantissa_like.web._http.static}.
"""

from __future__ import annotations

from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase
from twisted.web.test.requesthelper import DummyRequest

from mantissa_like.web import BUNDLED_FILES, RequestRefused, StaticFiles
from mantissa_like.web._http.static import StaticFileTooLarge


class StaticFilesTests(SynchronousTestCase):
    """
    Tests for L{StaticFiles}.
    """

    def directory(self, **files: str) -> Path:
        directory = Path(self.mktemp())
        for name, content in files.items():
            path = directory / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return directory

    def get(self, files: StaticFiles, url: str, **headers: str) -> DummyRequest:
        prefix, path = url[: len("/s/")], url[len("/s/") :]
        self.assertEqual("/s/", prefix)
        request = DummyRequest(path.encode().split(b"/"))
        for name, value in headers.items():
            request.requestHeaders.setRawHeaders(name.replace("_", "-"), [value])
        request.write(files.render(request))
        return request

    def header(self, request: DummyRequest, name: str) -> str:
        (value,) = request.responseHeaders.getRawHeaders(name, [""])
        return value

    def assertNotFound(self, files: StaticFiles, url: str) -> None:
        self.assertEqual(404, self.assertRaises(RequestRefused, self.get, files, url).status)

    def test_fingerprint(self) -> None:
        """
        The address with the fingerprint may be kept forever.
        """
        files = StaticFiles("/s/", [self.directory(a_css="x")])
        request = self.get(files, files.url("a.css"))
        self.assertEqual([b"x"], request.written)
        self.assertEqual("text/css; charset=utf-8", self.header(request, "content-type"))
        self.assertEqual("public, max-age=31536000, immutable", self.header(request, "cache-control"))

    def test_fingerprintChangesWithContent(self) -> None:
        """
        Another content has another address, and the old address is gone.
        """
        old = StaticFiles("/s/", [self.directory(a_css="x")])
        new = StaticFiles("/s/", [self.directory(a_css="y")])
        self.assertNotEqual(old.url("a.css"), new.url("a.css"))
        self.assertNotFound(new, old.url("a.css"))

    def test_plainName(self) -> None:
        """
        The plain name works, and is to be checked with every use.
        """
        files = StaticFiles("/s/", [self.directory(a_svg="x")])
        request = self.get(files, "/s/a.svg")
        self.assertEqual([b"x"], request.written)
        self.assertEqual("image/svg+xml", self.header(request, "content-type"))
        self.assertEqual("public, no-cache", self.header(request, "cache-control"))

    def test_laterDirectoryWins(self) -> None:
        """
        Of two files with one name, that of the later directory is served; the others of both are too.
        """
        bundled, own = self.directory(a_css="1", b_css="2"), self.directory(a_css="3", c_css="4")
        files = StaticFiles("/s/", [bundled, own])
        written = [self.get(files, f"/s/{name}.css").written for name in "abc"]
        self.assertEqual([[b"3"], [b"2"], [b"4"]], written)

    def test_subdirectories(self) -> None:
        """
        Files in directories are served under their path.
        """
        files = StaticFiles("/s/", [self.directory(img__a_svg="x")])
        self.assertEqual([b"x"], self.get(files, files.url("img/a.svg")).written)

    def test_hidden(self) -> None:
        """
        What begins with a dot is not served, nor is anything in such a directory.
        """
        files = StaticFiles("/s/", [self.directory(_secret="x", _git__config="y")])
        self.assertNotFound(files, "/s/.secret")
        self.assertNotFound(files, "/s/.git/config")

    def test_outside(self) -> None:
        """
        No address leads out of the directory, and none is too odd to be refused.
        """
        directory = self.directory(a_css="x")
        (directory.parent / "outside.css").write_text("secret")
        files = StaticFiles("/s/", [directory])
        for url in ("../outside.css", "a.css/../../outside.css", "a.css/", "", "a\0.css", "/etc/passwd", "é"):
            self.assertNotFound(files, f"/s/{url}")

    def test_notText(self) -> None:
        """
        An address that is not UTF-8 is refused.
        """
        files = StaticFiles("/s/", [self.directory(a_css="x")])
        self.assertRaises(RequestRefused, files.render, DummyRequest([b"\xff\xfe"]))

    def test_missingDirectory(self) -> None:
        """
        A directory that does not exist has no files.
        """
        files = StaticFiles("/s/", [Path(self.mktemp())])
        self.assertEqual("/s/a.css", files.url("a.css"))

    def test_tooLarge(self) -> None:
        """
        A file too large to be kept in memory is named.
        """
        directory = self.directory(a_css="x")
        with (directory / "a.css").open("r+b") as f:
            f.truncate(8 * 2**20 + 1)
        error = self.assertRaises(StaticFileTooLarge, StaticFiles, "/s/", [directory])
        self.assertEqual(directory / "a.css", error.path)

    def test_styles(self) -> None:
        """
        Every page has the bundled style, and then the site's own where there is one.
        """
        own = self.directory(site_css="x")
        self.assertEqual(["style"], [self.stem(url) for url in self.styles(BUNDLED_FILES)])
        self.assertEqual(["style", "site"], [self.stem(url) for url in self.styles(BUNDLED_FILES, own)])

    def styles(self, *directories: Path) -> list[str]:
        return StaticFiles("/s/", directories).styleURLs()

    def stem(self, url: str) -> str:
        return url.removeprefix("/s/").split(".")[0]

    def test_folders(self) -> None:
        """
        The files of an offering are below its name, and the site's own go before them.
        """
        folders = {"notes": self.directory(a_css="theirs", b_css="theirs")}
        files = StaticFiles("/s/", [self.directory(notes__a_css="ours")], folders)
        self.assertEqual(
            ["ours", "theirs"],
            [self.get(files, files.url(f"notes/{name}")).written[0].decode() for name in ("a.css", "b.css")],
        )
