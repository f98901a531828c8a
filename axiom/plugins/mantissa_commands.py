"""
The commands that work on sites.
"""

from mantissa_like.commands import (
    ExtractUser,
    InsertUser,
    Mantissa,
    Messages,
    OfferingCommand,
    Operations,
    PortCommand,
    ProductCommand,
    Project,
    UserBase,
    operationCheck,
    workCheck,
)

__all__ = [
    "ExtractUser",
    "InsertUser",
    "Mantissa",
    "Messages",
    "OfferingCommand",
    "Operations",
    "PortCommand",
    "ProductCommand",
    "Project",
    "UserBase",
    "operationCheck",
    "workCheck",
]
