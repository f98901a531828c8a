"""
Upgrading a store and those below it, each at once and whether or not others fail.

A trial does so in a tree of its own, where each database is a copy that is there while it is upgraded. What
else the stores have in files is not there.
"""

from __future__ import annotations

import posixpath
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from axiom.care import copyDatabase
from axiom.errors import AxiomError, ItemUpgradeError, UpgradesFailed
from axiom.scripts._upgradereports import Report, Status
from axiom.store import Store
from axiom.substore import SubStore

__all__ = ["TreeUpgrade", "nameOf"]


@dataclass(frozen=True)
class TreeUpgrade:
    """
    The upgrade of one tree of stores.

    @ivar root: the directory of the uppermost.
    @ivar count: after how many items memory is given back.
    @ivar original: in a trial, the directory of which C{root} stands for a copy.
    """

    root: str
    count: int
    original: str | None = None

    def copyRoot(self) -> None:
        """
        Begin a trial.

        @raise CannotOpenStore: the original can't be read.
        """
        self._copy(Path(self.root))

    def upgradeRoot(self, store: Store) -> Report:
        """
        Upgrade the uppermost store, and nothing below it.
        """
        return self._upgrade(store, ".")

    def upgradeBelow(self, subStore: SubStore, above: str = "") -> Iterator[Report]:
        """
        Upgrade a substore, then those below it.

        @param above: the name of the store that it is in; empty for the uppermost.
        """
        name = nameOf(subStore, above)
        try:
            with self._opened(subStore) as store:
                yield self._upgrade(store, name)
                for each in store.query(SubStore, sort=SubStore.storeID.ascending):
                    yield from self.upgradeBelow(each, name)
        except (AxiomError, OSError) as e:
            yield Report(name, Status.FAILED, errors=[_sentence(e)])

    def _upgrade(self, store: Store, name: str) -> Report:
        try:
            done = store.upgrades.upgradeAtOnce(self.count)
        except UpgradesFailed as e:
            return Report(name, Status.FAILED, errors=[_sentence(each) for each in e.errors])
        except Exception as e:
            return Report(name, Status.FAILED, errors=[_sentence(e)])
        types = {typeName: number for typeName, number in done.items() if number}
        changed = Status.UPGRADED if self.original is None else Status.UPGRADABLE
        return Report(name, changed if types else Status.UNCHANGED, types)

    @contextmanager
    def _opened(self, subStore: SubStore) -> Iterator[Store]:
        place = subStore.storepath
        if self.original is None or place is None:
            with closing(subStore.openApart()) as store:
                yield store
            return
        self._copy(Path(place.path))
        try:
            with closing(subStore.openApart()) as store:
                yield store
        finally:
            shutil.rmtree(place.path)

    def _copy(self, place: Path) -> None:
        assert self.original is not None
        original = Path(self.original) / place.relative_to(self.root)
        place.mkdir(parents=True, exist_ok=True)
        copyDatabase(original / "db.sqlite", place / "db.sqlite")


def nameOf(subStore: SubStore, above: str = "") -> str:
    """
    The path of a substore's directory, from the files of each store that it is below.
    """
    place, parent = subStore.storepath, subStore.presentStore()
    names = [f"substore {subStore.storeID}"] if place is None else place.segmentsFrom(parent.newFilePath())
    return posixpath.join(above, *names)


def _sentence(error: Exception) -> str:
    if isinstance(error, ItemUpgradeError):
        text = error.briefly
    else:
        text = str(error) if isinstance(error, AxiomError) else f"{type(error).__name__}: {error}"
    return " ".join(text.split())
