"""
Making somebody an administrator, and no longer.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from twisted.web.template import Tag

from mantissa_like.catalog import appointAdministrator, dismissAdministrator, keepAnAdministrator
from mantissa_like.web._console.accountacts import visitedAccount
from mantissa_like.web._console.acts import Act, Answer, audited
from mantissa_like.web._console.controlled import refusing
from mantissa_like.web._console.frame import askedOnce
from mantissa_like.web._console.users import SECTION, userURL
from mantissa_like.web._markup.page import Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import button

__all__ = ["Appointments"]


class Appointments:
    """
    The acts, and their buttons.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self.acts: Mapping[str, Act] = {"appoint": self._appoint, "dismiss": self._dismiss}

    def button(self, visit: SiteVisit, isAdministrator: bool) -> Tag:
        """
        The one that makes sense now.
        """
        if isAdministrator:
            return button(visit, "Dismiss as administrator", isDangerous=True, act="dismiss")
        return button(visit, "Appoint as administrator", act="appoint")

    def _appoint(self, visit: SiteVisit) -> Answer:
        address, _ = visitedAccount(self._context, visit)
        question = askedOnce(
            visit,
            SECTION,
            f"Make {address} an administrator?",
            "Administrators may do everything that you may, also to your account. "
            "You can dismiss them at any time, as they can you.",
            "Appoint",
        )
        if question is not None:
            return question
        store = self._context.siteStore
        appoint = partial(appointAdministrator, store, address)
        refusing(lambda: audited(visit, "administrator.appointed", str(address), appoint))
        return Redirect(userURL(str(address)), flash=f"{address} is an administrator now.")

    def _dismiss(self, visit: SiteVisit) -> Answer:
        address, _ = visitedAccount(self._context, visit)
        question = askedOnce(
            visit,
            SECTION,
            f"Dismiss {address} as administrator?",
            "They can't open the console any more; their account stays. "
            "Any administrator can appoint them again.",
            "Dismiss",
        )
        if question is not None:
            return question

        def dismiss() -> None:
            keepAnAdministrator(self._context.siteStore, address)
            dismissAdministrator(self._context.siteStore, address)

        refusing(lambda: audited(visit, "administrator.dismissed", str(address), dismiss))
        url = "/" if str(address) == visit.viewer else userURL(str(address))
        return Redirect(url, flash=f"{address} is no administrator any more.")
