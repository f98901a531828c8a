"""
Timelines: short posts in their owner's store, read by everybody.
"""

from __future__ import annotations

from mantissa_like.catalog import Offering, Powerup
from mantissa_like.sharing import describeInterface
from mantissa_like.web import registerWebView
from offerings.timeline._about import About, AboutView, IAbout
from offerings.timeline._items import LONGEST_POST, PAGE_SIZE, Post, PostPage, ReadPost, Timeline
from offerings.timeline._upgraders import registerUpgraders
from offerings.timeline._views import TimelineAction, TimelineView
from offerings.timeline.errors import UnfitText
from offerings.timeline.interfaces import IReadableTimeline, IWritableTimeline

__all__ = [
    "LONGEST_POST",
    "PAGE_SIZE",
    "IReadableTimeline",
    "IWritableTimeline",
    "Post",
    "PostPage",
    "ReadPost",
    "Timeline",
    "UnfitText",
    "offering",
]

registerUpgraders()
describeInterface(IReadableTimeline, "read the timeline")
describeInterface(IWritableTimeline, "post on the timeline", needs=[IReadableTimeline])
registerWebView(IReadableTimeline, TimelineView)
registerWebView(IWritableTimeline, TimelineAction)
registerWebView(IAbout, AboutView)

offering = Offering(
    name="timeline",
    description="Short posts, the newest first.",
    appPowerups=(Powerup("about", "A page that explains the application.", About),),
    installablePowerups=(Powerup("timeline", "A timeline of one's own.", Timeline),),
)
