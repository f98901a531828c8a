"""
What changes every timeline of a site, over and over: each time its newest post says something else.
"""

from __future__ import annotations

import sys
import time
from itertools import count
from pathlib import Path

from axiom.store import Store
from offerings.timeline import Post

__all__: list[str] = []

_PAUSE = 0.005


def _newestPost(directory: Path) -> Post:
    found = Store(str(directory)).findFirst(Post, sort=Post.storeID.descending)
    assert found is not None
    return found


def _main(accounts: str) -> None:
    posts = [_newestPost(directory) for directory in sorted(Path(accounts).glob("user*.axiom"))]
    print("ready", flush=True)
    for number in count():
        for post in posts:
            post.body = f"A post of the usual length, with a thought in it & another. Change {number}."
        time.sleep(_PAUSE)


if __name__ == "__main__":
    _main(*sys.argv[1:])
