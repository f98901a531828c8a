"""
What others decide about the work of a running site: a server that tells an outcome, and an administrator.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from axiom.store import Store
from mantissa_like.accounts import findSubStore
from mantissa_like.asyncitems import RESOLVED, AsynchronousItem, gather, makeOperation
from mantissa_like.messaging import DEAD, OutgoingMessage, Value, messageQueueOf
from mantissa_like.sharing import Identifier
from mantissa_like.web import operationPath
from tests.acceptance.running import SiteTestCase, axiomatic, eventually

PAGE = Path(__file__).parents[2] / "doc" / "asynchronous.md"


def curlCommand() -> str:
    """
    What the page says that another server does.
    """
    found = re.search(r"```sh\n(curl .*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


class DecidingTests(SiteTestCase):
    """
    A site with Alice's store, which is open here, too.
    """

    @contextmanager
    def aliceStore(self) -> Iterator[Store]:
        """
        Alice's store, as part of the site.
        """
        with closing(self.site.openSiteStore()) as siteStore:
            subStore = findSubStore(siteStore, "alice", "localhost")
            assert subStore is not None
            with subStore.opened() as store:
                yield store

    def curl(self, path: str, token: str) -> tuple[int, object]:
        """
        Do what the page says.

        @return: the status and the answer.
        """
        command = curlCommand().rstrip() + ' --write-out "\\n%{http_code}"'
        environment = {**os.environ, "URL": f"{self.site.url}{path}", "TOKEN": token}
        written = subprocess.check_output(["/bin/sh", "-c", command], env=environment, text=True, timeout=30)
        answer, _, status = written.rpartition("\n")
        return int(status), json.loads(answer)

    def test_outcomeFromElsewhere(self) -> None:
        """
        What the page says settles an operation, also when it is done twice, and what waits for it goes on in
        the running site.
        """
        with self.aliceStore() as alice:
            payment = makeOperation(alice, "Payment")
            waiting = gather([payment])
            path, token = operationPath(payment), payment.makeToken()
            for _ in range(2):
                self.assertEqual(
                    (200, {"operation": payment.operationID, "state": RESOLVED}), self.curl(path, token)
                )
            number = waiting.storeID
            eventually(lambda: self.stateOf(number) in (RESOLVED, None), 5)
        self.assertEqual(404, self.curl(path, "wrong")[0])

    def stateOf(self, number: int) -> str | None:
        """
        The state of one of Alice's operations, as another process sees it now; None if it was forgotten.
        """
        with closing(self.site.open("alice")) as store:
            operation = store.getItemByID(number, default=None)
            return operation.state if isinstance(operation, AsynchronousItem) else None

    def test_retriedByCommand(self) -> None:
        """
        A dead letter that an administrator retries by a command is tried by the running site at once.
        """
        with self.aliceStore() as alice:
            number = alice.transact(self.sendDead, alice)
        [letter] = json.loads(axiomatic(self.site.path, "messages", "list", "--json", "alice@localhost"))
        self.assertEqual((number, DEAD), (letter["number"], letter["state"]))
        axiomatic(self.site.path, "messages", "retry", "alice@localhost", str(number))
        eventually(lambda: not self.isOpen(number), 2)

    def sendDead(self, alice: Store) -> int:
        """
        Write a message to nobody that was given up.
        """
        desk, nobody = (Identifier("desk", name, "localhost") for name in ("alice", "nobody"))
        number = messageQueueOf(alice).queueMessage(desk, nobody, Value("text", b"")).number
        message: OutgoingMessage = alice.getItemByID(number)
        message.state, message.due = DEAD, None
        return number

    def isOpen(self, number: int) -> bool:
        """
        Whether one of Alice's messages is not answered yet.
        """
        with closing(self.site.open("alice")) as store:
            message = store.getItemByID(number, default=None)
            return isinstance(message, OutgoingMessage) and message.state != "done"
