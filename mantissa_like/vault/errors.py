"""
What can be wrong with secrets and with the keys to them.
"""

from __future__ import annotations

from mantissa_like.errors import MantissaError

__all__ = ["BadKeyFile", "InvalidSecret", "NoSuchSecret", "SealBroken", "VaultError", "WrongKey"]


class VaultError(MantissaError):
    """
    Something can't be sealed or opened.
    """


class WrongKey(VaultError):
    """
    What is to be opened was sealed with a key that is not here.

    @ivar purpose: what it is for.
    """

    hint = (
        "Append the lines of the old secrets.key, which no backup has, to the one in the site's directory. "
        "If it is lost, so is this secret: enter it anew."
    )

    def __init__(self, purpose: str) -> None:
        super().__init__(f"{purpose!r} was sealed with a key that is not here")
        self.purpose = purpose


class SealBroken(VaultError):
    """
    What is to be opened is damaged, or was sealed for another purpose.

    @ivar purpose: what it was taken for.
    """

    hint = "Enter the secret anew."

    def __init__(self, purpose: str) -> None:
        super().__init__(f"what was sealed is damaged or not meant for {purpose!r}")
        self.purpose = purpose


class BadKeyFile(VaultError):
    """
    The file of the keys has something else in it; it was not changed.

    @ivar path: of the file.
    """

    hint = "Bring back the file from where you keep it; each line of it is one key."

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} has something in it that is no key")
        self.path = path


class NoSuchSecret(VaultError):
    """
    No secret has this name.

    @ivar name: what was asked for.
    """

    hint = "An administrator can add it: the console has the secrets among the settings."

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no secret {name!r}")
        self.name = name


class InvalidSecret(VaultError, ValueError):
    """
    A secret can't be kept, because of its name or its length; nothing was changed.
    """

    hint = (
        "A name has 1 to 100 small letters, digits, dots, dashes and underscores; "
        "a secret has 1 to 10,000 characters."
    )
