"""
The object store: items with typed columns, one SQLite database and its files per store.

The public names, their behaviour and the format on disk are those of Divmod Axiom 0.9.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
