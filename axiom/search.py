"""
Looking for items by their words.
"""

from __future__ import annotations

from axiom._conditions.matching import Match, matches
from axiom._queries.searching import Excerpt, Hit, Search
from axiom.errors import InvalidSearch

__all__ = ["Excerpt", "Hit", "InvalidSearch", "Match", "Search", "matches"]
