"""
Tests for L{offerings.timeline._upgraders}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer

from axiom._items.registry import knownTypes
from axiom.attributes import integer
from axiom.dependency import installOn
from axiom.item import Item, MetaItem
from axiom.store import Store
from mantissa_like.web import INavigable, IPreferences, ISearchable
from offerings.timeline import IReadableTimeline, Timeline


class TimelineUpgradeTests(SynchronousTestCase):
    """
    A timeline of version 1 in today's release.
    """

    def test_from1(self) -> None:
        """
        It keeps its count, has as many posts on a page as before, and is found, searched and adjusted.
        """
        self.addCleanup(knownTypes.current.__setitem__, Timeline.typeName, Timeline)
        del knownTypes.current[Timeline.typeName]
        columns = {"postCount": integer(allowNone=False, default=0)}
        old = MetaItem(
            "Timeline", (Item,), {"__module__": __name__, "typeName": Timeline.typeName, **columns}
        )
        path = self.mktemp()
        store = Store(path)
        installOn(implementer(IReadableTimeline)(old)(store=store, postCount=7), store)
        store.close()
        knownTypes.current[Timeline.typeName] = Timeline
        store = Store(path)
        self.addCleanup(store.close)
        timeline = store.findUnique(Timeline)
        self.assertEqual((7, 20), (timeline.postCount, timeline.postsPerPage))
        for interface in (INavigable, IPreferences, ISearchable):
            self.assertEqual([timeline], list(store.powerupsFor(interface)))
