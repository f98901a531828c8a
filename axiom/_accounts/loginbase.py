"""
The accounts of a site as a realm and a checker of credentials.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from twisted.cred.checkers import ANONYMOUS, ICredentialsChecker
from twisted.cred.credentials import IUsernamePassword
from twisted.cred.error import UnauthorizedLogin
from twisted.cred.portal import IRealm
from twisted.internet.defer import Deferred
from zope.interface import implementer
from zope.interface.interface import InterfaceClass

from axiom._accounts.accounts import LoginAccount
from axiom._accounts.credentials import Preauthenticated
from axiom._accounts.loginmethods import NO_PROTOCOL, LoginMethod, methodsNamed
from axiom._accounts.passwords import Verdict, hashingOf
from axiom.attributes import AND
from axiom.errors import BadCredentials, DuplicateUniqueItem, DuplicateUser, MissingDomainPart, NoSuchUser
from axiom.substore import SubStore

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["LoginBase", "SubStoreLoginMixin"]


@implementer(IRealm, ICredentialsChecker)
class LoginBase:
    """
    What an item is that is the realm of its store; L{axiom.userbase.LoginSystem} is one.

    An item class with this base has the two counts as columns, and a C{makeAvatars(domain, username)} that
    gives a new account its avatars.

    @ivar loginCount: how many avatars were given out.
    @ivar failedLogins: how many credentials were refused.
    """

    __slots__ = ()

    powerupInterfaces: ClassVar[Sequence[Any]] = (IRealm, ICredentialsChecker)
    credentialInterfaces = (IUsernamePassword,)

    if TYPE_CHECKING:
        loginCount: Any
        failedLogins: Any

        def presentStore(self) -> Store: ...

        def makeAvatars(self, domain: Any, username: str) -> Any: ...

    def accountByAddress(self, username: str, domain: str | None) -> LoginAccount | None:
        """
        The account to which one can log in with this address; none that is disabled.
        """
        comparison = AND(
            LoginMethod.localpart == username,
            LoginMethod.domain == domain,
            LoginMethod.protocol != NO_PROTOCOL,
            LoginMethod.account == LoginAccount.storeID,
            LoginAccount.disabled == 0,
        )
        found: LoginAccount | None = self.presentStore().findFirst(LoginAccount, comparison)
        return found

    def hashPassword(self, password: str) -> Deferred[str]:
        """
        The hash of a password for L{addAccount}, made in a thread.
        """
        found: Deferred[str] = hashingOf(self.presentStore()).hash(password)
        return found

    def addAccount(
        self,
        username: str,
        domain: str | None,
        password: str | None,
        avatars: Any = None,
        protocol: str = "email",
        disabled: int = 0,
        internal: bool = False,
        verified: bool = True,
        passwordHash: str | None = None,
    ) -> LoginAccount:
        """
        Make an account, in one transaction.

        Its user store, with a copy of the account, is on disk before that is committed. If that never is, the
        next account with the address gets another (see L{SubStore.createNew}).

        @param password: hashed while the caller waits; a server gives C{passwordHash} instead.
        @param avatars: where it leads, by default to a new store (see L{makeAvatars}).
        @param passwordHash: from L{hashPassword}.
        @raise DuplicateUser: there is an account with this address, be it disabled.
        @raise DuplicateUniqueItem: C{avatars} belong to an account already.
        @raise InvalidPathError: the address can't be the name of a directory.
        """
        if password is not None:
            if passwordHash is not None:
                raise ValueError("give a password or its hash, not both")
            passwordHash = hashingOf(self.presentStore()).hashNow(password)
        account = {"passwordHash": passwordHash, "avatars": avatars, "disabled": disabled}
        method = {
            "localpart": username,
            "domain": domain,
            "protocol": protocol,
            "internal": internal,
            "verified": verified,
        }
        return self.presentStore().transact(self._addAccount, account, method)

    def _addAccount(self, facts: dict[str, Any], method: dict[str, Any]) -> LoginAccount:
        store = self.presentStore()
        localpart, domain = method["localpart"], method["domain"]
        if methodsNamed(store, localpart, domain).count():
            raise DuplicateUser(localpart, domain)
        if facts["avatars"] is None:
            facts["avatars"] = self.makeAvatars(domain, localpart)
        elif store.count(LoginAccount, LoginAccount.avatars == facts["avatars"]):
            raise DuplicateUniqueItem(f"{facts['avatars']!r} belong to an account already")
        account = LoginAccount(store=store, **facts)
        LoginMethod(store=store, account=account, **method)
        if isinstance(account.avatars, SubStore):
            account.migrateDown()
        return account

    def requestAvatarId(self, credentials: Any) -> Deferred[Any]:
        """
        See C{ICredentialsChecker}.

        @return: fires with the storeID of the account, or fails with L{BadCredentials}, L{NoSuchUser} or
            L{MissingDomainPart}; the first two after the same time.
        """
        return Deferred.fromCoroutine(self._requestAvatarId(credentials))

    async def _requestAvatarId(self, credentials: Any) -> int:
        try:
            account = await self._authenticate(credentials)
        except UnauthorizedLogin:
            self._countOne("failedLogins")
            raise
        return int(account.storeID)

    async def _authenticate(self, credentials: Any) -> LoginAccount:
        localpart, domain = _splitAddress(credentials.username)
        account = self.accountByAddress(localpart, domain)
        if isinstance(credentials, Preauthenticated) and account is not None:
            return account
        passwordHash = None if account is None else account.passwordHash
        hashing = hashingOf(self.presentStore())
        verdict: Verdict = await hashing.verify(credentials.password, passwordHash)
        # Meanwhile it may have been removed, disabled, or given another password.
        if account is None or self.accountByAddress(localpart, domain) is not account:
            raise NoSuchUser(credentials.username)
        if not verdict.matches or account.passwordHash != passwordHash:
            raise BadCredentials(f"the password of {credentials.username!r} is another one")
        if verdict.newHash is not None:
            account.renewPasswordHash(verdict.newHash)
        return account

    def requestAvatar(
        self, avatarId: Any, mind: object, *interfaces: InterfaceClass
    ) -> tuple[Any, Any, Callable[[], None]]:
        """
        See C{IRealm}. Anonymous users get what the site store provides, others what their avatars do.

        @raise NotImplementedError: that is none of C{interfaces}.
        """
        store = self.presentStore()
        avatars = store if avatarId is ANONYMOUS else store.getItemByID(avatarId)
        for interface in interfaces:
            found = interface(avatars, None)
            if found is not None:
                self._countOne("loginCount")
                return interface, found, self.logoutFactory(found)
        raise NotImplementedError(f"{avatars!r} provides none of {interfaces!r}")

    def logoutFactory(self, obj: object) -> Callable[[], None]:
        """
        What is called when the avatar C{obj} is not needed any more: its C{logout}, if it has that.
        """
        found: Callable[[], None] = getattr(obj, "logout", lambda: None)
        return found

    def _countOne(self, name: str) -> None:
        # In a transaction, since other processes count too.
        self.presentStore().transact(lambda: setattr(self, name, getattr(self, name) + 1))


class SubStoreLoginMixin:
    """
    What gives each new account a store.
    """

    __slots__ = ()

    if TYPE_CHECKING:

        def presentStore(self) -> Store: ...

    def makeAvatars(self, domain: str, username: str) -> SubStore:
        """
        A new store for the user with this address, in C{account/DOMAIN/USERNAME.axiom}.
        """
        return SubStore.createNew(self.presentStore(), ("account", domain, f"{username}.axiom"))


def _splitAddress(username: str | bytes) -> tuple[str, str]:
    # What no text can be becomes what no address is.
    raw = username if isinstance(username, bytes) else username.encode(errors="replace")
    text = raw.decode(errors="replace").replace("\0", "\ufffd")
    localpart, at, domain = text.rpartition("@")
    if not at:
        raise MissingDomainPart(username)
    return localpart, domain
