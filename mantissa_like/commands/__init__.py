"""
The commands of C{axiomatic} that work on sites; C{axiom.plugins} declares them.
"""

from mantissa_like.commands._extractuser import ExtractUser
from mantissa_like.commands._insertuser import InsertUser
from mantissa_like.commands._mantissa import Mantissa
from mantissa_like.commands._messages import Messages
from mantissa_like.commands._offering import OfferingCommand
from mantissa_like.commands._operations import Operations
from mantissa_like.commands._port import PortCommand
from mantissa_like.commands._product import ProductCommand
from mantissa_like.commands._project import Project
from mantissa_like.commands._userbase import UserBase
from mantissa_like.commands._workcheck import operationCheck, workCheck

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
