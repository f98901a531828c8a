"""
Another certificate for the site.
"""

from __future__ import annotations

from dataclasses import asdict

from twisted.web.template import tags

from mantissa_like.web._console.controlled import controlOf, refusing
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.files import Files
from mantissa_like.web._views.forms import Form
from mantissa_like.web._views.texts import LongText
from mantissa_like.web._views.wording import momentOf
from mantissa_like.web.errors import BadInput

__all__ = ["CertificatePage"]

_MOST_BYTES = 100_000
_FILE = Files("files", "Files", most=3, isRequired=False, accept=".pem,.crt,.key", hint="In the format PEM.")
_CHAIN = LongText("chain", "Or paste it, and those that vouch for it", shortest=0, longest=_MOST_BYTES)
_KEY = LongText("key", "And its private key", shortest=0, longest=_MOST_BYTES, hint="Without a passphrase.")
_FORM = Form(_FILE, _CHAIN, _KEY, submit="Use it")


class CertificatePage:
    """
    Where an administrator gives the site a certificate.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The form.
        """
        return consolePage(
            "Ports",
            "Use another certificate",
            tags.p(
                "It is used at once, for every new connection to a port that begins with tls."
                " The certificate that is used now is replaced, and can't be brought back from here."
            ),
            _FORM.show(visit),
        )

    def data(self, visit: SiteVisit) -> object:
        """
        The certificate that is used; null if there is none.
        """
        state = refusing(controlOf(self._context).certificate)
        return None if state is None else {**asdict(state), "expires": momentOf(state.expires)}

    def post(self, visit: SiteVisit) -> Redirect:
        """
        Use the certificate and the key that were sent.
        """
        control, filled = controlOf(self._context), _FORM.read(visit)
        uploads = filled[_FILE]
        if any(upload.size > _MOST_BYTES for upload in uploads):
            raise BadInput("That is too large for a certificate.", {"files": "This is too large."})
        parts = [
            *(upload.path.read_bytes() for upload in uploads),
            filled[_CHAIN].encode(),
            filled[_KEY].encode(),
        ]
        state = refusing(lambda: control.useCertificate(b"\n".join(parts)))
        visit.audit("certificate.replaced", ", ".join(state.hosts)[:300])
        return Redirect("/console/ports", flash="New connections use the new certificate.")
