"""
Where messaging finds what the site's configuration says of it.
"""

from __future__ import annotations

from typing import cast

from axiom.store import Store
from mantissa_like.config import MessageSettings
from mantissa_like.messaging.interfaces import IMessageSettings

__all__ = ["messageSettingsOf"]

_DEFAULTS = MessageSettings()


def messageSettingsOf(store: Store) -> MessageSettings:
    """
    The settings of the site that C{store} belongs to; the defaults while it is not served.
    """
    siteStore = store if store.parent is None else store.parent
    return cast(MessageSettings, IMessageSettings(siteStore, _DEFAULTS))
