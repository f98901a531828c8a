"""
Arguments that only messages have.
"""

from __future__ import annotations

from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.messaging import FileArgument, FileTooLarge, IdentifierArgument, MalformedMessage
from mantissa_like.messaging._amparguments import Delivery
from mantissa_like.messaging._messagefiles import LARGEST_FILE, fileToSend
from mantissa_like.sharing import Identifier


class IdentifierArgumentTests(SynchronousTestCase):
    """
    Identifiers, written and read.
    """

    def test_sameAgain(self) -> None:
        """
        Every identifier is read as it was written, whatever characters it has.
        """
        argument = IdentifierArgument()
        for identifier in (Identifier('a"b@c', "alice", "example.com"), Identifier("é", "notes", None)):
            self.assertEqual(identifier, argument.fromString(argument.toString(identifier)))

    def test_malformed(self) -> None:
        """
        What is not an identifier is refused.
        """
        for text in (b"", b"alice@example.com", b"/a", b"\xff/a"):
            self.assertRaises(ValueError, IdentifierArgument().fromString, text)


class FileArgumentTests(SynchronousTestCase):
    """
    Files, by reference.
    """

    def setUp(self) -> None:
        """
        A file, and a store with files.
        """
        self.path = FilePath(self.mktemp())
        self.store = Store(filesdir=self.mktemp())
        self.delivery = Delivery(Identifier("a", "a", "a"), Identifier("b", "b", "b"), self.store)

    def test_kept(self) -> None:
        """
        The file is kept in the sender's store as it was when it was sent; in the box is its name only.
        """
        self.path.setContent(b"before")
        name = FileArgument().toStringProto(self.path, self.delivery).decode()
        self.path.setContent(b"after")
        self.assertEqual([name], self.delivery.files)
        self.assertEqual(b"before", fileToSend(self.store, name).getContent())
        self.assertEqual(32, len(name))

    def test_largest(self) -> None:
        """
        The largest file goes, a byte more doesn't, and nothing of it is kept.
        """
        with open(self.path.path, "wb") as file:
            file.truncate(LARGEST_FILE)
            FileArgument().toStringProto(self.path, self.delivery)
            file.truncate(LARGEST_FILE + 1)
        error = self.assertRaises(FileTooLarge, FileArgument().toStringProto, self.path, self.delivery)
        self.assertEqual(
            f"{self.path.path} has 10,485,761 bytes; a message carries files of at most 10,485,760",
            str(error),
        )
        self.assertEqual(1, len(self.delivery.files))

    def test_noWayOut(self) -> None:
        """
        What is no name of a kept file leads nowhere.
        """
        for name in (b"../../db.sqlite", b"", b"a" * 31, b"A" * 32, b"a" * 32 + b"\n"):
            self.assertRaises(MalformedMessage, FileArgument().fromStringProto, name, self.delivery)
