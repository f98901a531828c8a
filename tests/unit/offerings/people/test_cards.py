"""
Tests for contacts as files.
"""

from __future__ import annotations

from time import perf_counter

from twisted.trial.unittest import SynchronousTestCase

from offerings.people import Card, UnreadableCards, readCards, writtenCards


class CardTests(SynchronousTestCase):
    """
    Tests for L{readCards}.
    """

    def test_foreign(self) -> None:
        """
        What other programs write is read: groups of properties, types, old encodings, what we have no place
        for; who has only an address is called by it.
        """
        content = (
            b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob\\, the Builder\r\n"
            b"item1.EMAIL;TYPE=INTERNET:Bob@Example.com\r\n"
            b"EMAIL;TYPE=HOME:not an address\r\nTEL;TYPE=CELL:+49 1\r\nNOTE:one\\ntwo\r\nEND:VCARD\r\n"
            b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
            b"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB\r\nEND:VCARD\r\n"
            b"BEGIN:VCARD\r\nVERSION:3.0\r\nEMAIL:eve@example.com\r\nEND:VCARD\r\n"
            b"BEGIN:VCARD\r\nVERSION:3.0\r\nTEL:5\r\nEND:VCARD\r\n"
        )
        self.assertEqual(
            [
                Card("Bob, the Builder", ("bob@example.com",), "one\ntwo"),
                Card("Zoë"),
                Card("eve@example.com", ("eve@example.com",)),
            ],
            readCards(content),
        )

    def test_folded(self) -> None:
        """
        Lines that go on in the next are read as one, whether they say so as new versions do or as old ones; a
        card within a card is not read.
        """
        content = (
            b"BEGIN:VCARD\nFN:Ali\n ce\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=iso-8859-1:caf=\n=E9\n"
            b"AGENT:\nBEGIN:VCARD\nFN:Mallory\nEMAIL:m@example.com\nEND:VCARD\n"
            b'EMAIL;X="a:b;c":alice@example.com\nEND:vcard\n'
        )
        self.assertEqual([Card("Alice", ("alice@example.com",), "café")], readCards(content))

    def test_written(self) -> None:
        """
        What is written is read again as it was, in lines of at most 75 bytes.
        """
        cards = [
            Card("Zoë, the Builder; \\n", ("a@example.com", "b@example.com"), "one\ntwo\n\n" + "ü€😀;" * 100),
            Card("Bob"),
        ]
        written = writtenCards(cards)
        self.assertEqual(cards, readCards(written))
        self.assertLessEqual(max(map(len, written.split(b"\r\n"))), 75)

    def test_hostile(self) -> None:
        """
        Whatever is in a file, it is read or refused at once.
        """
        began = perf_counter()
        for hostile in (
            b"FN" + b";a" * 9000,
            b"FN;a=" + b"b," * 9000,
            b"FN" + b";a=b" * 9000 + b";",
            b'FN;"' * 9000,
        ):
            content = b"BEGIN:VCARD\n" + hostile + b"\nEND:VCARD\n"
            self.assertRaises(UnreadableCards, readCards, content)
        for charset in (b"idna", b"punycode", b"zlib"):
            quoted = b"FN;CHARSET=" + charset + b";ENCODING=QUOTED-PRINTABLE:" + b"a" * 90_000
            self.assertRaises(UnreadableCards, readCards, b"BEGIN:VCARD\n" + quoted + b"\nEND:VCARD\n")
        self.assertLess(perf_counter() - began, 1.0)

    def test_bounded(self) -> None:
        """
        Names, addresses and notes that are too long are cut off, and a name is one line.
        """
        content = "BEGIN:VCARD\nVERSION:3.0\nFN:a\\nb" + "x" * 500 + "\nNOTE:" + "y" * 20_000
        content += "".join(f"\nEMAIL:a{number}@example.com" for number in range(50)) + "\nEND:VCARD\n"
        (card,) = readCards(content.encode())
        self.assertEqual((200, "a bx"), (len(card.name), card.name[:4]))
        self.assertEqual((10_000, 20), (len(card.notes), len(card.addresses)))

    def test_unreadable(self) -> None:
        """
        What is no file of contacts is refused.
        """
        for content in (
            b"",
            b"hello",
            b"\xff\xfe\x00",
            b"BEGIN:VCARD\nFN",
            b"BEGIN:VCARD\n" * 500,
            b"BEGIN:VCARD\nVERSION:3.0\nFN;CHARSET=none;ENCODING=QUOTED-PRINTABLE:=zz\nEND:VCARD",
            b"BEGIN:VCALENDAR\nEND:VCALENDAR",
        ):
            self.assertRaises(UnreadableCards, readCards, content)
