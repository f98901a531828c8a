"""
What an offering will be allowed, in plain words: told to the administrator before it is installed.
"""

from __future__ import annotations

from twisted.application.service import IService

from axiom.store import Store
from mantissa_like.catalog._offering import Offering, Powerup

__all__ = ["allowancesOf"]


def allowancesOf(offering: Offering, siteStore: Store) -> list[str]:
    """
    Full sentences: what the application says of itself, then what follows from what it brings.
    """
    sentences = list(offering.permissions)
    for interface, itemClass in offering.siteRequirements:
        if next(siteStore.powerupsFor(interface), None) is None:
            sentences.append(
                f"It runs in the background whenever the server does, as {itemClass.__name__}."
                if interface is IService
                else f"It becomes a part of the site itself: {itemClass.__name__}, for {interface.__name__}."
            )
    sentences.append(f"It has a store of its own, and the pages below /{offering.name}/.")
    sentences += [f"In its store: {_described(each)}" for each in offering.appPowerups]
    sentences += [
        f"In the store of each person to whom it is granted: {_described(each)}"
        for each in offering.installablePowerups
    ]
    sentences.append("Its program runs within the server, and so could do all that the server can.")
    return sentences


def _described(powerup: Powerup) -> str:
    text = powerup.description or powerup.name
    text = text[:1].lower() + text[1:]
    return text if text.endswith(".") else f"{text}."
