"""
Accounts: who may log in, and to what.

An account is in the site store. The store of its user has a copy of it and of its login methods, which
goes where that store goes. The site store is right: each change is made there, and once it is committed,
all of the account is copied. So a copy that a crash left behind is mended by the next change, and by the
extraction of the store.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.defer import Deferred
from zope.interface.interface import InterfaceClass

from axiom._accounts.loginmethods import ANY_PROTOCOL, LoginMethod, methodsNamed
from axiom._accounts.passwords import IPasswordRenewal, Verdict, hashingOf
from axiom.attributes import integer, reference, text
from axiom.errors import BadCredentials, DuplicateUser
from axiom.item import Item
from axiom.store import ItemQuery, Store
from axiom.substore import SubStore

__all__ = ["LoginAccount"]


class LoginAccount(Item):
    """
    One principal of a site. Adapting it adapts its avatars.

    @ivar password: nothing; it was the password in the days before hashes.
    @ivar passwordHash: its hash, in the PHC format; None where nobody can log in by password.
    @ivar avatars: what is adapted to the interface of a protocol, in general a L{SubStore}; the user store
        where this is the copy in it.
    @ivar disabled: 1 if it must not be logged in to, else 0.
    """

    # Databases name the module by which users import it.
    __module__ = "axiom.userbase"

    typeName = "login"
    schemaVersion = 3

    password = text()
    passwordHash = text()
    avatars = reference()
    disabled = integer()

    def __repr__(self) -> str:
        return f"<LoginAccount {self.storeID}>"

    def __conform__(self, interface: InterfaceClass) -> Any:
        return interface(self.avatars, None)

    def loginMethods(self) -> ItemQuery[LoginMethod]:
        """
        Its addresses, in the order in which they were added.
        """
        return self.presentStore().query(
            LoginMethod, LoginMethod.account == self, sort=LoginMethod.storeID.ascending
        )

    def addLoginMethod(
        self,
        localpart: str,
        domain: str | None,
        protocol: str = ANY_PROTOCOL,
        verified: bool = False,
        internal: bool = False,
    ) -> None:
        """
        Give the account one more address. Repeating it changes nothing.

        @raise DuplicateUser: another account has it.
        """
        account = self._inSite()
        facts = {"protocol": protocol, "verified": verified, "internal": internal}
        account.presentStore().transact(account._addLoginMethod, localpart, domain, facts)

    def _addLoginMethod(self, localpart: str, domain: str | None, facts: dict[str, Any]) -> None:
        store = self.presentStore()
        if any(method.account is not self for method in methodsNamed(store, localpart, domain)):
            raise DuplicateUser(localpart, domain)
        store.findOrCreate(LoginMethod, account=self, localpart=localpart, domain=domain, **facts)
        self.copyLater()

    def deleteLoginMethods(self) -> None:
        """
        Take away all its addresses, in this store only.
        """
        self.loginMethods().deleteFromStore()

    def setPassword(self, newPassword: str) -> Deferred[None]:
        """
        Change the password.

        @return: fires when that is committed.
        """
        return Deferred.fromCoroutine(self._inSite()._setPassword(newPassword))

    async def _setPassword(self, newPassword: str) -> None:
        self.setPasswordHash(await hashingOf(self.presentStore()).hash(newPassword))

    def replacePassword(self, currentPassword: str, newPassword: str) -> Deferred[None]:
        """
        Change the password, if C{currentPassword} is the one until now.

        @return: fires when that is committed, or fails with L{BadCredentials}.
        """
        return Deferred.fromCoroutine(self._inSite()._replacePassword(currentPassword, newPassword))

    async def _replacePassword(self, currentPassword: str, newPassword: str) -> None:
        hashing = hashingOf(self.presentStore())
        verdict: Verdict = await hashing.verify(currentPassword, self.passwordHash)
        if not verdict.matches:
            raise BadCredentials("the current password is another one")
        await self._setPassword(newPassword)

    def setPasswordHash(self, passwordHash: str | None) -> None:
        """
        Change the password to the one with this hash.
        """
        self._change("passwordHash", passwordHash)

    def renewPasswordHash(self, passwordHash: str) -> None:
        """
        Keep another hash of the same password, such as one that is made as hashes are made today.
        """
        account = self._inSite()
        account.presentStore().transact(account._renewPasswordHash, passwordHash)

    def _renewPasswordHash(self, passwordHash: str) -> None:
        oldHash = self.passwordHash
        self._set("passwordHash", passwordHash)
        for observer in self.presentStore().powerupsFor(IPasswordRenewal):
            observer.passwordHashRenewed(self, oldHash)

    def setDisabled(self, disabled: bool) -> None:
        """
        Let nobody log in from now on, or let them again.
        """
        self._change("disabled", int(disabled))

    def _change(self, name: str, value: Any) -> None:
        account = self._inSite()
        account.presentStore().transact(account._set, name, value)

    def _set(self, name: str, value: Any) -> None:
        setattr(self, name, value)
        self.copyLater()

    def _inSite(self) -> LoginAccount:
        # The account of which this is the copy; itself, where it is none or its store is in no site.
        store = self.presentStore()
        if store.parent is None or self.avatars is not store:
            return self
        subStore = store.parent.getItemByID(store.idInParent)
        found: LoginAccount = store.parent.findUnique(LoginAccount, LoginAccount.avatars == subStore)
        return found

    def copyLater(self) -> None:
        """
        Make the copy what this account is once the transaction is committed, if the account has a user store.
        """
        if isinstance(self.avatars, SubStore):
            self.presentStore().afterCommit(self.migrateDown)

    def migrateDown(self) -> None:
        """
        Make the copy in the user store what this account is, in one transaction there. Repeating it is safe.
        """
        with self.avatars.opened() as userStore:
            userStore.transact(self._copyInto, userStore)

    def _copyInto(self, userStore: Store) -> None:
        copy: LoginAccount | None = userStore.findFirst(LoginAccount)
        if copy is None:
            self.cloneInto(userStore, userStore)
            return
        for name in ("passwordHash", "disabled"):
            if getattr(copy, name) != getattr(self, name):
                setattr(copy, name, getattr(self, name))
        missing = {_factsOf(method): method for method in self.loginMethods()}
        for method in list(copy.loginMethods()):
            if missing.pop(_factsOf(method), None) is None:
                method.deleteFromStore()
        for method in missing.values():
            _cloneMethod(method, userStore, copy)

    def migrateUp(self) -> None:
        """
        Make this copy, in a user store, an account of the site.
        """
        store = self.presentStore()
        siteStore = store.parent
        if siteStore is None or store.idInParent is None:
            raise ValueError(f"{store} is in no site")
        siteStore.transact(self.cloneInto, siteStore, siteStore.getItemByID(store.idInParent))

    def cloneInto(self, newStore: Store, avatars: Any) -> LoginAccount:
        """
        Copy the account and its login methods into another store; called in a transaction of that.

        @param avatars: those of the copy.
        @return: the copy.
        """
        copy = LoginAccount(
            store=newStore, passwordHash=self.passwordHash, avatars=avatars, disabled=self.disabled
        )
        for method in self.loginMethods():
            _cloneMethod(method, newStore, copy)
        return copy


_methodFacts = ("localpart", "domain", "internal", "protocol", "verified")


def _factsOf(method: LoginMethod) -> tuple[Any, ...]:
    return tuple(getattr(method, name) for name in _methodFacts)


def _cloneMethod(method: LoginMethod, store: Store, account: LoginAccount) -> None:
    LoginMethod(store=store, account=account, **dict(zip(_methodFacts, _factsOf(method), strict=True)))
