"""
What the buttons of a page do: each form says which act it is for, in the field C{act}.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web.errors import BadInput

__all__ = ["Act", "Answer", "audited", "perform"]

T = TypeVar("T")

Answer = Page | Redirect
Act = Callable[[SiteVisit], Answer | Awaitable[Answer]]


def perform(visit: SiteVisit, acts: Mapping[str, Act]) -> Answer | Awaitable[Answer]:
    """
    Do what was asked for.

    @raise BadInput: the page does not do that.
    """
    act = acts.get(visit.fields.get("act", ""))
    if act is None:
        raise BadInput(f"Say in the field 'act' what is to be done: {', '.join(acts)}.")
    return act(visit)


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
