"""
Tests for C{axiomatic messages}.
"""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

from axiom.store import Store
from mantissa_like.accounts import findSubStore
from mantissa_like.agenda import AgendaEntry, openAgenda
from mantissa_like.audit import AuditEntry
from mantissa_like.messaging import DEAD, OutgoingMessage, Value, messageQueueOf
from mantissa_like.sharing import Identifier
from tests.unit.mantissa_like.commands import command_lines

ALICE = Identifier("desk", "alice", "localhost")
BOB, CAROL = (Identifier("door", name, "localhost") for name in ("bob", "carol"))


class MessagesTests(command_lines.CommandLineTestCase):
    """
    Alice has sent three messages, of which the first was given up.
    """

    def setUp(self) -> None:
        """
        Send them.
        """
        super().setUp()
        with closing(Store(str(self.path))) as store:
            openAgenda(store)
            subStore = findSubStore(store, "alice", "localhost")
            assert subStore is not None
            with subStore.opened() as alice:
                queue = messageQueueOf(alice)
                sent = [
                    queue.queueMessage(ALICE, target, Value("text", b"secret"))
                    for target in (BOB, BOB, CAROL)
                ]
                self.numbers = [each.number for each in sent]
                message: OutgoingMessage = alice.getItemByID(self.numbers[0])
                message.state, message.due, message.attempts = DEAD, None, 10
                message.lastError = "Traceback\n  in handle\nZeroDivisionError: \x1b[31mred"

    def listed(self, *argv: str) -> Any:
        """
        The messages, as JSON.
        """
        return json.loads(self.done("messages", "list", "--json", *argv))

    def audited(self) -> list[tuple[str, str]]:
        """
        What the audit log has.
        """
        with closing(Store(str(self.path))) as store:
            return list(store.query(AuditEntry).getColumns("action", "subject"))

    def test_listed(self) -> None:
        """
        All messages that are not answered are listed, those of the whole site or of one owner.
        """
        found = self.listed()
        self.assertEqual(found, self.listed("alice@localhost"))
        self.assertEqual(
            [("dead", 10), ("waiting", 0), ("due", 0)], [(each["state"], each["attempts"]) for each in found]
        )
        self.assertEqual(["alice@localhost"] * 3, [each["owner"] for each in found])
        self.assertEqual([None, None, found[2]["queued"]], [each["due"] for each in found])
        self.assertEqual([self.numbers[0]], [each["number"] for each in self.listed("--state", "dead")])
        self.assertEqual([], self.listed("site"))

    def test_plain(self) -> None:
        """
        For people it is a line each, with the end of the traceback, which can't change the terminal.
        """
        lines = self.done("messages", "list").splitlines()
        self.assertEqual(3, len(lines))
        self.assertIn(r"bob@localhost/door    text  ZeroDivisionError: \x1b[31mred", lines[0])
        self.assertEqual("No messages\n", self.done("messages", "list", "site"))

    def test_whatIsKnown(self) -> None:
        """
        Stores that nobody knows to have messages are looked into only if everything is.
        """
        with closing(Store(str(self.path))) as store:
            openAgenda(store).entries.store.query(AgendaEntry).deleteFromStore()
        self.assertEqual([], self.listed())
        self.assertEqual(3, len(self.listed("--all")))

    def test_shown(self) -> None:
        """
        One is shown with its whole traceback, and not with what it says.
        """
        shown = self.done("messages", "show", "alice@localhost", str(self.numbers[0]))
        self.assertIn("  in handle\n", shown)
        self.assertNotIn("secret", shown)
        data = json.loads(self.done("messages", "show", "--json", "alice", str(self.numbers[0])))
        self.assertEqual(("dead", "text", 6), (data["state"], data["type"], data["bytes"]))

    def test_retried(self) -> None:
        """
        A dead letter is retried, alone or with all others, which is written down.
        """
        self.assertEqual(
            "retried 1 message\n", self.done("messages", "retry", "alice@localhost", str(self.numbers[0]))
        )
        self.assertEqual([], self.listed("--state", "dead"))
        self.assertEqual("retried 0 messages\n", self.done("messages", "retry", "--dead", "alice@localhost"))
        self.assertEqual([("message.retried", "alice@localhost")] * 2, self.audited())

    def test_dropped(self) -> None:
        """
        What is dropped is gone.
        """
        self.done("messages", "drop", "--dead", "alice@localhost")
        self.done("messages", "drop", "alice@localhost", str(self.numbers[1]))
        self.assertEqual(self.numbers[2:], [each["number"] for each in self.listed()])
        self.assertEqual([("message.dropped", "alice@localhost")] * 2, self.audited())

    def test_refused(self) -> None:
        """
        What there is not, and what makes no sense, is refused.
        """
        self.assertIn("no message 99", self.refused("messages", "show", "alice@localhost", "99"))
        self.assertIn("no account nobody", self.refused("messages", "list", "nobody"))
        self.assertIn("no number", self.refused("messages", "drop", "alice@localhost", "x"))
        self.assertIn("say which", self.refused("messages", "drop", "alice@localhost"))
        self.assertIn("is none of", self.refused("messages", "list", "--state", "lost"))
        self.assertIn("say whose", self.refused("messages", "list", "--received"))

    def test_received(self) -> None:
        """
        Where nothing came, nothing is listed.
        """
        self.assertEqual([], self.listed("--received", "--all"))
