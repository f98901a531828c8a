"""
What authors of applications test with: a small site whose time stands still, a network that makes mistakes.

The suites of tests for providers of interfaces are in L{mantissa_like.testing.contracts}.
"""

from mantissa_like.testing._faultyrouter import Fate, FaultyRouter, randomFates
from mantissa_like.testing._trialclock import TrialClock
from mantissa_like.testing._trialsite import TrialSite
from mantissa_like.testing.errors import NeverIdle, TrialError

__all__ = ["Fate", "FaultyRouter", "NeverIdle", "TrialClock", "TrialError", "TrialSite", "randomFates"]
