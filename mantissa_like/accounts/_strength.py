"""
Which passwords are good enough.
"""

from __future__ import annotations

import re

from zxcvbn import zxcvbn

from mantissa_like.accounts._address import Address
from mantissa_like.accounts.errors import WeakPassword

__all__ = ["LEAST_CHARACTERS", "checkPassword"]

LEAST_CHARACTERS = 10

_MOST_CHARACTERS = 1_000
# The beginning alone is judged, since the time that it takes grows with the square of the length.
_JUDGED_CHARACTERS = 40
# Below this, at most a million guesses find it: it is a common password, or made of one.
_GOOD_ENOUGH = 2


def checkPassword(password: str, address: Address) -> None:
    """
    Make sure that nobody guesses a password soon; takes some milliseconds.

    @param address: of the account that is to have it.
    @raise WeakPassword: it is too short or too common, or made of the address.
    """
    if len(password) < LEAST_CHARACTERS:
        raise WeakPassword(f"Take a password of at least {LEAST_CHARACTERS} characters.")
    if len(password) > _MOST_CHARACTERS:
        raise WeakPassword(f"Take a password of at most {_MOST_CHARACTERS:,} characters.")
    own = [str(address), address.localpart, address.domain, *re.split(r"\W+", str(address))]
    if zxcvbn(password[:_JUDGED_CHARACTERS], user_inputs=own)["score"] < _GOOD_ENOUGH:
        raise WeakPassword("That password is easy to guess. Take another, or add a word or two.")
