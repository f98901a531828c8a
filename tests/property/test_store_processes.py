"""
Several stores on one directory against a model of dictionaries: whatever they do, in whichever order, within
each other's transactions and snapshots.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from axiom.errors import StoreBusy, WriteInSnapshot
from tests.property.storesides import LocalSide, RemoteSide, Rolled, Side

Model = dict[int, dict[str, Any]]

_BLANK = {"number": None, "name": None, "near": None, "inside": None}
_some = st.fixed_dictionaries(
    {},
    optional={
        "number": st.none() | st.integers(0, 2),
        "name": st.none() | st.sampled_from(["", "a", "é"]),
        # Which of the boxes that the side sees.
        "near": st.none() | st.integers(0, 5),
        "inside": st.none() | st.integers(0, 5),
    },
)
_side = st.integers(0, 1)
_which = st.integers(0, 5)
_step = st.one_of(
    st.tuples(st.just("create"), _side, _some),
    st.tuples(st.just("change"), _side, _which, _some),
    st.tuples(st.just("delete"), _side, _which),
    st.tuples(st.just("deleteByNumber"), _side, st.integers(0, 2)),
    st.tuples(st.just("look"), _side),
    st.tuples(st.just("forget"), _side),
)
_steps = st.recursive(
    st.lists(_step, min_size=1, max_size=4),
    lambda inner: st.lists(
        _step
        | st.tuples(st.just("transact"), _side, inner, st.booleans())
        | st.tuples(st.just("snapshot"), _side, inner),
        min_size=2,
        max_size=7,
    ),
    max_leaves=8,
)


@dataclass(eq=False)
class _View:
    """
    One side and what it should see.

    @ivar own: what it sees in its transaction; None outside.
    @ivar frozen: what it sees in its snapshot; None outside.
    """

    side: Side
    own: Model | None = None
    frozen: Model | None = None


class _Run:
    """
    Two sides of one store and the model.

    @ivar committed: what everybody sees who is in no transaction or snapshot.
    """

    def __init__(self, test: SynchronousTestCase, sides: list[Side]) -> None:
        self.test = test
        self.views = [_View(side) for side in sides]
        self.committed: Model = {}

    def do(self, steps: list[tuple[Any, ...]]) -> None:
        for name, which, *arguments in steps:
            getattr(self, name)(self.views[which], *arguments)
            self.check()

    def seenBy(self, view: _View) -> Model:
        if view.own is not None:
            return view.own
        return self.committed if view.frozen is None else view.frozen

    def write(self, view: _View, call: Callable[[], Any], apply: Callable[[Model, Any], None]) -> None:
        """
        One side writes, which must fail in a snapshot, and while the other one is in a transaction.

        @param apply: does the same to the model, given what came of it.
        """
        if refusal := self.refusal(view):
            self.test.assertRaises(refusal, call)
            return
        result = call()
        apply(self.committed if view.own is None else view.own, result)

    def refusal(self, view: _View) -> type[Exception] | None:
        if view.own is not None:
            return None
        if view.frozen is not None:
            return WriteInSnapshot
        return StoreBusy if any(other.own is not None for other in self.views) else None

    def pick(self, view: _View, which: int | None) -> int | None:
        identities = sorted(self.seenBy(view))
        return identities[which % len(identities)] if which is not None and identities else None

    def resolved(self, view: _View, values: dict[str, Any]) -> dict[str, Any]:
        return values | {name: self.pick(view, values[name]) for name in {"near", "inside"} & values.keys()}

    def create(self, view: _View, values: dict[str, Any]) -> None:
        values = self.resolved(view, values)

        def apply(model: Model, storeID: int) -> None:
            self.test.assertNotIn(storeID, model)
            model[storeID] = _BLANK | values

        self.write(view, partial(view.side.do, "create", values), apply)

    def change(self, view: _View, which: int, values: dict[str, Any]) -> None:
        storeID = self.pick(view, which)
        if storeID is not None:
            values = self.resolved(view, values)
            self.write(
                view,
                partial(view.side.do, "change", storeID, values),
                lambda model, _: model[storeID].update(values),
            )

    def delete(self, view: _View, which: int) -> None:
        storeID = self.pick(view, which)
        if storeID is not None:
            self.write(
                view, partial(view.side.do, "delete", storeID), lambda model, _: _delete(model, storeID)
            )

    def deleteByNumber(self, view: _View, number: int) -> None:
        def apply(model: Model, _: None) -> None:
            for storeID in [storeID for storeID, values in model.items() if values["number"] == number]:
                _delete(model, storeID)

        self.write(view, partial(view.side.do, "deleteByNumber", number), apply)

    def look(self, view: _View) -> None:
        model = self.seenBy(view)
        self.test.assertEqual([[storeID, model[storeID]] for storeID in sorted(model)], view.side.do("look"))

    def forget(self, view: _View) -> None:
        view.side.do("forget")

    def transact(self, view: _View, steps: list[tuple[Any, ...]], fails: bool) -> None:
        if refusal := self.refusal(view):
            self.test.assertRaises(refusal, view.side.around, "transact", lambda: None)
            return
        before, view.own = view.own, deepcopy(self.seenBy(view))

        def run() -> None:
            self.do(steps)
            if fails:
                raise Rolled()

        try:
            view.side.around("transact", run)
        except Rolled:
            view.own = before
        else:
            if before is None:
                self.committed, view.own = view.own, None

    def snapshot(self, view: _View, steps: list[tuple[Any, ...]]) -> None:
        before = view.frozen
        if view.own is None and before is None:
            view.frozen = deepcopy(self.committed)
        view.side.around("snapshot", partial(self.do, steps))
        view.frozen = before

    def check(self) -> None:
        """
        Each side sees what it should, by looking and in memory.
        """
        for view in self.views:
            model = self.seenBy(view)
            for number in range(3):
                expected = sorted(each for each, values in model.items() if values["number"] == number)
                self.test.assertEqual(expected, view.side.do("findByNumber", number))
            for storeID, values in view.side.do("recall"):
                self.test.assertEqual(model.get(storeID), values)
            if model:
                storeID = max(model)
                self.test.assertEqual(model[storeID], view.side.do("read", storeID))


def _delete(model: Model, storeID: int) -> None:
    if model.pop(storeID, None) is None:
        return
    for other, values in list(model.items()):
        if values["near"] == storeID:
            values["near"] = None
        if values["inside"] == storeID:
            _delete(model, other)


class StoreSidesTests(SynchronousTestCase):
    """
    Two stores on one directory, and a dictionary.
    """

    def agree(self, sides: list[Side], steps: list[tuple[Any, ...]]) -> None:
        """
        Each side does what it is told, and sees what the model says.
        """
        directory = os.path.abspath(self.mktemp())
        for side in sides:
            side.open(directory)
        run = _Run(self, sides)
        try:
            run.do([("create", 0, {"number": 1}), ("create", 1, {"near": 0}), ("create", 1, {"inside": 1})])
            run.do(steps)
            for view in run.views:
                run.look(view)
        finally:
            for side in sides:
                side.close()

    @settings(max_examples=200)
    @given(_steps)
    def test_twoStores(self, steps: list[tuple[Any, ...]]) -> None:
        """
        Two stores of one process agree with the model.
        """
        self.agree([LocalSide(), LocalSide()], steps)

    def test_twoProcesses(self) -> None:
        """
        So do those of two processes.
        """
        other = RemoteSide()
        self.addCleanup(other.end)

        @settings(max_examples=100)
        @given(_steps)
        def agree(steps: list[tuple[Any, ...]]) -> None:
            self.agree([LocalSide(), other], steps)

        agree()
