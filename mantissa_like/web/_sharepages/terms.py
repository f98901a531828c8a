"""
How something is shared: by which interfaces, until when, with which password.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from epsilon.extime import Time
from twisted.internet.interfaces import IReactorTime

from axiom.item import Item
from axiom.store import Store
from axiom.userbase import IPasswordHashing, PasswordHashing
from mantissa_like.sharing import describedInterfaces
from mantissa_like.web._views.choices import Choices
from mantissa_like.web._views.numbers import Day
from mantissa_like.web._views.texts import Password
from mantissa_like.web.errors import BadInput

__all__ = ["PASSWORD", "UNTIL", "Hashing", "expiryOf", "lastDayOf", "mayParameter", "requireSomething"]

_SHORTEST_PASSWORD = 8
_LONGEST_DAYS = 3660
_DAY = timedelta(days=1)

UNTIL = Day("until", "Until", hint="The last day, in UTC. Empty: until you end it.")
PASSWORD = Password(
    "password",
    "Password",
    hint=f"For a link: whoever opens it is asked for this. At least {_SHORTEST_PASSWORD} characters.",
    shortest=0,
    autocomplete="new-password",
)


def mayParameter(item: Item) -> Choices:
    """
    Asks what may be done with C{item}.
    """
    options = tuple((each.name, each.words) for each in describedInterfaces(item))
    return Choices("may", "They may", options=options)


def requireSomething(names: tuple[str, ...]) -> None:
    """
    Go on only if anything may be done.

    @raise BadInput: nothing was chosen.
    """
    if not names:
        raise BadInput("Choose what they may do.", {"may": "Choose at least one."})


def expiryOf(lastDay: date | None, clock: IReactorTime) -> Time | None:
    """
    The moment at which C{lastDay} ends.

    @raise BadInput: it is over, or too far away.
    """
    if lastDay is None:
        return None
    today = datetime.fromtimestamp(clock.seconds(), UTC).date()
    if not today <= lastDay <= today + _DAY * _LONGEST_DAYS:
        raise BadInput(
            "Until: choose a day from today on, within ten years.", {"until": "Choose a day from today on."}
        )
    return Time.fromDatetime(datetime.combine(lastDay + _DAY, time(), UTC))


def lastDayOf(expires: Time | None) -> date | None:
    """
    The day that L{expiryOf} made this of.
    """
    if expires is None:
        return None
    return datetime.fromtimestamp(expires.asPOSIXTimestamp() - 1, UTC).date()


class Hashing:
    """
    The passwords of the links of one site.
    """

    def __init__(self, siteStore: Store) -> None:
        self._siteStore, self._usual = siteStore, PasswordHashing()

    async def hash(self, password: str) -> str | None:
        """
        What is kept of a password; None for none.

        @raise BadInput: it is short.
        """
        if not password:
            return None
        if len(password) < _SHORTEST_PASSWORD:
            raise BadInput(
                f"Password: this needs at least {_SHORTEST_PASSWORD} characters.",
                {"password": f"This needs at least {_SHORTEST_PASSWORD} characters."},
            )
        hashed: str = await self._hashing.hash(password)
        return hashed

    async def isPassword(self, password: str, passwordHash: str | None) -> bool:
        """
        Whether C{passwordHash} was made of C{password}.
        """
        verdict = await self._hashing.verify(password, passwordHash)
        return bool(verdict.matches)

    @property
    def _hashing(self) -> IPasswordHashing:
        found: IPasswordHashing = IPasswordHashing(self._siteStore, self._usual)
        return found
