"""
One of those who work with a store's boxes: in this process, or in a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from axiom import errors
from axiom.attributes import integer, reference, text
from axiom.item import Item
from axiom.store import Store

__all__ = ["Box", "LocalSide", "RemoteSide", "Rolled", "Side", "serve"]

_CHECKOUT = Path(__file__).parents[2]

Values = dict[str, Any]


class Box(Item):
    """
    Values, and references of both kinds.
    """

    typeName = "test_sides_box"

    number = integer(indexed=True)
    name = text()
    near = reference()
    inside = reference(whenDeleted=reference.CASCADE)


class Rolled(Exception):
    """
    What a transaction is undone with.
    """


class LocalSide:
    """
    A store of this process. What its operations take and return is what JSON can say.
    """

    def open(self, directory: str) -> None:
        """
        From now on this is the store.
        """
        self.store = Store(directory)
        # Whoever would have to wait for the other side, which waits for it, is told so at once.
        self.store.patience = 0
        self._kept: list[Box] = []

    def do(self, name: str, *arguments: Any) -> Any:
        """
        Call one of the operations below.
        """
        return getattr(self, name)(*arguments)

    def around(self, name: str, f: Callable[[], object]) -> None:
        """
        Call C{f} in a transaction or snapshot.
        """
        getattr(self, name)(f)

    def transact(self, f: Callable[[], object]) -> None:
        self.store.transact(f)

    def snapshot(self, f: Callable[[], object]) -> None:
        with self.store.snapshot():
            f()

    def create(self, values: Values) -> int:
        return self.store.transact(self._create, values)

    def _create(self, values: Values) -> int:
        box = Box(store=self.store, **self._resolved(values))
        self._kept.append(box)
        storeID: int = box.storeID
        return storeID

    def change(self, storeID: int, values: Values) -> None:
        self.store.transact(self._change, storeID, values)

    def _change(self, storeID: int, values: Values) -> None:
        box = self.store.getItemByID(storeID)
        for name, value in self._resolved(values).items():
            setattr(box, name, value)

    def delete(self, storeID: int) -> None:
        self.store.getItemByID(storeID).deleteFromStore()

    def deleteByNumber(self, number: int) -> None:
        self.store.query(Box, Box.number == number).deleteFromStore()

    def read(self, storeID: int) -> Values:
        return _valuesOf(self.store.getItemByID(storeID))

    def findByNumber(self, number: int) -> list[int]:
        found = self.store.query(Box, Box.number == number, sort=Box.storeID.ascending)
        return [box.storeID for box in found]

    def look(self) -> list[list[Any]]:
        """
        All boxes, which stay in memory.
        """
        boxes = list(self.store.query(Box, sort=Box.storeID.ascending))
        self._kept += boxes
        return [[box.storeID, _valuesOf(box)] for box in boxes]

    def recall(self) -> list[list[Any]]:
        """
        The boxes that stayed in memory and are in the store, each of them the one that the store has.
        """
        return [
            [box.storeID, _valuesOf(box)]
            for box in self._kept
            if box.store is not None and self.store.getItemByID(box.storeID, default=None) is box
        ]

    def forget(self) -> None:
        """
        Let no box stay in memory.
        """
        self._kept.clear()

    def close(self) -> None:
        self.store.close()

    def end(self) -> None:
        pass

    def _resolved(self, values: Values) -> Values:
        references = {
            name: value if value is None else self.store.getItemByID(value)
            for name, value in values.items()
            if name in ("near", "inside")
        }
        return values | references


def _valuesOf(box: Box) -> Values:
    return {
        "number": box.number,
        "name": box.name,
        "near": box.near and box.near.storeID,
        "inside": box.inside and box.inside.storeID,
    }


class RemoteSide:
    """
    The same in a process of its own, which is told what to do by a pipe.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import serve; serve()"],
            cwd=_CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def open(self, directory: str) -> None:
        self.do("open", directory)

    def do(self, name: str, *arguments: Any) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps([name, *arguments]) + "\n")
        self._process.stdin.flush()
        error, result = json.loads(self._process.stdout.readline())
        if error is not None:
            raise Rolled(result) if error == "Rolled" else getattr(errors, error)(result)
        return result

    def around(self, name: str, f: Callable[[], object]) -> None:
        self.do(name)
        try:
            f()
        except BaseException:
            self.do("rollBack")
            raise
        self.do("goOn")

    def close(self) -> None:
        self.do("close")

    def end(self) -> None:
        """
        Let the process end.
        """
        self._process.communicate(timeout=60)


Side = LocalSide | RemoteSide


def serve() -> None:
    """
    What the other process does: of each line, an operation with its arguments, the answer is an error and a
    result, one of which is null.
    """
    side = LocalSide()

    def answer(error: Exception | None, result: Any = None) -> None:
        answered = [None, result] if error is None else [type(error).__name__, str(error)]
        print(json.dumps(answered), flush=True)  # noqa: T201

    def inside() -> None:
        answer(None)
        converse()

    def converse() -> None:
        for line in sys.stdin:
            name, *arguments = json.loads(line)
            if name == "goOn":
                return
            if name == "rollBack":
                raise Rolled()
            result = None
            try:
                if name in ("transact", "snapshot"):
                    side.around(name, inside)
                else:
                    result = side.do(name, *arguments)
            except Exception as e:
                answer(e)
            else:
                answer(None, result)

    converse()
