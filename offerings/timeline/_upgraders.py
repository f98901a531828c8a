"""
From the timelines of old releases to today's.
"""

from __future__ import annotations

from axiom.dependency import installedOn
from axiom.upgrade import registerAttributeCopyingUpgrader
from offerings.timeline._items import Timeline

__all__ = ["registerUpgraders"]


def registerUpgraders() -> None:
    """
    Know how to upgrade.

    Version 2 is found on its owner's home page, has preferences, and can be searched.
    """
    registerAttributeCopyingUpgrader(Timeline, 1, 2, _powerUp)


def _powerUp(timeline: Timeline) -> Timeline:
    store = timeline.presentStore()
    if installedOn(timeline) is store:
        store.powerUp(timeline)
    return timeline
