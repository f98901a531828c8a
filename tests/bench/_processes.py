"""
What Linux says of a process.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

__all__ = ["Process"]


@dataclass(frozen=True)
class Process:
    """
    One process.

    @ivar pid: its number.
    """

    pid: int

    @classmethod
    def own(cls) -> Self:
        """
        The one that asks.
        """
        return cls(os.getpid())

    @property
    def memory(self) -> int:
        """
        Bytes that it has in memory.
        """
        lines = self._file("status").splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    @property
    def seconds(self) -> float:
        """
        Of the processor, since it started.
        """
        fields = self._file("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def family(self) -> Iterator[Process]:
        """
        Itself, its children and theirs.
        """
        yield self
        for pid in self._file(f"task/{self.pid}/children").split():
            yield from Process(int(pid)).family

    def _file(self, name: str) -> str:
        return Path(f"/proc/{self.pid}/{name}").read_text()
