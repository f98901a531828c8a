"""
What can be wrong with mail and on its way out.
"""

from __future__ import annotations

from mantissa_like.errors import MantissaError

__all__ = ["BadMailText", "InvalidMail", "MailError", "MailQueueFull", "MailRefused", "RelayTrouble"]


class MailError(MantissaError):
    """
    Some mail can't be sent.
    """


class InvalidMail(MailError, ValueError):
    """
    Something can't be a mail.
    """

    hint = "An address has ASCII letters before the @; a subject is one line of at most 200 characters."


class BadMailText(MailError):
    """
    A file with the text of mail can't be used.

    @ivar path: of the file.
    """

    hint = "Its first line is the subject, the second one is empty; $$ stands for a dollar sign."

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path


class MailQueueFull(MailError):
    """
    So much mail is waiting that no more is taken.
    """

    hint = "The console shows what is waiting, and why."

    def __init__(self, waiting: int) -> None:
        super().__init__(f"{waiting:,} mails are waiting to be sent")


class MailRefused(MailError):
    """
    The relay will never take this message; its text is the relay's answer.
    """

    hint = "The address is wrong, or the relay does not accept mail from this site."


class RelayTrouble(MailError):
    """
    The relay can't be reached, or can't take the message now.
    """

    hint = "It is tried again; see [mail] in site.toml if that goes on."
