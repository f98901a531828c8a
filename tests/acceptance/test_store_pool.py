"""
Many substores, opened one after another through a pool: what the process needs for them does not grow.
"""

from __future__ import annotations

import gc
import os
import resource
import shutil
from contextlib import closing
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.stores import StorePool

_LIMIT = 200
_STORES = int(os.environ.get("POOL_STORES", "1200"))
"""How many; 10,000 take a minute."""


class Visit(Item):
    """
    That somebody was there.
    """

    typeName = "test_pool_visit"

    count = integer(default=0, allowNone=False)


def resident() -> int:
    """
    The bytes of memory that this process has now.
    """
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def descriptors() -> int:
    """
    The file descriptors that this process has now.
    """
    return len(os.listdir("/proc/self/fd"))


class PoolTests(SynchronousTestCase):
    """
    A pool of 200.
    """

    def makeSubStores(self, site: Store) -> list[int]:
        """
        Substores, all copies of one, which is faster than to make each.
        """
        first = SubStore.createNew(site, ["0"])
        with first.opened() as store:
            Visit(store=store)
        assert first.storepath is not None
        paths = [site.newFilePath(str(number)) for number in range(1, _STORES)]
        for path in paths:
            shutil.copytree(first.storepath.path, path.path)
        site.batchInsert(SubStore, [SubStore.storepath], [[path] for path in paths])
        return sorted(site.query(SubStore).getColumn("storeID"))

    def test_flat(self) -> None:
        """
        Memory and file descriptors are after all stores what they were when the pool was full.
        """
        with closing(Store(self.mktemp())) as site:
            storeIDs = self.makeSubStores(site)
            pool = StorePool(site, _LIMIT)
            # What other tests have left goes now, and not while it is counted.
            gc.collect()
            before = descriptors()
            measured = []
            for number, storeID in enumerate(storeIDs, 1):
                with pool.lease(site.getItemByID(storeID)) as store:
                    store.findUnique(Visit).count += 1
                if not number % (_STORES // 6):
                    measured.append((resident(), descriptors()))
            (memory, files), *later = measured[1:]
            for laterMemory, laterFiles in later:
                self.assertLess(laterMemory - memory, 8_000_000, measured)
                self.assertEqual(files, laterFiles, measured)
            pool.close()
            self.assertEqual(before, descriptors())
            with site.getItemByID(storeIDs[-1]).opened() as store:
                self.assertEqual(1, store.findUnique(Visit).count)
