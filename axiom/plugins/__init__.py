"""
The plugins of C{axiomatic}: every module here, in any distribution, is searched for commands and versions.

A distribution adds C{axiom/plugins/<name>.py} without an C{__init__.py}.
"""

from twisted.plugin import pluginPackagePaths

__path__.extend(pluginPackagePaths(__name__))
__all__: list[str] = []
