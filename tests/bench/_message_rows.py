"""
Messages and chains of handlers, each beside the same transactions written directly with APSW.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from axiom.store import Store
from tests.bench._counters import HANDLERS, Counter, answered, share
from tests.bench._dbos import dbosChains
from tests.bench._measure import Row, Target, measure
from tests.bench._raw_messages import RawChain, RawStore, RawWay
from tests.bench._workplace import Workplace, workplace

__all__ = ["chainRows", "messageRows"]

_MESSAGES, _MESSAGES_ON_DISK = 320, 64
_PAIRS = 16
_CHAINS = 100
_WORKFLOWS = 10


class _Pairs:
    """
    Counters of as many pairs of users, and raw copies of their stores.
    """

    def __init__(self, place: Workplace, directory: Path, pairs: int, isFull: bool) -> None:
        self._place, self._each = place, (_MESSAGES_ON_DISK if isFull else _MESSAGES) // pairs
        names = [(f"sender{number}", f"target{number}") for number in range(pairs)]
        self._ways = [
            (_counter(place, sender), sender, _counter(place, target), target) for sender, target in names
        ]
        place.start()
        # What a pair makes once is there, in the copies too.
        self.ours(1)
        self._raw = [
            RawWay(
                RawStore(sender.presentStore(), directory / f"{senderName}.raw", isFull),
                RawStore(target.presentStore(), directory / f"{targetName}.raw", isFull),
                (f"{senderName}@localhost/counter", f"{targetName}@localhost/counter"),
            )
            for sender, senderName, target, targetName in self._ways
        ]

    def ours(self, each: int = 0, oneByOne: bool = False) -> int:
        """
        So many messages of each pair, all sent before any is delivered unless it is to be C{oneByOne}.
        """
        each = each or self._each
        for _ in range(each if oneByOne else 1):
            answered.clear()
            wanted = (1 if oneByOne else each) * len(self._ways)
            for sender, name, _, target in self._ways:
                for _ in range(1 if oneByOne else each):
                    sender.send(name, target)
            self._place.until(lambda wanted=wanted: len(answered) >= wanted)  # type: ignore[misc]
        return each * len(self._ways)

    def raw(self, oneByOne: bool = False) -> int:
        """
        The same, written directly.
        """
        each = self._each
        for _ in range(each if oneByOne else 1):
            for way in self._raw:
                for _ in range(1 if oneByOne else each):
                    way.send()
            for way in self._raw:
                for _ in range(1 if oneByOne else each):
                    way.deliver()
        return each * len(self._raw)


def messageRows() -> Iterator[Row]:
    """
    Messages from sending to consequence.
    """
    good = Target(ratio=4, wall=1000)
    for isFull, also, target in ((False, "", good), (True, ", on the disk", Target())):
        for number, name in ((1, "one pair"), (_PAIRS, f"{_PAIRS} pairs")):
            with (
                TemporaryDirectory() as path,
                workplace(Path(path) / "site.axiom", waitForDisk=isFull) as place,
            ):
                pairs = _Pairs(place, Path(path), number, isFull)
                yield measure(f"a message, {name}{also}", pairs.raw, pairs.ours, target)
                if number == 1:
                    yield measure(
                        f"the same, each after the answer to the last{also}",
                        lambda: pairs.raw(True),  # noqa: B023 (called at once)
                        lambda: pairs.ours(oneByOne=True),  # noqa: B023
                        Target(),
                        rounds=5,
                    )


def chainRows() -> Iterator[Row]:
    """
    Chains of handlers.
    """
    with TemporaryDirectory() as path, workplace(Path(path) / "site.axiom") as place:
        counter = _counter(place, "user")
        place.start()

        def ours(chains: int = _CHAINS, oneByOne: bool = False) -> int:
            for _ in range(chains if oneByOne else 1):
                begun = 1 if oneByOne else chains
                wanted = counter.total + begun * HANDLERS
                for _ in range(begun):
                    counter.begin()
                place.until(lambda: counter.total >= wanted)  # noqa: B023
            return chains

        ours(1)
        raw = RawChain(RawStore(counter.presentStore(), Path(path) / "raw"))

        def written() -> int:
            for _ in range(_CHAINS):
                raw.run()
            return _CHAINS

        yield measure("a chain of 3 handlers, many begun together", written, ours, Target(ratio=4))
        yield measure("the same, one chain after the other", written, lambda: ours(oneByOne=True), Target())
        with dbosChains() as run:
            for name, oneByOne in (("many begun together", False), ("one after the other", True)):
                yield measure(
                    f"the baseline is DBOS, {name}",
                    lambda: run(_WORKFLOWS, oneByOne),  # noqa: B023 (called at once)
                    lambda: ours(oneByOne=oneByOne),  # noqa: B023
                    Target(ratio=0.1),
                    rounds=5,
                )


def _counter(place: Workplace, name: str) -> Counter:
    store: Store = place.addUser(name).open()
    return share(store)
