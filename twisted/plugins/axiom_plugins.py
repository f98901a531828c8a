"""
The plugin by which C{twistd axiomatic-start} serves a store.
"""

from twisted.application.service import ServiceMaker

__all__ = ["AxiomaticStart"]

# It names its module instead of importing it: Twisted loads the plugins of all when it looks for any.
AxiomaticStart = ServiceMaker(
    "Axiomatic",
    "axiom.scripts.tap",
    "The services of a store; 'axiomatic start' has more options.",
    "axiomatic-start",
)
