"""
What changes every timeline of a site, over and over: each time a new post comes and the oldest one goes.
"""

from __future__ import annotations

import sys
import time
from itertools import count
from pathlib import Path

from epsilon.extime import Time

from axiom.store import Store
from offerings.timeline import Post, Timeline

__all__: list[str] = []

_PAUSE = 0.05


def _change(timeline: Timeline, number: int) -> None:
    timeline.write(f"Number {number}, which nobody has seen before & nobody sees for long.", Time())
    oldest = timeline.presentStore().findFirst(Post, sort=Post.storeID.ascending)
    assert oldest is not None
    oldest.deleteFromStore()
    timeline.postCount -= 1


def _main(accounts: str) -> None:
    stores = [Store(str(directory)) for directory in sorted(Path(accounts).glob("user*.axiom"))]
    timelines = [(store, store.findUnique(Timeline)) for store in stores]
    print("ready", flush=True)
    for number in count():
        for store, timeline in timelines:
            store.transact(_change, timeline, number)
        time.sleep(_PAUSE)


if __name__ == "__main__":
    _main(*sys.argv[1:])
