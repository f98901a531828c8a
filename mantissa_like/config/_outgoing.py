"""
What the site fetches for people.
"""

from __future__ import annotations

from ipaddress import ip_network

from mantissa_like.config._tables import Table

__all__ = ["OutgoingSettings"]


class OutgoingSettings(Table, frozen=True):
    """
    Web addresses that people give, such as those of feeds.

    @ivar networks: from which is fetched although they are not public: addresses, or networks such as
        C{10.1.0.0/16}.
    """

    networks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        try:
            for each in self.networks:
                ip_network(each)
        except ValueError as e:
            raise ValueError(f"field `networks` expected addresses or networks: {e}") from e
