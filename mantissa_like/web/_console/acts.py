"""
What an administrator does with a button, which is written down.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit

__all__ = ["Act", "Answer", "audited"]

T = TypeVar("T")

Answer = Page | Redirect
Act = Callable[[SiteVisit], Answer | Awaitable[Answer]]


def audited(
    visit: SiteVisit,
    action: str,
    subject: str,
    act: Callable[[], T],
    **details: str | int | float | bool | None,
) -> T:
    """
    Do something and write down that it was done, in one transaction of the site store.

    @param action: such as C{account.suspended}.
    @param subject: to whom or what.
    @param act: what it writes to other stores is committed there before.
    """

    def both() -> T:
        visit.audit(action, subject, **details)
        return act()

    return visit.context.siteStore.transact(both)
