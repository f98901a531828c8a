"""
Notices: people learn, by messages, what is shared with them.
"""

from mantissa_like.notices._noticebox import NOTICES, NoticeBox, TellOfShare, giveNoticeBoxes
from mantissa_like.notices._oldnotices import OutgoingNotice
from mantissa_like.notices._telling import notifyMember, notifyOf
from mantissa_like.notices.interfaces import INoticeBox

__all__ = [
    "NOTICES",
    "INoticeBox",
    "NoticeBox",
    "OutgoingNotice",
    "TellOfShare",
    "giveNoticeBoxes",
    "notifyMember",
    "notifyOf",
]
