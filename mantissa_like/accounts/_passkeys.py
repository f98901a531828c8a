"""
Passkeys: keys that somebody's device keeps and uses once it has recognized them.

One replaces password and second step together: the device has to verify its user each time. A challenge
that was answered is good no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from epsilon.extime import Time
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import options_to_json_dict, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from axiom.attributes import bytes as binary
from axiom.attributes import integer, reference, text, timestamp
from axiom.item import Item
from axiom.store import ItemQuery, Store
from axiom.userbase import LoginAccount
from mantissa_like.accounts._address import Address
from mantissa_like.accounts._artificial import mustBeAPersons
from mantissa_like.accounts.errors import PasskeyRefused

__all__ = ["Passkey", "Passkeys", "passkeysOf"]

_MOST_OF_ONE_ACCOUNT = 20


class Passkey(Item):
    """
    The public half of one key.

    @ivar account: whose.
    @ivar address: C{user@domain}, one of the account's, that it logs in.
    @ivar credentialID: by which the device knows it.
    @ivar publicKey: as COSE has it.
    @ivar signCount: what the device counted at the last use; 0 if it does not count.
    @ivar name: what the owner calls it; at most 200 characters.
    @ivar created: when it was added.
    @ivar lastUsed: to log in; None if it never was.
    """

    typeName = "accounts_passkey"

    account = reference(allowNone=False, reftype=LoginAccount, whenDeleted=reference.CASCADE)
    address = text(allowNone=False, caseSensitive=True)
    credentialID = binary(allowNone=False, unique=True)
    publicKey = binary(allowNone=False)
    signCount = integer(allowNone=False)
    name = text(allowNone=False)
    created = timestamp(allowNone=False)
    lastUsed = timestamp()


@dataclass(frozen=True)
class Passkeys:
    """
    The passkeys of one site.

    @ivar siteTitle: which devices show.
    @ivar publicURL: where people reach the site; keys work there alone.
    """

    siteStore: Store
    siteTitle: str
    publicURL: str

    def registrationOptions(self, account: LoginAccount, address: Address, challenge: bytes) -> Any:
        """
        What a browser needs to make a key, as JSON.
        """
        options = generate_registration_options(
            rp_id=self._host,
            rp_name=self.siteTitle,
            user_name=str(address),
            user_id=b"%d" % account.storeID,
            challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(id=key.credentialID) for key in passkeysOf(account)
            ],
        )
        return options_to_json_dict(options)

    def add(
        self,
        account: LoginAccount,
        address: Address,
        name: str,
        credential: str,
        challenge: bytes,
        now: float,
    ) -> Passkey:
        """
        Keep the key that a browser has made.

        @param credential: what the browser answered, as JSON.
        @param now: in seconds since the epoch.
        @raise PasskeyRefused: it is none, or not for this challenge, or the account has very many.
        @raise NobodyLogsIn: the account is artificial.
        """
        mustBeAPersons(account)
        try:
            verified = verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self.publicURL,
                require_user_verification=True,
            )
        except WebAuthnException as e:
            raise PasskeyRefused(str(e)) from e
        return self.siteStore.transact(
            self._add, account, address, name, verified, Time.fromPOSIXTimestamp(now)
        )

    def loginOptions(self, challenge: bytes) -> Any:
        """
        What a browser needs to use a key, whosever it is, as JSON.
        """
        options = generate_authentication_options(
            rp_id=self._host,
            challenge=challenge,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return options_to_json_dict(options)

    def use(self, credential: str, challenge: bytes, asked: float, now: float) -> Passkey:
        """
        The key with which a browser has answered.

        @param credential: what the browser answered, as JSON.
        @param asked: when the challenge was made, in seconds since the epoch.
        @param now: likewise.
        @raise PasskeyRefused: it is unknown, its account is disabled, or the answer is wrong or was given
            before.
        """
        return self.siteStore.transact(self._use, credential, challenge, asked, now)

    def _add(self, account: LoginAccount, address: Address, name: str, verified: Any, now: Time) -> Passkey:
        if passkeysOf(account).count() >= _MOST_OF_ONE_ACCOUNT:
            raise PasskeyRefused(f"the account has {_MOST_OF_ONE_ACCOUNT} already")
        if self._find(verified.credential_id) is not None:
            raise PasskeyRefused("it is there already")
        return Passkey(
            store=self.siteStore,
            account=account,
            address=str(address),
            credentialID=verified.credential_id,
            publicKey=verified.credential_public_key,
            signCount=verified.sign_count,
            name=name,
            created=now,
        )

    def _use(self, credential: str, challenge: bytes, asked: float, now: float) -> Passkey:
        try:
            parsed = parse_authentication_credential_json(credential)
            key = self._find(parsed.raw_id)
            if key is None or key.account.disabled:
                raise PasskeyRefused("it is unknown here")
            if key.lastUsed is not None and asked <= key.lastUsed.asPOSIXTimestamp():
                raise PasskeyRefused("this was answered before")
            verified = verify_authentication_response(
                credential=parsed,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self.publicURL,
                credential_public_key=key.publicKey,
                credential_current_sign_count=key.signCount,
                require_user_verification=True,
            )
        except WebAuthnException as e:
            raise PasskeyRefused(str(e)) from e
        key.signCount, key.lastUsed = verified.new_sign_count, Time.fromPOSIXTimestamp(now)
        return key

    def _find(self, credentialID: bytes) -> Passkey | None:
        found: Passkey | None = self.siteStore.findFirst(Passkey, Passkey.credentialID == credentialID)
        return found

    @property
    def _host(self) -> str:
        return urlsplit(self.publicURL).hostname or ""


def passkeysOf(account: LoginAccount) -> ItemQuery[Passkey]:
    """
    The passkeys of an account, the newest first.
    """
    found: ItemQuery[Passkey] = account.presentStore().query(
        Passkey, Passkey.account == account, sort=Passkey.storeID.descending
    )
    return found
