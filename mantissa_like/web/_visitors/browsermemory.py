"""
What browsers keep for a site, in cookies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twisted.internet.interfaces import IReactorTime

from axiom.store import Store
from mantissa_like.vault import vaultOf
from mantissa_like.web._visitors.challenges import Challenges
from mantissa_like.web._visitors.cookies import Cookies
from mantissa_like.web._visitors.devices import Devices
from mantissa_like.web._visitors.flash import Flash
from mantissa_like.web._visitors.formtokens import FormTokens
from mantissa_like.web._visitors.pending import PendingLogins
from mantissa_like.web._visitors.sealing import SealedCookies

__all__ = ["BrowserMemory", "makeBrowserMemory"]


@dataclass(frozen=True)
class BrowserMemory:
    """
    What the browsers of one site's visitors keep for it.

    @ivar cookies: whatever it is, and how it is written.
    @ivar formTokens: which forms are ours, of those who are not logged in.
    @ivar flash: what the next page says once.
    @ivar devices: who has logged in there before.
    @ivar pending: logins that are half done.
    @ivar challenges: what passkeys have to sign.
    """

    cookies: Cookies
    formTokens: FormTokens
    flash: Flash
    devices: Devices
    pending: PendingLogins
    challenges: Challenges


def makeBrowserMemory(
    siteStore: Store, publicURL: str, clock: IReactorTime, randomBytes: Callable[[int], bytes]
) -> BrowserMemory:
    """
    What the browsers keep for the site of a store, which seals some of it.

    @param publicURL: where people reach the site.
    """
    cookies = Cookies(publicURL)
    sealed = SealedCookies(cookies, vaultOf(siteStore), clock)
    return BrowserMemory(
        cookies,
        FormTokens(cookies, randomBytes),
        Flash(cookies),
        Devices(sealed, randomBytes),
        PendingLogins(siteStore, sealed),
        Challenges(sealed, clock, randomBytes),
    )
