"""
The queue of mail: what waits, what was sent, and what could not be.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, tags

from mantissa_like.mail import SENT, QueuedMail, composeMail, dropMail, queueMail, retryMail
from mantissa_like.mail.errors import MailError
from mantissa_like.web._console.acts import Answer, audited
from mantissa_like.web._console.frame import askedOnce, consolePage
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form, button
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn
from mantissa_like.web._views.texts import Email
from mantissa_like.web.errors import BadInput, NotFound

__all__ = ["MailPage"]

_SECTION = "Mail"
_LOOKS = {"sent": "badge good", "failed": "badge bad"}
_TO = Email("to", "Send a test to")
_TEST = Form(_TO, submit="Send a test")


class MailPage:
    """
    The queue, with what can be done to each mail.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The table, and the form that sends a test.
        """
        settings = self._context.config.mail
        if settings.relay:
            way = f"Mail goes out through {settings.relay}, port {settings.port}."
        else:
            way = "No relay is configured: mail is kept, and given up after three days. See mail in Settings."
        return consolePage(
            _SECTION,
            _SECTION,
            tags.p(way, " ", tags.a("Invitations", href="/console/invitations")),
            self._found(visit).show("No mail has been written."),
            tags.h2("Test"),
            _TEST.show(visit, extra={"act": "test"}),
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The queue, without what the mails say.
        """
        return self._found(visit).data()

    def post(self, visit: SiteVisit) -> Any:
        """
        Retry or drop one, or send a test.
        """
        return chosenAct(visit, {"retry": self._retry, "drop": self._drop, "test": self._test})(visit)

    def _retry(self, visit: SiteVisit) -> Answer:
        mail = self._mailOf(visit)
        audited(visit, "mail.retried", mail.recipient, lambda: retryMail(mail))
        return Redirect(visit.path, flash="It is tried again now.")

    def _drop(self, visit: SiteVisit) -> Answer:
        mail = self._mailOf(visit)
        question = askedOnce(
            visit,
            _SECTION,
            f"Drop the mail to {mail.recipient}?",
            f"{mail.subject!r} is forgotten, and not sent if it waits. This can’t be undone.",
            "Drop it",
        )
        if question is not None:
            return question
        audited(visit, "mail.dropped", mail.recipient, lambda: dropMail(mail))
        return Redirect(visit.path, flash="It is dropped.")

    def _test(self, visit: SiteVisit) -> Answer:
        to = _TEST.read(visit)[_TO]
        store, title = self._context.siteStore, self._context.config.site.title
        try:
            mail = composeMail(store, "test", to, site=title, account=str(visit.address))
            audited(visit, "mail.tested", to, lambda: queueMail(store, mail))
        except MailError as e:
            raise BadInput(f"{e}. {e.hint}", {_TO.name: str(e)}) from e
        return Redirect(visit.path, flash="The test is in the queue.")

    def _mailOf(self, visit: SiteVisit) -> QueuedMail:
        number = visit.fields.get("number", "")
        found: QueuedMail | None = self._context.siteStore.findFirst(
            QueuedMail, QueuedMail.messageID == number
        )
        if found is None:
            raise NotFound
        return found

    def _found(self, visit: SiteVisit) -> TablePage[QueuedMail]:
        def state(mail: QueuedMail) -> Flattenable:
            return tags.span(mail.state, class_=_LOOKS.get(mail.state, "badge"))

        def acts(mail: QueuedMail) -> Flattenable:
            retry = "" if mail.state == SENT else button(visit, "Retry", act="retry", number=mail.messageID)
            return tags.span(retry, " ", button(visit, "Drop", None, True, act="drop", number=mail.messageID))

        table: Table[QueuedMail] = Table(
            Column("to", "To", lambda mail: mail.recipient, by=QueuedMail.recipient, isFiltered=True),
            Column("subject", "Subject", lambda mail: mail.subject, by=QueuedMail.subject, isFiltered=True),
            Column("state", "State", lambda mail: mail.state, cell=state, by=QueuedMail.state),
            Column("attempts", "Attempts", lambda mail: mail.attempts, by=QueuedMail.attempts, isNumber=True),
            momentColumn("queued", "Written", lambda mail: mail.queued, QueuedMail.queued),
            momentColumn("due", "Next attempt", lambda mail: mail.due, QueuedMail.due),
            Column("lastError", "Last error", lambda mail: mail.lastError),
            Column("number", "", lambda mail: mail.messageID, cell=acts),
            sort="-queued",
        )
        return table.of(self._context.siteStore.query(QueuedMail), visit)
