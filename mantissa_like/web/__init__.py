"""
HTTP: connections and their limits, the frame and style of pages, what is told when something fails.
"""

from __future__ import annotations

from mantissa_like.web._accept import prefersJSON
from mantissa_like.web._failures import FailurePages, RequestRefused
from mantissa_like.web._http import makeHTTPFactory
from mantissa_like.web._shell import Shell, Viewer
from mantissa_like.web._static import BUNDLED_FILES, StaticFiles
from mantissa_like.web._templates import Template, markup

__all__ = [
    "BUNDLED_FILES",
    "FailurePages",
    "RequestRefused",
    "Shell",
    "StaticFiles",
    "Template",
    "Viewer",
    "makeHTTPFactory",
    "markup",
    "prefersJSON",
]
