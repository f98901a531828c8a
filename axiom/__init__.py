"""
The object store: items with typed columns, one SQLite database and its files per store.

The public names, their behaviour and the format on disk are those of Divmod Axiom 0.9.
"""

from axiom._versions import __version__, asTwistedVersion, version

__all__ = ["__version__", "asTwistedVersion", "version"]
