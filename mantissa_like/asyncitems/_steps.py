"""
Recorded steps: what a durable function awaits that is no operation.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_hex
from types import coroutine
from typing import Any, ParamSpec, TypeVar

from epsilon.extime import Time

from mantissa_like.asyncitems._recording import currentRecorder

__all__ = ["Sleep", "Step", "now", "randomText", "sleep", "step"]

P = ParamSpec("P")
T = TypeVar("T")

_RANDOM_BYTES = 16


@dataclass(frozen=True)
class Step:
    """
    A call whose result is recorded.
    """

    kind: str
    name: str
    f: Callable[..., Any]
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sleep:
    """
    A time to wait.
    """

    seconds: float


@coroutine
def _asked(what: Step | Sleep) -> Generator[Step | Sleep, Any, Any]:
    currentRecorder()
    return (yield what)


async def step(name: str, f: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """
    Call C{f} in the transaction in which its result is recorded, so that what it does in the store is done
    exactly once. Within a durable function only.

    @param name: what is recorded of it; to give it another one is to change the function.
    @param f: mostly a method of the item; not asynchronous. It returns what JSON can say, or items.
    @return: what it returned, or what was recorded of that.
    @raise OperationFailed: it raised something, which is recorded; what it wrote is undone.
    @raise NotInDurableFunction: no durable function runs.
    """
    result: T = await _asked(Step("step", name, f, args, kwargs))
    return result


async def sleep(time: timedelta) -> None:
    """
    Go on later; the moment is recorded. Within a durable function only.

    @raise NotInDurableFunction: no durable function runs.
    """
    await _asked(Sleep(time.total_seconds()))


async def now() -> Time:
    """
    The time at which the function came here first, by the clock of the store. Within a durable function only.

    @raise NotInDurableFunction: no durable function runs.
    """
    clock = currentRecorder().store.runtime.clock
    return Time.fromPOSIXTimestamp(await _asked(Step("now", "", clock.seconds)))


async def randomText() -> str:
    """
    32 hexadecimal digits that nobody guesses, the same each time that the function comes here; also a seed
    for C{random.Random}. Within a durable function only.

    @raise NotInDurableFunction: no durable function runs.
    """
    text: str = await _asked(Step("random", "", token_hex, (_RANDOM_BYTES,)))
    return text
