"""
Bringing together what two people made of one text, line by line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from offerings.notes._edits import Edit, Step

__all__ = ["editBetween", "merged"]

# Beyond that comparing takes too long; all between the first and the last difference is one change then.
_MOST_COMPARED = 250_000
# Likewise with so many pairs of equal lines.
_MOST_EQUAL = 30_000


class _Change(NamedTuple):
    """
    Some lines that were put in the place of others.

    @ivar start: the first line that is gone.
    @ivar end: the first one after it that is not.
    """

    start: int
    end: int
    lines: Sequence[str]


def merged(base: str, mine: str, theirs: str) -> str | None:
    """
    The text with the changes of both; None if both have changed the same lines, and not alike.
    """
    lines = base.splitlines(keepends=True)
    changes = sorted(
        {
            (change.start, change.end, tuple(change.lines))
            for made in (mine, theirs)
            for change in _changes(lines, made.splitlines(keepends=True))
        }
    )
    pieces: list[str] = []
    done, last = 0, None
    for start, end, inserted in changes:
        # Two that begin in one place, one of which only inserts, do not touch the same lines either.
        if start < done or (last is not None and last[0] == start and last[1] == end):
            return None
        pieces += lines[done:start]
        pieces += inserted
        done, last = end, (start, end)
    return "".join((*pieces, *lines[done:]))


def editBetween(old: str, new: str) -> Edit:
    """
    The edit that makes C{new} of C{old}, in as many places as there are changes.
    """
    lines = old.splitlines(keepends=True)
    steps: list[Step] = []
    done = 0
    for change in _changes(lines, new.splitlines(keepends=True)):
        gone = "".join(lines[change.start : change.end])
        steps.append(_length(lines[done : change.start]))
        steps += Edit.between(gone, "".join(change.lines)).steps
        done = change.end
    return Edit.of((*steps, _length(lines[done:])))


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    start = _same(zip(old, new, strict=False))
    most = min(len(old), len(new)) - start
    end = min(most, _same(zip(reversed(old), reversed(new), strict=False)))
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    if len(gone) * len(come) > _MOST_COMPARED or _equal(gone, come) > _MOST_EQUAL:
        yield _Change(start, start + len(gone), come)
        return
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, gone, come, autojunk=False).get_opcodes():
        if kind != "equal":
            yield _Change(start + i1, start + i2, come[j1:j2])


def _equal(one: Sequence[str], other: Sequence[str]) -> int:
    counts = Counter(one)
    return sum(counts[line] for line in other)


def _same(pairs: Iterator[tuple[str, str]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _length(lines: Sequence[str]) -> int:
    return sum(map(len, lines))
