"""
Run the benchmarks: C{script/bench [store|web|live|messages ...]}, all without a name.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.bench import live, messages, store, web

__all__: list[str] = []

_BENCHMARKS: dict[str, Callable[[], bool]] = {
    "store": store.main,
    "web": web.main,
    "live": live.main,
    "messages": messages.main,
}


def _main(names: list[str]) -> int:
    unknown = [name for name in names if name not in _BENCHMARKS]
    if unknown:
        print(
            f"no benchmark is called {', '.join(unknown)}; there are {', '.join(_BENCHMARKS)}",
            file=sys.stderr,
        )
        return 2
    # All are run, also after one that missed its target.
    met = [_BENCHMARKS[name]() for name in names or _BENCHMARKS]
    return 0 if all(met) else 1


sys.exit(_main(sys.argv[1:]))
