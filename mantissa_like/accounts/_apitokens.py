"""
API tokens: what programs log in with in place of people.

A token is known by its hash. It does what its owner can do within its scopes, until it expires or its owner
takes it back, and not while the account is disabled. A new password leaves tokens as they are; whoever ends
all logins of an account, because somebody else may have got in, ends them, too.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable

from epsilon.extime import Time

from axiom.attributes import reference, text, textlist, timestamp
from axiom.item import Item
from axiom.store import ItemQuery, Store
from axiom.userbase import LoginAccount
from mantissa_like.accounts._address import Address
from mantissa_like.accounts._artificial import isArtificial, mustBeAPersons
from mantissa_like.accounts.errors import TooManyTokens

__all__ = ["TOKEN_SCOPES", "APIToken", "findToken", "makeToken", "tokensOf"]

TOKEN_SCOPES = ("read", "write", "account", "administer")
"""To look; to change things; to manage the account; to administer the site."""

_PREFIX = "mlt_"
_TOKEN_BYTES = 32
_MOST_OF_ONE_ACCOUNT = 100


class APIToken(Item):
    """
    One token.

    @ivar account: whose.
    @ivar address: C{user@domain}, one of the account's, that programs with it act as.
    @ivar tokenHash: SHA-256 of the token, in hexadecimal.
    @ivar name: what the owner calls it; at most 200 characters.
    @ivar scopes: some of L{TOKEN_SCOPES}.
    @ivar created: when it was made.
    @ivar expires: when it ends by itself.
    @ivar lastUsed: up to an hour ago; None if it never was.
    @ivar peer: the address from which it was used last, up to an hour ago; may be empty.
    """

    typeName = "accounts_api_token"

    account = reference(allowNone=False, reftype=LoginAccount, whenDeleted=reference.CASCADE)
    address = text(allowNone=False, caseSensitive=True)
    tokenHash = text(allowNone=False, caseSensitive=True, unique=True)
    name = text(allowNone=False)
    scopes = textlist(allowNone=False)
    created = timestamp(allowNone=False)
    expires = timestamp(allowNone=False)
    lastUsed = timestamp()
    peer = text(allowNone=False, default="", caseSensitive=True)


def makeToken(
    account: LoginAccount,
    address: Address,
    name: str,
    scopes: Iterable[str],
    now: float,
    seconds: float,
    randomBytes: Callable[[int], bytes],
) -> str:
    """
    Make a token for an account.

    @param now: in seconds since the epoch.
    @param seconds: for which it lasts.
    @return: the token, for the owner's eyes, who sees it this once.
    @raise TooManyTokens: the account has very many.
    @raise NobodyLogsIn: it is artificial.
    """
    mustBeAPersons(account)
    token = _PREFIX + urlsafe_b64encode(randomBytes(_TOKEN_BYTES)).rstrip(b"=").decode()
    store = account.presentStore()

    def make() -> None:
        if tokensOf(account).count() >= _MOST_OF_ONE_ACCOUNT:
            raise TooManyTokens(_MOST_OF_ONE_ACCOUNT)
        APIToken(
            store=store,
            account=account,
            address=str(address),
            tokenHash=_hashed(token),
            name=name,
            scopes=[scope for scope in TOKEN_SCOPES if scope in set(scopes)],
            created=Time.fromPOSIXTimestamp(now),
            expires=Time.fromPOSIXTimestamp(now + seconds),
        )

    store.transact(make)
    return token


def findToken(siteStore: Store, token: str) -> APIToken | None:
    """
    The token that a program has sent; None if there is none, or nobody may log in to its
    account.

    It may have expired.
    """
    if not token.startswith(_PREFIX):
        return None
    found: APIToken | None = siteStore.findFirst(APIToken, APIToken.tokenHash == _hashed(token))
    if found is None or found.account.disabled or isArtificial(found.account):
        return None
    return found


def tokensOf(account: LoginAccount) -> ItemQuery[APIToken]:
    """
    The tokens of an account, the newest first; some of them may have expired.
    """
    found: ItemQuery[APIToken] = account.presentStore().query(
        APIToken, APIToken.account == account, sort=APIToken.storeID.descending
    )
    return found


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
