"""
User and application stores: opening them, and how many are open at once.
"""

from mantissa_like.stores._pool import StorePool
from mantissa_like.stores.errors import TooManyStores
from mantissa_like.stores.interfaces import IStorePool

__all__ = ["IStorePool", "StorePool", "TooManyStores"]
