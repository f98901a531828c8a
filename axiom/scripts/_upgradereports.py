"""
What C{axiomatic upgrade} tells of a store.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum

__all__ = ["Report", "Status"]


class Status(StrEnum):
    """
    What became of a store; the values are for programs, too.
    """

    UPGRADED = "upgraded"
    UPGRADABLE = "upgradable"
    RESTORED = "restored"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True)
class Report:
    """
    What became of one store.

    @ivar store: its path below the uppermost store's files; C{.} for that one.
    @ivar types: type name to how many of its items were upgraded, or would be.
    @ivar errors: why it failed, a sentence each; empty if it did not.
    """

    store: str
    status: Status
    types: Mapping[str, int] = field(default_factory=dict)
    errors: Sequence[str] = ()

    @classmethod
    def fromJSON(cls, line: str) -> Report:
        """
        What L{asJSON} says.
        """
        values = json.loads(line)
        return cls(values["store"], Status(values["status"]), values["types"], values["errors"])

    def asJSON(self) -> str:
        """
        An object with all there is to tell, one line.
        """
        return json.dumps(asdict(self))

    def lines(self) -> Iterator[str]:
        """
        The same for people; nothing of a store with which nothing happened.
        """
        if self.status is Status.FAILED:
            for error in self.errors:
                yield f"{self.store}: failed: {error}"
        elif self.types:
            items = ", ".join(f"{number:,} of {typeName}" for typeName, number in self.types.items())
            yield f"{self.store}: {self.status} {items}"
        elif self.status is not Status.UNCHANGED:
            yield f"{self.store}: {self.status}"
