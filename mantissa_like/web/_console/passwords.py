"""
Passwords that the site makes for somebody, and shows once.
"""

from __future__ import annotations

from base64 import b32encode

from twisted.web.template import tags

from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._console.users import SECTION, userURL
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext

__all__ = ["newPassword", "passwordPage"]

_BYTES = 10
_GROUP = 4


def newPassword(context: SiteContext) -> str:
    """
    A password that nobody can guess, and that can be read out: 80 bits in four groups of letters and digits.
    """
    text = b32encode(context.randomBytes(_BYTES)).decode().lower()
    return "-".join(text[first : first + _GROUP] for first in range(0, len(text), _GROUP))


def passwordPage(visit: SiteVisit, address: str, password: str) -> Page | Redirect:
    """
    Show a new password; what was sent is answered with it, and nothing else ever tells it.
    """
    url = userURL(address)
    if visit.wantsJSON:
        return Redirect(url, {"url": url, "address": address, "password": password})
    return consolePage(
        SECTION,
        f"The password of {address}",
        tags.p("This is shown only now. Tell it to its owner, who should change it after logging in."),
        tags.p(tags.code(password, class_="secret")),
        tags.p(tags.a("Go on to the account", href=url)),
    )
