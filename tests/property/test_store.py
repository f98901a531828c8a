"""
A store against a model of dictionaries: any changes, in transactions within transactions, some of which fail.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, reference, text, textlist
from axiom.item import Item
from axiom.store import Store


class Box(Item):
    """
    Values of several kinds and references of two.
    """

    typeName = "test_property_box"

    number = integer(indexed=True)
    name = text()
    labels = textlist()
    near = reference()
    inside = reference(whenDeleted=reference.CASCADE)


class Failed(Exception):
    """
    What a transaction is undone with.
    """


Model = dict[int, dict[str, Any]]

_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x02\x1f"), max_size=3)
_values = {
    "number": st.none() | st.integers(-(2**63), 2**63 - 1) | st.integers(0, 3),
    "name": st.none() | _text,
    "labels": st.none() | st.lists(_text, max_size=3),
    # Which of the boxes there are; None for none.
    "near": st.none() | st.integers(0, 9),
    "inside": st.none() | st.integers(0, 9),
}
_some = st.fixed_dictionaries({}, optional=_values)
_which = st.integers(0, 9)
_step = st.one_of(
    st.tuples(st.just("create"), _some),
    st.tuples(st.just("change"), _which, _some),
    st.tuples(st.just("delete"), _which),
    st.tuples(st.just("deleteByNumber"), st.integers(0, 3)),
    st.tuples(st.just("insert"), st.lists(_values["number"], max_size=3)),
    st.tuples(st.just("sql"), st.integers(0, 3)),
    st.tuples(st.just("look")),
    st.tuples(st.just("forget")),
)
_steps = st.recursive(
    st.lists(_step, min_size=1, max_size=5),
    lambda inner: st.lists(
        _step | st.tuples(st.just("transact"), inner, st.booleans()), min_size=2, max_size=8
    ),
    max_leaves=8,
)


class _Run:
    """
    One store and its model.

    @ivar kept: items that are kept in memory, whether they are in the store or not.
    """

    def __init__(self, test: SynchronousTestCase) -> None:
        self.test = test
        self.store = Store()
        self.model: Model = {}
        self.kept: list[Box] = []

    def do(self, steps: list[tuple[Any, ...]]) -> None:
        for name, *arguments in steps:
            getattr(self, name)(*arguments)
            self.check()

    def transact(self, steps: list[tuple[Any, ...]], fails: bool) -> None:
        before = deepcopy(self.model)

        def run() -> None:
            self.do(steps)
            if fails:
                raise Failed()

        try:
            self.store.transact(run)
        except Failed:
            self.model = before

    def pick(self, which: int | None) -> int | None:
        """
        The storeID of one of the boxes.
        """
        identities = sorted(self.model)
        return identities[which % len(identities)] if which is not None and identities else None

    def resolved(self, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """
        Values as the model has them, and as items take them.
        """
        modelled = dict(values)
        given = dict(values)
        for name in {"near", "inside"} & values.keys():
            modelled[name] = storeID = self.pick(values[name])
            given[name] = None if storeID is None else self.store.getItemByID(storeID)
        return modelled, given

    def create(self, values: dict[str, Any]) -> None:
        modelled, given = self.resolved(values)
        box = Box(store=self.store, **given)
        self.kept.append(box)
        self.test.assertNotIn(box.storeID, self.model)
        self.model[box.storeID] = {**dict.fromkeys(_values), **modelled}

    def change(self, which: int, values: dict[str, Any]) -> None:
        storeID = self.pick(which)
        if storeID is not None:
            modelled, given = self.resolved(values)
            box = self.store.getItemByID(storeID)
            for name, value in given.items():
                setattr(box, name, value)
            self.model[storeID].update(modelled)

    def delete(self, which: int) -> None:
        storeID = self.pick(which)
        if storeID is not None:
            self.store.getItemByID(storeID).deleteFromStore()
            self.modelDeletion(storeID)

    def deleteByNumber(self, number: int) -> None:
        doomed = [storeID for storeID, values in self.model.items() if values["number"] == number]
        self.store.query(Box, Box.number == number).deleteFromStore()
        for storeID in doomed:
            self.modelDeletion(storeID)

    def modelDeletion(self, storeID: int) -> None:
        if self.model.pop(storeID, None) is None:
            return
        for other, values in list(self.model.items()):
            if values["near"] == storeID:
                values["near"] = None
            if values["inside"] == storeID:
                self.modelDeletion(other)

    def insert(self, numbers: list[int | None]) -> None:
        self.store.batchInsert(Box, [Box.number], [[number] for number in numbers])
        new = self.store.query(Box, Box.storeID.notOneOf(list(self.model))).getColumn("storeID")
        for storeID, number in zip(sorted(new), numbers, strict=True):
            self.model[storeID] = {**dict.fromkeys(_values), "number": number}

    def sql(self, number: int) -> None:
        if self.model:
            self.store.executeSQL(
                f"UPDATE {self.store.getTableName(Box)} SET number = 7 WHERE number = ?", (number,)
            )
            for values in self.model.values():
                if values["number"] == number:
                    values["number"] = 7

    def look(self) -> None:
        self.kept.extend(self.store.query(Box))

    def forget(self) -> None:
        self.kept.clear()

    def check(self) -> None:
        """
        Memory, queries and database say what the model says.
        """
        for box in self.kept:
            if box.store is not None and box.storeID in self.model and self.isLive(box):
                self.test.assertEqual(self.model[box.storeID], self.valuesOf(box))
        stored = {box.storeID: self.valuesOf(box) for box in self.store.query(Box)}
        self.test.assertEqual(self.model, stored)
        for number in (0, 1, 2, 3, 7):
            self.test.assertEqual(
                sum(values["number"] == number for values in self.model.values()),
                self.store.count(Box, Box.number == number),
            )

    def isLive(self, box: Box) -> bool:
        return self.store.identities.get(box.storeID) is box

    def valuesOf(self, box: Box) -> dict[str, Any]:
        references = {name: getattr(box, name) for name in ("near", "inside")}
        return {
            "number": box.number,
            "name": box.name,
            "labels": box.labels,
            **{name: item and item.storeID for name, item in references.items()},
        }


class StoreModelTests(SynchronousTestCase):
    """
    Stores and dictionaries.
    """

    @given(_steps)
    def test_model(self, steps: list[tuple[Any, ...]]) -> None:
        """
        Whatever is done to it, a store has what the model has, in memory and on disk.
        """
        run = _Run(self)
        try:
            run.do([("insert", [0, 1, 2]), ("create", {"near": 0, "inside": 1}), ("create", {"near": 3})])
            run.do(steps)
            run.store.identities.expire()
            run.check()
        finally:
            run.store.close()
