"""
Tests for L{mantissa_like.web._views.sharepath}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.accounts import Address
from mantissa_like.web._views.sharepath import SharePath, parseSharePath, userPath

ALICE = Address("alice", "example.com")


class SharePathTests(SynchronousTestCase):
    """
    Tests for L{parseSharePath}, L{SharePath} and L{userPath}.
    """

    def assertMeans(self, path: bytes, *expected: object) -> None:
        """
        C{path} is understood as a L{SharePath} of these parts.
        """
        self.assertEqual(SharePath(*expected), parseSharePath(path, "example.com"))  # type: ignore[arg-type]

    def test_user(self) -> None:
        """
        A user without a domain is one of the site's own.
        """
        self.assertMeans(b"/users/alice/timeline", ALICE, "alice", "timeline", ())

    def test_userWithDomain(self) -> None:
        """
        A domain can be named; the site's own is not repeated.
        """
        self.assertMeans(b"/users/alice@example.com/x", ALICE, "alice", "x", ())
        bob = Address("bob", "example.org")
        self.assertMeans(b"/users/bob@example.org/x", bob, "bob@example.org", "x", ())

    def test_oneUserInAllSpellings(self) -> None:
        """
        Capital letters and quoting make no difference.
        """
        self.assertMeans(b"/users/AL%49CE%40Example.COM/x", ALICE, "alice", "x", ())

    def test_application(self) -> None:
        """
        What is not below C{/users} belongs to an application.
        """
        self.assertMeans(b"/timeline/about", None, "timeline", "about", ())

    def test_defaultShare(self) -> None:
        """
        Without a share ID the default share is meant, with or without a slash at the end.
        """
        for path in (b"/users/alice", b"/users/alice/"):
            self.assertMeans(path, ALICE, "alice", None, ())
        for path in (b"/timeline", b"/timeline/"):
            self.assertMeans(path, None, "timeline", None, ())

    def test_segments(self) -> None:
        """
        What follows the share ID is unquoted, slashes included.
        """
        self.assertMeans(b"/users/alice/x/a%2Fb/%C3%A9/", ALICE, "alice", "x", ("a/b", "é"))

    def test_nothingThere(self) -> None:
        """
        Paths that lead nowhere, however odd, are no share's.
        """
        for path in (
            b"",
            b"/",
            b"//",
            b"//example.org/",
            b"/users",
            b"/users/",
            b"/users//x",
            b"/users/alice//x",
            b"/users/alice/x//",
            b"/users/../x",
            b"/users/alice/%2e%2e",
            b"/users/alice/./x",
            b"/users/al%00ice/x",
            b"/users/alice/x/%00",
            b"/users/%ff/x",
            b"/users/\xff/x",
            b"/users/a@b@c/x",
            b"/users/@/x",
            b"/users/" + b"a" * 5000,
        ):
            self.assertIs(None, parseSharePath(path, "example.com"), path)

    def test_pathOfShare(self) -> None:
        """
        The path of a share names its owner shortly, and is quoted.
        """
        for path, expected in (
            (b"/users/alice@example.com/", "/users/alice/a%20b%2F"),
            (b"/users/%C3%A9@example.org", "/users/%C3%A9@example.org/a%20b%2F"),
            (b"/timeline", "/timeline/a%20b%2F"),
        ):
            found = parseSharePath(path, "example.com")
            assert found is not None
            self.assertEqual(expected, found.pathOf("a b/"))

    def test_userPath(self) -> None:
        """
        A user's own page is at the short name, if the user is of the site's own domain.
        """
        self.assertEqual("/users/alice/", userPath(ALICE, "example.com"))
        self.assertEqual("/users/alice@example.com/", userPath(ALICE, "example.org"))
