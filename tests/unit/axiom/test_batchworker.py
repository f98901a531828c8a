"""
The batch process, from within.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure

from axiom._batches.commands import CallItemMethod, Pipe, Ready, Resume, Suspend, Work
from axiom.batch import BatchProcessingProtocol
from axiom.errors import BatchCallFailed
from axiom.iaxiom import REMOTE
from axiom.store import Store
from axiom.substore import SubStore
from tests.unit.axiom.batching import BatchTestCase, Letter, LetterProcessor, Reader


class Parent(Pipe):
    """
    The other end.
    """

    isReady = False

    @Ready.responder
    def ready(self) -> dict[str, Any]:
        """
        Remember it.
        """
        self.isReady = True
        return {}


class BatchProcessingProtocolTests(BatchTestCase):
    """
    A process without a process: both ends of its connection are here.
    """

    def setUp(self) -> None:
        """
        Connect it.
        """
        super().setUp()
        self.site = self.open(self.mktemp())
        self.ends: list[str] = []
        self.parent = Parent()
        self.child = BatchProcessingProtocol(self.site, lambda: self.ends.append("ended"))
        for each in (self.parent, self.child):
            each.makeConnection(StringTransport())
        self.subStore = SubStore.createNew(self.site, ["one"])

    def pump(self) -> None:
        """
        Let each end have what the other one says, and some time pass.
        """
        for _ in range(20):
            ends: list[Any] = [self.parent, self.child]
            for one, other in (ends, reversed(ends)):
                data = one.transport.value()
                one.transport.clear()
                if data:
                    other.dataReceived(data)
            self.clock.advance(0.001)

    def ask(self, command: Any, store: Any, **arguments: Any) -> Deferred[Any]:
        """
        Ask the child something about a store, given by what has a directory.
        """

        async def asking() -> Any:
            return await self.parent.callRemote(command, storepath=store.path, **arguments)

        # What fails without anybody waiting for it is the end of a connection.
        answer: Deferred[Any] = Deferred.fromCoroutine(asking())
        self.pump()
        return answer

    def test_ready(self) -> None:
        """
        It says that it has begun.
        """
        self.assertFalse(self.parent.isReady)
        self.pump()
        self.assertTrue(self.parent.isReady)

    def test_ended(self) -> None:
        """
        It ends when the connection does.
        """
        self.child.connectionLost(Failure(ConnectionDone()))
        self.assertEqual(["ended"], self.ends)

    def prepare(self, store: Store, letters: str = "abc", **facts: Any) -> Reader:
        """
        A remote listener in a store, and letters.
        """
        reader = Reader(store=store, **facts)
        processor: Any = LetterProcessor(store=store)
        processor.addReliableListener(reader, REMOTE)
        for title in letters:
            Letter(store=store, title=title)
        return reader

    def test_work(self) -> None:
        """
        It does the work of the site store, and of a substore, which is closed after that.
        """
        inSite = self.prepare(self.site)
        with self.subStore.opened() as store:
            self.prepare(store)
        for place in (self.site.dbdir, self.subStore.storepath):
            self.assertEqual({}, self.successResultOf(self.ask(Work, place)))
        self.assertEqual("abc", inSite.read)
        self.assertFalse(self.subStore.isOpen)
        with self.subStore.opened() as store:
            self.assertEqual("abc", store.findUnique(Reader).read)

    def test_together(self) -> None:
        """
        A substore stays open until everything that was asked about it is done.
        """
        with self.subStore.opened() as store:
            reader = self.prepare(store, letters="a" * 100)
            storeID = reader.storeID
        working = self.ask(Work, self.subStore.storepath)
        self.assertNoResult(working)
        called = self.ask(CallItemMethod, self.subStore.storepath, storeid=storeID, method="reset")
        self.successResultOf(called)
        self.assertTrue(self.subStore.isOpen)
        for _ in range(10):
            self.pump()
        self.successResultOf(working)
        self.assertFalse(self.subStore.isOpen)

    def test_suspended(self) -> None:
        """
        A listener that is suspended is shown nothing until it is resumed.
        """
        reader = self.prepare(self.site)
        for command, read in ((Suspend, ""), (Resume, "abc")):
            self.successResultOf(self.ask(command, self.site.dbdir, storeid=reader.storeID))
            self.successResultOf(self.ask(Work, self.site.dbdir))
            self.assertEqual(read, reader.read)
        self.assertEqual(["suspend", "resume"], reader.told)

    def test_failed(self) -> None:
        """
        What fails is told and logged, and the connection stays.
        """
        reader = self.prepare(self.site)
        failed = self.ask(CallItemMethod, self.site.dbdir, storeid=reader.storeID, method="fail")
        failure = self.failureResultOf(failed, BatchCallFailed)
        self.assertEqual("failed", failure.getErrorMessage())
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))
        self.successResultOf(self.ask(Work, self.site.dbdir))

    def test_unknownStore(self) -> None:
        """
        Only stores of the site are opened.
        """
        directory: Any = self.site.dbdir
        self.failureResultOf(self.ask(Work, directory.child("files").child("two")), BatchCallFailed)
        self.flushLoggedErrors()
