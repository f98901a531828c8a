"""
Finding the route of a path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import unquote_to_bytes

from mantissa_like.web._routes.route import Route

__all__ = ["Router"]


class Router:
    """
    The routes of one site; fixed parts of a path go before parameters.
    """

    def __init__(self, routes: Iterable[Route]) -> None:
        """
        @raise ValueError: two routes have the same path.
        """
        self.routes = tuple(routes)
        self._fixed: dict[tuple[str, ...], Route] = {}
        self._others: dict[int, list[Route]] = {}
        for route in self.routes:
            parts = route.parts
            if any(part.startswith("{") for part in parts):
                self._others.setdefault(len(parts), []).append(route)
            elif self._fixed.setdefault(parts, route) is not route:
                raise ValueError(f"two routes lead to {route.path}")

    def find(self, path: bytes) -> tuple[Route, Mapping[str, str]] | None:
        """
        The route of a path and the values of its parameters, unquoted; None if the path is none of the site's
        own.

        @param path: as it was sent, up to the question mark; a slash at its end makes no difference.
        """
        try:
            parts = tuple(unquote_to_bytes(part).decode() for part in path[1:].split(b"/"))
        except UnicodeDecodeError:
            return None
        if parts[-1] == "":
            parts = parts[:-1]
        if (fixed := self._fixed.get(parts)) is not None:
            return fixed, {}
        for route in self._others.get(len(parts), ()):
            if (parameters := _match(route.parts, parts)) is not None:
                return route, parameters
        return None


def _match(pattern: tuple[str, ...], parts: tuple[str, ...]) -> dict[str, str] | None:
    parameters = {}
    for expected, part in zip(pattern, parts, strict=True):
        if expected.startswith("{"):
            if not part or "\0" in part:
                return None
            parameters[expected[1:-1]] = part
        elif expected != part:
            return None
    return parameters
