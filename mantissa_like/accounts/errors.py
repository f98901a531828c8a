"""
What can be wrong with an account or its address.
"""

from __future__ import annotations

from collections.abc import Sequence

from mantissa_like.errors import MantissaError

__all__ = [
    "AccountDeleted",
    "AccountError",
    "AccountExists",
    "AddressReserved",
    "ArchiveBusy",
    "CannotRemoveAddress",
    "InvalidAddress",
    "NoSuchAccount",
    "NoSuchTicket",
    "NobodyLogsIn",
    "NotAnAccount",
    "NotArtificial",
    "NotDeleted",
    "NothingToUndo",
    "PasskeyRefused",
    "TooManyAddresses",
    "TooManyFailures",
    "TooManyTokens",
    "UnfitArchive",
    "WeakPassword",
]


class AccountError(MantissaError):
    """
    Something is wrong with an account.
    """


class InvalidAddress(AccountError, ValueError):
    """
    A text is not the address of an account.

    @ivar address: the text.
    @ivar problem: what is wrong with it.
    """

    hint = (
        "An address looks like alice@example.com; its first part has at most 64 letters, digits and the like."
    )

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(f"{address!r} is not an address: {problem}")
        self.address, self.problem = address, problem


class NoSuchAccount(AccountError):
    """
    Nobody has this address.

    @ivar address: as C{user@domain}.
    """

    hint = "'axiomatic userbase list' shows the accounts there are."

    def __init__(self, address: str) -> None:
        super().__init__(f"there is no account {address}")
        self.address = address


class AccountExists(AccountError):
    """
    Somebody has these addresses; nothing was changed.

    @ivar addresses: each as C{user@domain}; not empty.
    """

    hint = "Choose another name."

    def __init__(self, addresses: Sequence[str]) -> None:
        super().__init__(f"there is an account {' and one '.join(addresses)} already")
        self.addresses = addresses


class AddressReserved(AccountExists):
    """
    An account with this address was removed, and others may still share something with it.
    """

    hint = "Choose another name; or give it again on purpose, by 'axiomatic userbase create --reuse'."

    def __init__(self, address: str) -> None:
        super().__init__([address])
        self.args = (f"{address} belonged to an account that was removed",)


class TooManyFailures(AccountError):
    """
    Somebody failed too often lately, and has to wait before the next attempt.

    @ivar seconds: how long.
    """

    hint = "Wait, then try again."

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many failures; wait {seconds:.0f} s")
        self.seconds = seconds


class PasskeyRefused(AccountError):
    """
    A passkey can't be added, or nobody is logged in with it.

    @ivar problem: why, part of a sentence.
    """

    hint = "Try again, or log in with the password."

    def __init__(self, problem: str) -> None:
        super().__init__(f"the passkey can't be used: {problem}")
        self.problem = problem


class TooManyTokens(AccountError):
    """
    An account has as many API tokens as anybody may have.

    @ivar bound: how many.
    """

    hint = "Take back those that are of no use any more."

    def __init__(self, bound: int) -> None:
        super().__init__(f"the account has {bound} tokens, and no more may be made")
        self.bound = bound


class WeakPassword(AccountError, ValueError):
    """
    Somebody would guess a password soon; it was not set.

    @ivar problem: what is wrong with it, in full sentences for who chose it.
    """

    hint = "Several words that have nothing to do with each other make a good password."

    def __init__(self, problem: str) -> None:
        super().__init__(problem.rstrip("."))
        self.problem = problem


class NotAnAccount(AccountError):
    """
    A directory is not the store of an account that was taken out of a site.

    @ivar path: of the directory.
    """

    hint = "Name a directory that 'axiomatic extract-user' made."

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path} is not the store of an account: {problem}")
        self.path = path


class NobodyLogsIn(AccountError):
    """
    An account is artificial: there is no way to log in to it, and none can be made.
    """

    hint = "Make somebody a member of it, by 'axiomatic userbase add-member'."

    def __init__(self) -> None:
        super().__init__("nobody logs in to an artificial user")


class NotArtificial(AccountError):
    """
    An account is a person's, as whom nobody else acts; nothing was changed.

    @ivar address: as C{user@domain}.
    """

    hint = "Make an artificial user, by 'axiomatic userbase create --artificial', and share with that."

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} is no artificial user")
        self.address = address


class AccountDeleted(AccountError):
    """
    An account is deleted already; nothing was changed.

    @ivar address: as C{user@domain}.
    """

    hint = "'axiomatic userbase restore' brings it back, for 30 days."

    def __init__(self, address: str) -> None:
        super().__init__(f"the account {address} is deleted already")
        self.address = address


class NotDeleted(AccountError):
    """
    An account that is not deleted can't be restored; nothing was changed.

    @ivar address: as C{user@domain}.
    """

    hint = "'axiomatic userbase list' shows the accounts and which of them are deleted."

    def __init__(self, address: str) -> None:
        super().__init__(f"the account {address} is not deleted")
        self.address = address


class UnfitArchive(AccountError):
    """
    A file is no archive of an account that can be imported here; nothing was changed.

    @ivar problem: what is wrong with it, a sentence without its full stop.
    """

    hint = "Make another archive with 'Export' on the other site, and see that all of it is copied."

    def __init__(self, problem: str) -> None:
        super().__init__(f"this can't be imported: {problem}")
        self.problem = problem


class NothingToUndo(AccountError):
    """
    The account has no store from before an import, or not any more; nothing was changed.
    """

    hint = "What an account had before an import is kept for 30 days."

    def __init__(self) -> None:
        super().__init__("there is nothing from before an import")


class NoSuchTicket(AccountError):
    """
    A link that was sent by mail is of no use, or no longer.
    """

    hint = "Ask for a new one."

    def __init__(self) -> None:
        super().__init__("This link is too old, or it was used already.")


class ArchiveBusy(AccountError):
    """
    Everything of the account is being exported or imported already.
    """

    hint = "Wait until that is done."

    def __init__(self) -> None:
        super().__init__("this account is being exported or imported already")


class CannotRemoveAddress(AccountError):
    """
    The site gave an account this address, which it keeps.

    @ivar address: as C{user@domain}.
    """

    hint = "The addresses that were added can be removed."

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} belongs to the account for good")
        self.address = address


class TooManyAddresses(AccountError):
    """
    An account has as many addresses as it may have.
    """

    hint = "Remove one that you no longer need."

    def __init__(self, most: int) -> None:
        super().__init__(f"an account has at most {most} addresses of mail")
