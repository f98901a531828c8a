"""
All mail of a site on a page, for trying things out where no relay takes it.
"""

from __future__ import annotations

import re
from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.mail import QueuedMail
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.wording import timeTag
from mantissa_like.web.errors import NotFound

__all__ = ["MailboxPage"]

_TITLE = "Mailbox"
_MOST = 50
_LINK = re.compile(r"(https?://\S+)")


class MailboxPage:
    """
    The newest mail, whoever it is for; there only if the configuration says so.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        Each mail as it would arrive.
        """
        said = "This site sends no mail. What it would send to anybody is here, newest first."
        found = [_shown(mail) for mail in self._found()]
        content = found or [tags.p("No mail has been written yet.", class_="empty")]
        return Page(_TITLE, tags.section(tags.h1(_TITLE), tags.p(said), *content), isCacheable=False)

    def data(self, visit: SiteVisit) -> list[dict[str, Any]]:
        """
        The same for programs.
        """
        return [{"to": each.to, "subject": each.subject, "text": each.text} for each, _ in self._texts()]

    def _texts(self) -> list[tuple[Any, QueuedMail]]:
        pairs = [(queued.mail(), queued) for queued in self._found()]
        return [(mail, queued) for mail, queued in pairs if mail is not None]

    def _found(self) -> list[QueuedMail]:
        """
        @raise NotFound: nobody may see the mail.
        """
        if not self._context.config.mail.showsMailbox:
            raise NotFound
        newestFirst = self._context.siteStore.query(QueuedMail, sort=QueuedMail.storeID.descending)
        return list(newestFirst[:_MOST])


def _shown(queued: QueuedMail) -> Tag:
    mail = queued.mail()
    text = "" if mail is None else mail.text
    # Every second piece is an address of a page.
    pieces: list[Flattenable] = [
        tags.a(piece, href=piece) if number % 2 else piece for number, piece in enumerate(_LINK.split(text))
    ]
    return tags.article(
        tags.h2(queued.subject),
        tags.p(f"To {queued.recipient}, ", timeTag(queued.queued), class_="faint"),
        tags.pre(*pieces, class_="letter"),
    )
