"""
How far a long command has come, on a terminal.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

from axiom.scripts._terminal import Terminal

__all__ = ["Progress"]

_WIDTH = 30
_ERASE = "\r\x1b[K"


class Progress:
    """
    A bar in the last line of standard error, and nothing at all where that is no terminal.

    It is a context, which erases the bar when it is left. It is drawn anew only when it looks otherwise, so a
    step costs next to nothing.

    @ivar done: how many steps were taken.
    @ivar total: how many there are; it may grow while they are taken.
    """

    def __init__(self, terminal: Terminal, total: int, what: str) -> None:
        """
        @param what: what is done, such as C{"checking"}.
        """
        self._err = terminal.err if terminal.err.isatty() else None
        self._what, self._drawn = what, ""
        self.done, self.total = 0, total

    def __enter__(self) -> Self:
        self._draw()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hide()

    def advance(self, steps: int = 1) -> None:
        """
        That many more steps were taken.
        """
        self.done += steps
        self._draw()

    def hide(self) -> None:
        """
        Erase the bar, before something else is written; the next step draws it again.
        """
        if self._err is not None and self._drawn:
            self._err.write(_ERASE)
            self._err.flush()
            self._drawn = ""

    def _draw(self) -> None:
        if self._err is None:
            return
        percent = min(100 * self.done // self.total, 100) if self.total else 100
        bar = f"{self._what} [{'#' * (percent * _WIDTH // 100):<{_WIDTH}}] {percent:3} % of {self.total}"
        if bar != self._drawn:
            self._err.write(f"{_ERASE}{bar}")
            self._err.flush()
            self._drawn = bar
