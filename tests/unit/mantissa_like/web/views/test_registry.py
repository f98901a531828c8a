"""
Tests for L{mantissa_like.web._views.registry}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase
from zope.interface import Interface, Invalid, implementer

from mantissa_like.web import (
    IJSONView,
    IWebAction,
    IWebView,
    NotAView,
    Page,
    Visit,
    registerWebView,
)


class Base:
    """
    A view of anything.
    """

    def __init__(self, shown: object) -> None:
        self.shown = shown


class RegisterWebViewTests(SynchronousTestCase):
    """
    Tests for L{registerWebView}.
    """

    def test_byItsMethods(self) -> None:
        """
        A view class shows whatever provides the interface, in the ways for which it has methods.
        """

        class IShown(Interface):
            pass

        @implementer(IShown)
        class Shown:
            pass

        class View(Base):
            def show(self, visit: Visit) -> Page:
                return Page("", "")

            def post(self, visit: Visit) -> Page:
                return Page("", "")

        registerWebView(IShown, View)
        shown = Shown()
        view = IWebView(shown)
        self.assertIsInstance(view, View)
        self.assertIs(shown, view.shown)  # type: ignore[attr-defined]
        self.assertIsInstance(IWebAction(shown), View)
        self.assertIs(None, IJSONView(shown, None))

    def test_noView(self) -> None:
        """
        A class that shows nothing is refused.
        """

        class IShown(Interface):
            pass

        error = self.assertRaises(NotAView, registerWebView, IShown, Base)
        self.assertIs(Base, error.viewClass)

    def test_wrongMethod(self) -> None:
        """
        A method that could not be called is refused when it is registered.
        """

        class IShown(Interface):
            pass

        class View(Base):
            def data(self) -> int:
                return 1

        self.assertRaises(Invalid, registerWebView, IShown, View)

    def test_onlyOne(self) -> None:
        """
        What is shown by one class is not taken over by another.
        """

        class IShown(Interface):
            pass

        class View(Base):
            def data(self, visit: Visit) -> int:
                return 1

        class Other(View):
            pass

        registerWebView(IShown, View)
        self.assertRaises(ValueError, registerWebView, IShown, Other)
