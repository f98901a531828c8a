"""
Edits: what somebody does to a text, so that what others did to it at the same time can be kept.

An edit goes over a whole text from its beginning, keeping some characters, deleting some, inserting some. Two
edits of the same text are brought together by L{Edit.over}: whoever applies one and then what becomes of the
other has the same text as who did it the other way round. Characters are Unicode's code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from offerings.notes.errors import UnfitEdit

__all__ = ["MOST_STEPS", "Edit", "Step"]

MOST_STEPS = 10_000

Step = int | str


@dataclass(frozen=True)
class Edit:
    """
    One edit of a text of a certain length.

    @ivar steps: in the order of the text: a number above 0 keeps so many characters, one below 0 deletes
        them, a text is inserted. Never two of a kind side by side, and a text before what is deleted there,
        so that equal edits are written alike.
    """

    steps: tuple[Step, ...] = ()

    @classmethod
    def of(cls, steps: Iterable[Step]) -> Edit:
        """
        The edit that does this, written as all are.
        """
        written: list[Step] = []
        for step in steps:
            _append(written, step)
        return cls(tuple(written))

    @classmethod
    def parse(cls, value: object) -> Edit:
        """
        The edit that somebody sent as a list in JSON.

        @raise UnfitEdit: it is none, or has more than L{MOST_STEPS} steps.
        """
        if not isinstance(value, list) or len(value) > MOST_STEPS:
            raise UnfitEdit(f"An edit is a list of at most {MOST_STEPS:,} steps.")
        if not all(type(step) in (int, str) for step in value):
            raise UnfitEdit("A step of an edit is a number or a text.")
        return cls.of(value)

    @classmethod
    def between(cls, old: str, new: str) -> Edit:
        """
        The edit that makes C{new} of C{old} in one place.
        """
        shorter = min(len(old), len(new))
        start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
        most = shorter - start
        end = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
        inserted = new[start : len(new) - end]
        return cls.of((start, inserted, start + end - len(old), end))

    @property
    def before(self) -> int:
        """
        How many characters the text has that it edits.
        """
        return sum(abs(step) for step in self.steps if isinstance(step, int))

    @property
    def after(self) -> int:
        """
        How many characters the text has that it makes.
        """
        return sum(len(step) if isinstance(step, str) else max(step, 0) for step in self.steps)

    def applyTo(self, text: str) -> str:
        """
        The text that it makes of another.

        @raise UnfitEdit: it is an edit of texts of another length.
        """
        if len(text) != self.before:
            raise UnfitEdit(f"An edit of {self.before:,} characters was sent for a text of {len(text):,}.")
        pieces, at = [], 0
        for step in self.steps:
            if isinstance(step, str):
                pieces.append(step)
            elif step > 0:
                pieces.append(text[at : at + step])
                at += step
            else:
                at -= step
        return "".join(pieces)

    def then(self, later: Edit) -> Edit:
        """
        The one edit that does what this one and after it C{later} do.

        @raise UnfitEdit: C{later} is of texts of another length.
        """
        return Edit.of(_composed(_Steps(self.steps), _Steps(later.steps)))

    def over(self, other: Edit) -> Edit:
        """
        What becomes of this edit where C{other}, of the same text, was done first. Where both insert in one
        place, what C{other} inserts comes first.

        @raise UnfitEdit: C{other} is of texts of another length.
        """
        return Edit.of(_transformed(_Steps(self.steps), _Steps(other.steps), isFirst=False))

    def under(self, other: Edit) -> Edit:
        """
        What is left to do of this edit for who has done C{other}, of the same text, when this was the first
        of the two: C{a.then(b.over(a))} and C{b.then(a.under(b))} make the same text.

        @raise UnfitEdit: C{other} is of texts of another length.
        """
        return Edit.of(_transformed(_Steps(self.steps), _Steps(other.steps), isFirst=True))


class _Steps:
    """
    The steps of an edit, taken in pieces that fit together with those of another.
    """

    def __init__(self, steps: Iterable[Step]) -> None:
        self._rest = iter(steps)
        self.next: Step | None = next(self._rest, None)

    @property
    def length(self) -> int:
        """
        How many characters the next step keeps, deletes or inserts; more than any text has after the last.
        """
        if self.next is None:
            raise UnfitEdit("Two edits do not fit together: they are of texts of different lengths.")
        return len(self.next) if isinstance(self.next, str) else abs(self.next)

    def take(self, length: int) -> Step:
        """
        Take so much of the next step.
        """
        step = self.next
        if isinstance(step, str):
            taken: Step = step[:length]
            rest: Step = step[length:]
        else:
            assert step is not None
            taken = length if step > 0 else -length
            rest = step - taken
        self.next = rest or next(self._rest, None)
        return taken


def _append(written: list[Step], step: Step) -> None:
    if not step:
        return
    last = written[-1] if written else None
    # Three cases: it is of the kind of the last step, it is a text after a deletion, or neither.
    if isinstance(step, str):
        if isinstance(last, str):
            written[-1] = last + step
        elif isinstance(last, int) and last < 0:
            written.pop()
            _append(written, step)
            written.append(last)
        else:
            written.append(step)
    elif isinstance(last, int) and (last > 0) == (step > 0):
        written[-1] = last + step
    else:
        written.append(step)


def _composed(first: _Steps, second: _Steps) -> Iterator[Step]:
    while first.next is not None or second.next is not None:
        if isinstance(first.next, int) and first.next < 0:
            yield first.take(first.length)
        elif isinstance(second.next, str):
            yield second.take(second.length)
        else:
            length = min(first.length, second.length)
            made, done = first.take(length), second.take(length)
            if isinstance(done, int) and done > 0:
                yield made
            elif isinstance(made, int):
                yield done


def _transformed(mine: _Steps, other: _Steps, isFirst: bool) -> Iterator[Step]:
    while mine.next is not None or other.next is not None:
        if isinstance(mine.next, str) and (isFirst or not isinstance(other.next, str)):
            yield mine.take(mine.length)
        elif isinstance(other.next, str):
            yield other.length
            other.take(other.length)
        else:
            length = min(mine.length, other.length)
            kept, done = mine.take(length), other.take(length)
            if isinstance(done, int) and done > 0:
                yield kept
