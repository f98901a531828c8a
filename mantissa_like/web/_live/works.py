"""
What all live pages of one site are served with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mantissa_like.web._live.notices import Notices
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._websharing.sharedpages import SharedPages

__all__ = ["LiveWorks"]


@dataclass(frozen=True)
class LiveWorks:
    """
    What all live pages of one site are served with.

    @ivar pages: finds what a viewer may see.
    @ivar notices: tells that a store may have changed.
    @ivar perform: does a long piece of work by and by, a step at a time.
    """

    context: SiteContext
    pages: SharedPages
    notices: Notices
    perform: Callable[[Iterator[None]], object]
