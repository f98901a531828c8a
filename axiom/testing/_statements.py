"""
What a store asks of SQLite.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, Self

import apsw

from axiom.store import Store

__all__ = ["QueryCounter", "StatementLog"]

P = ParamSpec("P")

_STEPS = "SQLITE_STMTSTATUS_VM_STEP"


class StatementLog:
    """
    The statements that a store runs while the log's context is entered.

    @ivar statements: their SQL in the order in which they ended, without what their triggers ran.
    @ivar steps: how many steps of SQLite's virtual machine they took: a cost that is the same on every
        machine.
    """

    def __init__(self, store: Store) -> None:
        self._engine = store.engine
        self.statements: list[str] = []
        self.steps = 0

    def __enter__(self) -> Self:
        self._engine.trace_v2(apsw.SQLITE_TRACE_PROFILE, self._note, id=self)
        return self

    def __exit__(self, *exc: object) -> None:
        self._engine.trace_v2(0, None, id=self)

    def __len__(self) -> int:
        return len(self.statements)

    def _note(self, event: dict[str, Any]) -> None:
        self.statements.append(event["sql"])
        self.steps += event["stmt_status"][_STEPS]


class QueryCounter:
    """
    Axiom's name for measuring what calls cost.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def measure(self, f: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> int:
        """
        Call C{f}.

        @return: the L{StatementLog.steps} that it took.
        """
        with StatementLog(self.store) as log:
            f(*args, **kwargs)
        return log.steps
