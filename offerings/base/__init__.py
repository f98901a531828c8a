"""
What every site has: its accounts, and the service that runs it. Its application store has the site's roles.
"""

from __future__ import annotations

from twisted.application.service import IService
from twisted.cred.portal import IRealm

from axiom.userbase import LoginSystem
from mantissa_like.accounts import INewAccount
from mantissa_like.catalog import Offering
from mantissa_like.mail import IMailDelivery
from mantissa_like.site import IServer, MailDelivery, NewAccounts, SiteService, WebServer

__all__ = ["offering"]

offering = Offering(
    name="base",
    description="What every site has.",
    siteRequirements=(
        (IRealm, LoginSystem),
        (IService, SiteService),
        (INewAccount, NewAccounts),
        (IServer, WebServer),
        (IMailDelivery, MailDelivery),
    ),
)
