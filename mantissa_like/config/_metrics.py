"""
Who may read what the site counts, and how long it is kept.
"""

from __future__ import annotations

from ipaddress import ip_network

from mantissa_like.config._tables import Count, Table

__all__ = ["MetricsSettings"]


class MetricsSettings(Table, frozen=True):
    """
    What the site tells about itself.

    @ivar readers: addresses and networks that may read C{/metrics}.
    @ivar token: what others send to read it, as C{Authorization: Bearer}; empty if they may not.
    @ivar keepDays: how long samples and collected errors are kept.
    """

    readers: tuple[str, ...] = ("127.0.0.1", "::1")
    token: str = ""
    keepDays: Count = 14

    def __post_init__(self) -> None:
        try:
            for each in self.readers:
                ip_network(each)
        except ValueError as e:
            raise ValueError(f"field `readers` expected addresses or networks: {e}") from e
        if self.token and len(self.token) < 16:
            raise ValueError("field `token` expected at least 16 characters that nobody can guess")
