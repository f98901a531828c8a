"""
The addresses of mail of an account: adding, confirming, removing.
"""

from __future__ import annotations

from twisted.web.template import Tag, tags

from mantissa_like.accounts import Address, addMailbox, mailboxesOf, removeMailbox, unconfirmedMailboxes
from mantissa_like.accounts.errors import CannotRemoveAddress, InvalidAddress, TooManyAddresses
from mantissa_like.mail import InvalidMail
from mantissa_like.web._accountpages.cards import requireMail
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form, button, confirmed
from mantissa_like.web._views.texts import Email
from mantissa_like.web.errors import BadInput

__all__ = ["AddressesPage"]

_TITLE = "E-mail addresses"
_MAILBOX = Email(
    "mailbox", "Another address", hint="We send a link there, by which you confirm that it is yours."
)
_ADD = Form(_MAILBOX, submit="Add it")


class AddressesPage:
    """
    The addresses of who looks.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The addresses, and the form for another one.
        """
        known, waiting = mailboxesOf(visit.account), unconfirmedMailboxes(visit.account)
        entries = [
            *(_entry(visit, mailbox, "confirmed", "badge good") for mailbox in known),
            *(_entry(visit, mailbox, "not confirmed yet", "badge") for mailbox in waiting),
        ]
        listed = (
            tags.ul(*entries, class_="directory") if entries else tags.p("You have none.", class_="empty")
        )
        said = "You can log in with each of them, and get a new password there if you forget yours."
        content = tags.section(tags.h1(_TITLE), tags.p(said), listed, _ADD.show(visit, extra={"act": "add"}))
        return Page(_TITLE, content)

    def data(self, visit: SiteVisit) -> dict[str, object]:
        """
        The addresses.
        """
        return {"mailboxes": mailboxesOf(visit.account), "unconfirmed": unconfirmedMailboxes(visit.account)}

    def post(self, visit: SiteVisit) -> Page | Redirect:
        """
        Add or remove one.
        """
        act = chosenAct(visit, {"add": self._add, "remove": self._remove})
        try:
            mailbox = Address.parse(_ADD.read(visit)[_MAILBOX])
            return act(visit, mailbox)
        except (InvalidAddress, InvalidMail) as e:
            problem = "We can’t send mail to this address."
            raise BadInput(problem, {_MAILBOX.name: problem}) from e
        except (CannotRemoveAddress, TooManyAddresses) as e:
            raise BadInput(f"{e}. {e.hint}") from e

    def _add(self, visit: SiteVisit, mailbox: Address) -> Redirect:
        requireMail(self._context.config)
        visit.beginAttempt("join", str(mailbox))

        def add() -> None:
            addMailbox(self._context.siteStore, self._context.config, visit.account, mailbox)
            visit.audit("account.address-asked", str(visit.address), mailbox=str(mailbox))

        self._context.siteStore.transact(add)
        return Redirect(visit.path, flash=f"We have sent a message to {mailbox}. Open the link in it.")

    def _remove(self, visit: SiteVisit, mailbox: Address) -> Page | Redirect:
        question = confirmed(
            visit,
            f"Remove {mailbox}?",
            "You can’t log in with it any more, nor get a new password there. You can add it again.",
            "Remove it",
            visit.path,
        )
        if question is not None:
            return Page(_TITLE, question)

        def remove() -> None:
            if str(mailbox) in mailboxesOf(visit.account):
                visit.alert(visit.account, "address-removed", mailbox=str(mailbox))
            removeMailbox(self._context.siteStore, visit.account, mailbox)
            visit.audit("account.address-removed", str(visit.address), mailbox=str(mailbox))

        self._context.siteStore.transact(remove)
        return Redirect(visit.path, flash=f"{mailbox} is removed.")


def _entry(visit: SiteVisit, mailbox: str, state: str, look: str) -> Tag:
    return tags.li(
        mailbox,
        " ",
        tags.span(state, class_=look),
        " ",
        button(visit, "Remove", act="remove", mailbox=mailbox),
    )
