"""
Settling an operation from outside the site, by who was given its ID and its token.
"""

from __future__ import annotations

from hmac import compare_digest
from typing import Any

from axiom.store import Store
from mantissa_like.asyncitems._asynchronousitem import AsynchronousItem
from mantissa_like.asyncitems._inspecting import findOperation
from mantissa_like.asyncitems._outcomes import OperationError
from mantissa_like.asyncitems._tokens import hashToken
from mantissa_like.asyncitems.errors import NoSuchOperation

__all__ = ["completeByToken"]

# To say the same again with the same token and key does nothing.
_KEY = "token"


def completeByToken(
    store: Store,
    operationID: str,
    token: str,
    value: Any = None,
    error: OperationError | None = None,
    key: str = "",
) -> AsynchronousItem:
    """
    Settle an operation. Repeating it with the same outcome and key is safe.

    @param token: from C{makeToken}.
    @param error: why there is no value; None if there is one.
    @param key: of what is told; may be empty.
    @return: the operation.
    @raise NoSuchOperation: there is none, or it has another token or none.
    @raise AlreadySettled: it was settled otherwise.
    @raise BadOperationValue: it can't have this value.
    """
    operation = findOperation(store, operationID)
    kept = None if operation is None else operation.tokenHash
    if operation is None or kept is None or not compare_digest(kept, hashToken(token)):
        raise NoSuchOperation(operationID)
    key = f"{_KEY} {key}".rstrip()
    if error is None:
        operation.succeed(value, key)
    else:
        operation.fail(error, key)
    return operation
