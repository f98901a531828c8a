"""
Edits of one text by several people at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from epsilon.extime import Time
from hypothesis import given
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from offerings.notes import Edit, Note
from offerings.notes._edits import Step

TEXTS = st.text(alphabet="ab\né🐍👩", max_size=20)


@st.composite
def editsOf(draw: st.DrawFn, text: str) -> Edit:
    """
    Any edit of a text.
    """
    steps: list[Step] = []
    left = len(text)
    while left:
        steps.append(draw(TEXTS))
        length = draw(st.integers(1, left))
        steps.append(draw(st.sampled_from((length, -length))))
        left -= length
    steps.append(draw(TEXTS))
    return Edit.of(steps)


class EditPropertyTests(SynchronousTestCase):
    """
    What is true of all edits.
    """

    @given(st.data(), TEXTS)
    def test_bothOrders(self, data: st.DataObject, text: str) -> None:
        """
        Two edits of a text make the same text, in whatever order they arrive.
        """
        first, second = data.draw(editsOf(text)), data.draw(editsOf(text))
        one = second.over(first).applyTo(first.applyTo(text))
        other = first.under(second).applyTo(second.applyTo(text))
        self.assertEqual(one, other)
        self.assertEqual(first.then(second.over(first)), second.then(first.under(second)))

    @given(st.data(), TEXTS)
    def test_nothingLost(self, data: st.DataObject, text: str) -> None:
        """
        What anybody has inserted is in the end there.
        """
        first, second = data.draw(editsOf(text)), data.draw(editsOf(text))
        made = first.then(second.over(first))
        for edit in (first, second):
            for step in edit.steps:
                if isinstance(step, str):
                    self.assertTrue(any(step in each for each in made.steps if isinstance(each, str)))

    @given(st.data(), TEXTS)
    def test_oneAfterAnother(self, data: st.DataObject, text: str) -> None:
        """
        One edit after another does the same as the one that is made of both, and knows its lengths.
        """
        first = data.draw(editsOf(text))
        between = first.applyTo(text)
        second = data.draw(editsOf(between))
        both = first.then(second)
        self.assertEqual(second.applyTo(between), both.applyTo(text))
        self.assertEqual((first.before, first.after), (len(text), len(between)))

    @given(TEXTS, TEXTS)
    def test_between(self, old: str, new: str) -> None:
        """
        There is an edit between any two texts.
        """
        self.assertEqual(new, Edit.between(old, new).applyTo(old))

    @given(st.data(), TEXTS)
    def test_sentAndRead(self, data: st.DataObject, text: str) -> None:
        """
        An edit is read as it was written.
        """
        edit = data.draw(editsOf(text))
        self.assertEqual(edit, Edit.parse(list(edit.steps)))


@dataclass
class Writer:
    """
    Somebody who writes in a note by way of a slow connection, as the page's script does.

    @ivar version: that of the server's text which they know.
    @ivar text: what they see.
    @ivar sent: the edit that is under way, of the text with that version; or None.
    @ivar waiting: what they did since.
    """

    name: str
    text: str = ""
    version: int = 0
    sent: Edit | None = None
    waiting: Edit = field(default_factory=Edit)
    sends: int = 0

    def type(self, edit: Edit) -> None:
        """
        Change what they see.
        """
        self.text = edit.applyTo(self.text)
        self.waiting = self.waiting.then(edit)

    def send(self, note: Note, isAnswerLost: bool = False) -> None:
        """
        Send what is not sent yet, once more if the last answer was lost.
        """
        if self.sent is None:
            self.sent, self.waiting = self.waiting, Edit.of((len(self.text),))
            self.sends += 1
        edits = note.write(self.version, self.sent, f"{self.name} {self.sends}", self.name, Time())
        assert edits is not None
        if isAnswerLost:
            return
        for edit in edits[:-1]:
            others, self.sent = edit.under(self.sent), self.sent.over(edit)
            others, self.waiting = others.under(self.waiting), self.waiting.over(others)
            self.text = others.applyTo(self.text)
        self.version += len(edits)
        self.sent = None


class WritingPropertyTests(SynchronousTestCase):
    """
    What is true of a note in which several write at once.
    """

    @given(st.data())
    def test_everybodySeesTheSame(self, data: st.DataObject) -> None:
        """
        Whoever writes what and when, with answers that are late or lost: once all is sent, all see one text,
        which is that of the note.
        """
        note = Note(store=Store(), title="Note", created=Time(), edited=Time())
        writers = [Writer(name) for name in ("ann", "bob", "cleo")]
        for _ in range(data.draw(st.integers(1, 12))):
            writer = data.draw(st.sampled_from(writers))
            act = data.draw(st.sampled_from(("type", "send", "lose")))
            if act == "type":
                writer.type(data.draw(editsOf(writer.text)))
            else:
                writer.send(note, isAnswerLost=act == "lose")
        for _ in range(3):
            for writer in writers:
                writer.send(note)
        self.assertEqual([note.body] * 3, [writer.text for writer in writers])
