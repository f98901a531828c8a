"""
Which view shows what.
"""

from __future__ import annotations

from twisted.python.components import registerAdapter
from zope.interface import Interface
from zope.interface.interface import InterfaceClass
from zope.interface.verify import verifyClass

from mantissa_like.web.errors import NotAView
from mantissa_like.web.interfaces import IJSONView, ILiveView, IWebAction, IWebView

__all__ = ["registerWebView"]


def registerWebView(interface: InterfaceClass, viewClass: type) -> None:
    """
    From now on, show whatever is shared by C{interface} with C{viewClass}.

    @param viewClass: called with the proxy of a shared item; has the methods of one or more of L{IWebView},
        L{IJSONView}, L{ILiveView} and L{IWebAction}.
    @raise NotAView: it has none of them.
    @raise zope.interface.Invalid: one can't be called as it should be.
    @raise ValueError: another class shows it already.
    """
    seams = [seam for seam in (IWebView, IJSONView, ILiveView, IWebAction) if _hasMethodsOf(viewClass, seam)]
    if not seams:
        raise NotAView(viewClass)
    for seam in seams:
        verifyClass(seam, viewClass, tentative=True)
        registerAdapter(viewClass, interface, seam)


def _hasMethodsOf(viewClass: type, seam: type[Interface]) -> bool:
    return all(hasattr(viewClass, name) for name in seam.names())
