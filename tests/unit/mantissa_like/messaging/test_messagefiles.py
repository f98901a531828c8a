"""
Files that go with messages.
"""

from __future__ import annotations

import os

from twisted.protocols.amp import Command
from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import boolean, path
from axiom.item import Item
from axiom.store import Store
from mantissa_like.messaging import (
    AMPMessenger,
    AMPReceiver,
    FileArgument,
    FileTooLarge,
    IMessageReceiver,
    MethodDoesNotFit,
    answerMethod,
    commandMethod,
    deadLetters,
    dropMessage,
    messageQueueOf,
    retryMessage,
)
from mantissa_like.messaging._messagefiles import LARGEST_FILE, SentFile
from mantissa_like.sharing import Identifier, shareItem
from mantissa_like.testing import Fate, TrialSite

DAY = 86_400


class Scan(Command):
    """
    Keep two pictures.
    """

    commandName = b"test.Scan"
    arguments = [(b"front", FileArgument()), (b"back", FileArgument(optional=True))]


class Answering(Command):
    """
    Would answer with a file.
    """

    commandName = b"test.Answering"
    response = [(b"picture", FileArgument())]


class Album(Item, AMPReceiver):
    """
    Keeps the fronts of pictures.

    @ivar picture: where the last one is.
    @ivar isFull: whether no more can be kept.
    """

    typeName = "test_messaging_album"

    picture = path()
    isFull = boolean(default=False)

    @commandMethod.expose(Scan)
    def scan(self, front: FilePath[str], back: FilePath[str] | None) -> None:
        """
        Keep the front.
        """
        if self.isFull:
            raise RuntimeError("full")
        self.picture = self.presentStore().newDirectory("album").child(front.basename())
        front.moveTo(self.picture)

    @answerMethod.expose(Scan)
    def scanned(self) -> None:
        """
        Good.
        """


