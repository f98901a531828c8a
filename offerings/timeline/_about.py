"""
What the timeline says of itself, from its application store.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import tags
from zope.interface import Interface, implementer

from axiom.attributes import timestamp
from axiom.item import Item, nameInterface
from mantissa_like.sharing import getEveryoneRole, setDefaultShareID, shareItem
from mantissa_like.web import Page, Visit

__all__ = ["About", "AboutView", "IAbout"]


class IAbout(Interface):
    """
    An application that explains itself.
    """


nameInterface(IAbout, "timeline.IAbout")


@implementer(IAbout)
class About(Item):
    """
    The page at C{/timeline/}, one in the application store.

    @ivar installedAt: unused; an item needs a column.
    """

    typeName = "timeline_about"

    installedAt = timestamp()

    def installed(self) -> None:
        """
        Called when the offering is installed: everybody may read.
        """
        store = self.presentStore()
        shareItem(self, toRole=getEveryoneRole(store), shareID="about", interfaces=[IAbout])
        setDefaultShareID(store, "about")


class AboutView:
    """
    What a timeline is, for people; and for programs where to find one.
    """

    def __init__(self, about: Any) -> None:
        pass

    def show(self, visit: Visit) -> Page:
        """
        Two paragraphs.
        """
        return Page(
            title="Timeline",
            content=tags.div(
                tags.h1("Timeline"),
                tags.p("Short texts, the newest first. Everybody may read them; only the owner writes."),
                tags.p("Alice’s is at ", tags.code("/users/alice/timeline"), ", and so on for others."),
            ),
        )

    def data(self, visit: Visit) -> dict[str, str]:
        """
        The form of the URLs of timelines.
        """
        return {"timelines": "/users/{user}/timeline"}
