"""
Notices of old stores that are still on their way: messages take over from them.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from axiom.attributes import integer
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.upgrade import registerUpgrader
from mantissa_like.accounts.errors import InvalidAddress
from mantissa_like.messaging.errors import BadSender
from mantissa_like.notices._telling import tell

__all__ = ["OutgoingNotice"]


class OutgoingNotice(Item):
    """
    An item of old stores which becomes a message.
    """

    typeName = "sharing_outgoing_notice"
    schemaVersion = 2

    unused = integer()


def _send(old: Any) -> None:
    """
    Send what it was to say; not in the name of somebody whose store it is no longer.
    """
    store = old.store
    with suppress(BadSender, InvalidAddress):
        tell(store, old.sharer, old.recipient, old.shareID, old.title)
    IScheduler(store).unscheduleAll(old)
    old.deleteFromStore()


registerUpgrader(_send, OutgoingNotice.typeName, 1, 2)
