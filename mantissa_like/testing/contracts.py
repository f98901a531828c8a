"""
Suites of tests for whoever provides an interface: subclass one, say how yours is made, and inherit the tests.

Import this module, not the classes, or the tests of the suites themselves are collected too.
"""

from __future__ import annotations

from mantissa_like.testing._controlcontract import SiteControlContract
from mantissa_like.testing._relaycontract import MailRelayContract
from mantissa_like.testing._routercontract import Ledger, MessageRouterContract
from mantissa_like.testing._vaultcontract import VaultContract
from mantissa_like.testing._workcontract import StoreWorkContract

__all__ = [
    "Ledger",
    "MailRelayContract",
    "MessageRouterContract",
    "SiteControlContract",
    "StoreWorkContract",
    "VaultContract",
]