class MessageFileTests(SynchronousTestCase):
    """
    Alice sends pictures to bob.
    """

    def setUp(self) -> None:
        """
        Make them.
        """
        self.site = TrialSite()
        self.addCleanup(self.site.close)
        self.alice, self.bob = (self.site.addUser(f"{name}@example.com") for name in ("alice", "bob"))
        self.album = Album(store=self.bob)
        shareItem(self.album, toName="alice@example.com", shareID="album", interfaces=[IMessageReceiver])
        self.front = FilePath(self.mktemp())
        self.front.setContent(b"front")

    def send(self) -> None:
        """
        Send both sides.
        """
        sender, target = (
            Identifier(shareID, name, "example.com")
            for shareID, name in (("desk", "alice"), ("album", "bob"))
        )
        messenger = AMPMessenger(messageQueueOf(self.alice), sender, target)
        messenger.messageRemote(Scan, Album(store=self.alice), front=self.front, back=self.front)

    def filesIn(self, store: Store, *segments: str) -> list[bytes]:
        """
        What is in the files of a directory.
        """
        directory = store.newFilePath(*segments)
        return [each.getContent() for each in directory.children()] if directory.exists() else []

    def test_moved(self) -> None:
        """
        The handler moves its copy to where it wants it; the others are removed, and so is what the sender
        kept.
        """
        self.send()
        self.front.setContent(b"another")
        self.assertEqual([b"front", b"front"], self.filesIn(self.alice, "messages", "sent"))
        self.site.settle()
        self.assertEqual([b"front"], self.filesIn(self.bob, "album"))
        self.assertEqual([self.album.picture], self.bob.newFilePath("album").children())
        self.assertEqual([], self.filesIn(self.bob, "messages", "received"))
        self.site.advance(2)
        self.assertEqual([], self.filesIn(self.alice, "messages", "sent"))
        self.assertEqual(0, self.alice.count(SentFile))

    def test_repeated(self) -> None:
        """
        Copies of the message change nothing, and leave nothing.
        """
        self.site.network.chooseFate = lambda message: Fate(copyAfter=5)
        self.send()
        self.site.advance(60)
        self.assertEqual([b"front"], self.filesIn(self.bob, "album"))
        self.assertEqual([], self.filesIn(self.bob, "messages", "received"))

    def test_retried(self) -> None:
        """
        The files of a message are kept while it is not answered, though that takes long; then they arrive.
        """
        self.album.isFull = True
        self.send()
        self.site.advance(DAY)
        self.assertEqual(2, self.alice.count(SentFile))
        self.album.isFull = False
        retryMessage(*deadLetters(self.alice))
        self.site.settle()
        self.assertEqual([b"front"], self.filesIn(self.bob, "album"))
        self.site.advance(2)
        self.assertEqual([], self.filesIn(self.alice, "messages", "sent"))

    def test_dropped(self) -> None:
        """
        With a message that is dropped its files go.
        """
        self.album.isFull = True
        self.send()
        self.site.advance(DAY)
        dropMessage(*deadLetters(self.alice))
        self.site.settle()
        self.assertEqual([], self.filesIn(self.alice, "messages", "sent"))

    def test_undone(self) -> None:
        """
        What was kept by a transaction that was undone is removed by and by, and nothing else.
        """

        def sendAndFail() -> None:
            self.send()
            raise RuntimeError

        self.assertRaises(RuntimeError, self.alice.transact, sendAndFail)
        self.send()
        self.assertEqual(4, len(self.filesIn(self.alice, "messages", "sent")))
        self.site.advance(2)
        self.assertEqual([], self.filesIn(self.alice, "messages", "sent"))
        self.assertEqual([b"front"], self.filesIn(self.bob, "album"))

    def test_notItsOwn(self) -> None:
        """
        A store that came from elsewhere may keep links to other files, huge ones, or none: they are not sent.
        """
        secret = FilePath(self.mktemp())
        secret.setContent(b"secret")

        def link(path: str) -> None:
            os.symlink(os.path.abspath(secret.path), path)

        def grow(path: str) -> None:
            with open(path, "wb") as file:
                file.truncate(LARGEST_FILE + 1)

        for number, change in enumerate((link, grow, os.mkfifo, os.mkdir, lambda path: None)):
            self.send()
            for kept in self.alice.newFilePath("messages", "sent").children():
                kept.remove()
                change(kept.path)
            self.site.advance(DAY)
            letters = list(deadLetters(self.alice))
            self.assertEqual(number + 1, len(letters))
            self.assertIn("MalformedMessage", letters[-1].lastError)
            self.assertEqual([], self.filesIn(self.bob, "album"))
            for kept in self.alice.newFilePath("messages", "sent").children():
                kept.remove()

    def test_tooLarge(self) -> None:
        """
        A file that is too large is refused where it is given.
        """
        with open(self.front.path, "wb") as file:
            file.truncate(LARGEST_FILE + 1)
        self.assertRaises(FileTooLarge, self.send)
        self.assertEqual([], self.filesIn(self.alice, "messages", "sent"))

    def test_gone(self) -> None:
        """
        A message whose file can't be read waits for that.
        """
        self.send()
        [kept, _] = self.alice.query(SentFile)
        elsewhere = self.mktemp()
        os.rename(kept.path.path, elsewhere)
        self.site.settle()
        self.assertEqual([], self.filesIn(self.bob, "album"))
        self.assertEqual([], self.filesIn(self.bob, "temp"))
        os.rename(elsewhere, kept.path.path)
        self.site.advance(60)
        self.assertEqual([b"front"], self.filesIn(self.bob, "album"))

    def test_noFilesInResponses(self) -> None:
        """
        A command that answers with a file is refused where it is exposed.
        """

        def handle(self: object) -> None:
            raise AssertionError

        for exposer in (commandMethod, answerMethod):
            error = self.assertRaises(MethodDoesNotFit, exposer.expose(Answering), handle)
            self.assertIn("a response can't have files", str(error))
