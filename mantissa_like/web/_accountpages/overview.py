"""
What somebody's account is, and the way to everything about it.
"""

from __future__ import annotations

from twisted.web.template import tags

from mantissa_like.accounts import mailboxesOf, ownAddressOf, unconfirmedMailboxes
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext

__all__ = ["LINKS", "OverviewPage"]

LINKS = (
    (
        "E-mail addresses",
        "/account/address",
        "To log in with, and to get a new password if you forget yours.",
    ),
    ("Password", "/account/password", "Change it. You are then logged out everywhere else."),
    ("Passkeys", "/account/passkeys", "Log in with your finger, your face or a PIN."),
    ("Two steps to log in", "/account/totp", "A code from your phone besides the password."),
    (
        "Where you are logged in",
        "/account/sessions",
        "Your browsers and devices, to log them out one by one.",
    ),
    (
        "Tokens for programs",
        "/account/tokens",
        "Let a program act for you, with no more rights than it needs.",
    ),
    ("Preferences", "/account/preferences", "How your apps look and work for you."),
    ("Storage", "/account/storage", "How much room your data take."),
    (
        "What could not be delivered",
        "/account/undelivered",
        "Messages of your apps to others, to try them again.",
    ),
    ("Take a copy of everything", "/account/export", "One file with all that is yours."),
    ("Bring a copy from elsewhere", "/account/import", "From another site, or from before."),
    ("Delete the account", "/account/delete", "You can change your mind for 30 days."),
)
"""What there is about an account: what people read, where it is, and a sentence about it."""


class OverviewPage:
    """
    The account of who looks.
    """

    def __init__(self, context: SiteContext) -> None:
        pass

    def show(self, visit: SiteVisit) -> Page:
        """
        The addresses, and links to the pages about the account.
        """
        account = visit.account
        waiting = unconfirmedMailboxes(account)
        facts = tags.dl(
            tags.dt("User name"), tags.dd(ownAddressOf(account)), tags.dt("E-mail"), class_="facts"
        )
        for mailbox in mailboxesOf(account):
            facts(tags.dd(mailbox, " ", tags.span("confirmed", class_="badge good")))
        for mailbox in waiting:
            facts(tags.dd(mailbox, " ", tags.span("not confirmed yet", class_="badge")))
        if not mailboxesOf(account) and not waiting:
            facts(tags.dd("none, so a forgotten password can’t be replaced by mail"))
        entries = [tags.li(tags.a(label, href=url), tags.p(what)) for label, url, what in LINKS]
        return Page(
            "Your account",
            tags.section(tags.h1("Your account"), facts, tags.ul(*entries, class_="directory")),
        )

    def data(self, visit: SiteVisit) -> dict[str, object]:
        """
        The addresses.
        """
        account = visit.account
        return {
            "address": ownAddressOf(account),
            "mailboxes": mailboxesOf(account),
            "unconfirmed": unconfirmedMailboxes(account),
        }
