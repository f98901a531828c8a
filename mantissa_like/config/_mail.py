"""
How a site sends mail.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from msgspec import Meta

from mantissa_like.config._tables import THIS_MACHINE, Table

__all__ = ["MailSettings"]

_HOST = re.compile(r"|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9a-fA-F:]+")
_ADDRESS = re.compile(r"|[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")


class MailSettings(Table, frozen=True):
    """
    How a site sends mail.

    @ivar relay: the server that takes it by SMTP; empty if mail is kept and not sent.
    @ivar port: of the relay.
    @ivar tls: C{starttls}: encrypted after a greeting; C{tls}: from the start; C{none}: not at all.
    @ivar user: who logs in at the relay; empty if nobody does.
    @ivar passwordSecret: the name of the secret that is the password of C{user}.
    @ivar authority: a PEM file, by its path from the site's directory, with the certificate that vouches for
        the relay; empty for those of the system.
    @ivar sender: whom mail comes from; empty for C{noreply} at the site's domain.
    @ivar mailbox: whether C{/mailbox} shows everybody all mail, where no relay takes it.
    """

    relay: str = ""
    port: Annotated[int, Meta(ge=1, le=65535)] = 587
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    passwordSecret: str = ""
    authority: str = ""
    sender: str = ""
    mailbox: bool = False

    def __post_init__(self) -> None:
        if not _HOST.fullmatch(self.relay):
            raise ValueError("field `relay` expected the name of a host, such as smtp.example.com")
        if not _ADDRESS.fullmatch(self.sender):
            raise ValueError("field `sender` expected an address, such as noreply@example.com")
        if self.user and not self.passwordSecret:
            raise ValueError("field `password-secret` expected the name of a secret, since there is a user")
        if self.user and self.tls == "none" and self.relay not in THIS_MACHINE:
            raise ValueError("field `tls` expected starttls or tls, since a password is sent")

    @property
    def isSent(self) -> bool:
        """
        Whether mail arrives anywhere.
        """
        return bool(self.relay) or self.showsMailbox

    @property
    def showsMailbox(self) -> bool:
        """
        Whether all mail is shown to everybody.
        """
        return self.mailbox and not self.relay
