"""
The site's own addresses: what answers at each, and who may ask.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from mantissa_like.web._views.context import SiteContext

__all__ = ["Access", "Route"]


# Parameters that are secrets, by their names.
_SECRETS = frozenset(("{code}", "{secret}", "{ticket}", "{token}"))


class Access(Enum):
    """
    Whom a page is for.
    """

    EVERYBODY = "everybody"
    PERSON = "person"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Route:
    """
    One address, or one for each value of its parameters.

    @ivar path: such as C{/console/users/{address}}: parts in braces are parameters, each one part of a path.
    @ivar access: whom it is for. Who is not logged in is sent to log in; for others who may not, nothing is
        there.
    @ivar makePage: makes what answers, once for each server: it has some of the methods of L{IWebView},
        L{IJSONView} and L{IWebAction}, which are called with a L{SiteVisit}.
    @ivar scope: what an API token must allow besides reading for C{GET} and writing for C{POST}: C{account},
        C{administer}, or nothing. Pages for administrators always take C{administer}.
    @ivar isSensitive: whether it shows or changes how somebody logs in, or whether they can. That takes a
        browser and a password that was entered some minutes ago at most: no API token opens it, and no
        administrator in the place of somebody else.
    @ivar parent: the title and the address of the page that leads here, to which a link above leads back.
    """

    path: str
    access: Access
    makePage: Callable[[SiteContext], object]
    scope: str = ""
    isSensitive: bool = False
    parent: tuple[str, str] | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """
        The parts of the path, none for C{/}.
        """
        return tuple(part for part in self.path.split("/") if part)

    @property
    def hasSecrets(self) -> bool:
        """
        Whether its path has a parameter that lets somebody in, and is not logged.
        """
        return not _SECRETS.isdisjoint(self.parts)

    def scopeFor(self, method: bytes) -> str:
        """
        What an API token must allow for a request.
        """
        if self.access is Access.ADMINISTRATOR:
            return "administer"
        return self.scope or ("write" if method == b"POST" else "read")
