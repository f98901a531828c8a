"""
What takes notices.
"""

from __future__ import annotations

from axiom.item import nameInterface
from mantissa_like.messaging.interfaces import IMessageReceiver
from mantissa_like.sharing import describeInterface

__all__ = ["INoticeBox"]


class INoticeBox(IMessageReceiver):
    """
    Takes L{mantissa_like.notices.TellOfShare}.
    """


nameInterface(INoticeBox, "mantissa.INoticeBox")
describeInterface(INoticeBox, "tell you what they share with you")
