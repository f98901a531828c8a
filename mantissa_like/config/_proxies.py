"""
Servers between people and the site that are believed.
"""

from __future__ import annotations

from ipaddress import ip_network

from mantissa_like.config._tables import Table

__all__ = ["ProxySettings"]


class ProxySettings(Table, frozen=True):
    """
    Servers in front of this one.

    @ivar trusted: their addresses, or networks such as C{10.0.0.0/8}: what these say about who sends a
        request is believed.
    """

    trusted: tuple[str, ...] = ("127.0.0.1", "::1")

    def __post_init__(self) -> None:
        try:
            for each in self.trusted:
                ip_network(each)
        except ValueError as e:
            raise ValueError(f"field `trusted` expected addresses or networks: {e}") from e
