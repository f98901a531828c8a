"""
What shows a shared item on the web, what tells the site's own pages of an application that a person has,
and what the console controls.

A view adapts what a viewer may see of an item, a L{mantissa_like.sharing.SharedProxy}, to one of these;
classes are registered by L{mantissa_like.web.registerWebView} and called with the proxy. One that also shows
something at paths below its item, at C{visit.segments}, has a true attribute C{hasPagesBelow}; below others
there is nothing.

L{INavigable}, L{IPreferences} and L{ISearchable} are powerups of a person's store, asked within a snapshot of
it. What they raise is logged, and their application left out.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface

from axiom.item import nameInterface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = [
    "IConsolePage",
    "IJSONView",
    "ILiveView",
    "INavigable",
    "IPreferences",
    "ISearchable",
    "ISiteControl",
    "IWebAction",
    "IWebView",
]


class IWebView(Interface):
    """
    Shows something to people.
    """

    def show(visit):
        """
        Make the page for one visit.

        Called within a snapshot of the store: everything read is of one moment, and nothing can be written. A
        page is kept until the store changes, and shown again to the same viewer at the same URL; so what
        depends on more than that, such as the time, says that it is not cacheable.

        A method that has to wait is an C{async def}: it runs outside of the snapshot, and its page is not
        kept.

        @param visit: a L{mantissa_like.web.Visit}.
        @return: a L{mantissa_like.web.Page}, a L{mantissa_like.web.Download} of a file, or a
            L{mantissa_like.web.Redirect}; or an awaitable of one.
        @raise NotFound: there is nothing at C{visit.segments}.
        @raise BadInput: the arguments make no sense.
        """


class IJSONView(Interface):
    """
    Shows something to programs.
    """

    def data(visit):
        """
        Tell what a page would show; called as L{IWebView.show} is.

        The answer depends on the store and the visit alone, unless it is an C{async def}.

        @param visit: a L{mantissa_like.web.Visit}.
        @return: what JSON can express, including dataclasses, times and dates; or an awaitable of it.
        @raise NotFound: there is nothing at C{visit.segments}.
        @raise BadInput: the arguments make no sense.
        """


class ILiveView(Interface):
    """
    Tells those who follow a page more than that it has changed.
    """

    def changes(visit, since):
        """
        Tell what is new.

        Called as L{IWebView.show} is, once for all who know the same and see the same.

        @param visit: as for the page.
        @param since: the revision of the store up to which they know everything, perhaps long ago.
        @return: what JSON can express; it is part of what they are sent, which should be little.
        """


class IWebAction(Interface):
    """
    Does what a form asks for.
    """

    def post(visit):
        """
        Act on the fields of a form, or of the JSON object that a program sent.

        Called outside of any transaction, after it was made sure that the viewer is logged in and meant to
        send this. What is written should be one transaction, committed when this returns or the awaitable is
        done; only then is the viewer answered.

        @param visit: a L{mantissa_like.web.Visit}.
        @return: a L{mantissa_like.web.Redirect} to where the result is seen, or a L{mantissa_like.web.Page};
            or a L{mantissa_like.web.Download}; or an awaitable of one.
        @raise NotFound: there is nothing at C{visit.segments}.
        @raise BadInput: the fields make no sense; nothing was changed. The page is shown again with the
            problem above it, by L{IWebView.show} with the same visit, so that it can fill in what was sent.
        """


class ISiteControl(Interface):
    """
    What the console shows and changes of the running server, which is C{context.control}; None where nothing
    runs but a store in memory.

    What fails for a reason that an administrator can do something about raises a
    L{mantissa_like.errors.MantissaError}.
    """

    started = Attribute("When this process began to serve: seconds since 1970.")

    isStopping = Attribute("Whether this process answers what it has begun, and then ends.")

    def ports():
        """
        Where the site listens, or is to listen.

        @return: a list of L{mantissa_like.web.PortState}, by their numbers.
        """

    def addPort(endpoint):
        """
        Listen on one more endpoint; called outside of any transaction, done within a second.

        @param endpoint: such as C{tcp:8080}; without an interface, only this machine reaches it.
        @return: the endpoint as it is kept.
        """

    def removePort(identifier):
        """
        Listen there no longer; called outside of any transaction, done within a second.

        @return: its endpoint.
        """

    def certificate():
        """
        The certificate that ports of the kind C{tls} use.

        @return: a L{mantissa_like.web.CertificateState}, or None if none was needed yet.
        """

    def useCertificate(pem):
        """
        Use another from now on, for every connection that is made.

        @param pem: bytes: the certificate, those that vouch for it, and the key.
        @return: a L{mantissa_like.web.CertificateState}.
        """

    def services():
        """
        What else runs.

        @return: a list of L{mantissa_like.web.ServiceState}, by their names.
        """


class IConsolePage(Interface):
    """
    The page of an application in the administrator's console. The application store has one, as
    a powerup or by adaption; it may have C{data} and C{post} besides, as L{IJSONView} and L{IWebAction} have.
    """

    def show(visit):
        """
        Make the page; called as for one of the site's own addresses, for administrators only.

        @param visit: a L{mantissa_like.web.SiteVisit}; forms go to C{visit.path}.
        @return: a L{mantissa_like.web.Page}, around which the console puts its frame; or an awaitable of one.
        """


class INavigable(Interface):
    """
    An application that people find on their home page.
    """

    def tabs():
        """
        Tell where it is.

        @return: a sequence of L{mantissa_like.web.Tab}; may be empty.
        """


class IPreferences(Interface):
    """
    An application with something to choose.
    """

    def preferences():
        """
        Tell what can be chosen, and what is.

        @return: a L{mantissa_like.web.Preferences}.
        """

    def prefer(chosen):
        """
        Keep what was chosen; called in a transaction of the store.

        @param chosen: a L{mantissa_like.web.Filled}, by the parameters of L{preferences}.
        @raise BadInput: it makes no sense; nothing is changed.
        """


class ISearchable(Interface):
    """
    An application in which something can be found by its words.
    """

    def search(text, limit):
        """
        Find what fits.

        @param text: as a person typed it, not empty; whatever it is, it must do no harm.
        @param limit: how many results are wanted at most, the best first.
        @return: L{mantissa_like.web.SearchResults}.
        """


nameInterface(IConsolePage, "mantissa.IConsolePage")
nameInterface(INavigable, "mantissa.INavigable")
nameInterface(IPreferences, "mantissa.IPreferences")
nameInterface(ISearchable, "mantissa.ISearchable")
