"""
A device with passkeys, made of software.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, encode_cbor

__all__ = ["Authenticator"]

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


class Authenticator:
    """
    One key, used in a browser that shows the pages of C{origin}.

    @ivar isVerified: whether it recognizes its user.
    """

    def __init__(self, origin: str, host: str, credentialID: bytes = b"credential") -> None:
        self._origin, self._host, self._credentialID = origin, host, credentialID
        self._key = generate_private_key(SECP256R1())
        self._count = 0
        self.isVerified = True

    def create(self, options: Any) -> str:
        """
        What the browser answers when it made a key.
        """
        numbers = self._key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        identity = len(self._credentialID).to_bytes(2, "big") + self._credentialID
        data = self._data(_ATTESTED) + bytes(16) + identity + encode_cbor(public)
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            {"clientDataJSON": self._client("webauthn.create", options), "attestationObject": attestation}
        )

    def get(self, options: Any) -> str:
        """
        What the browser answers when it used the key.
        """
        self._count += 1
        client, data = self._client("webauthn.get", options), self._data(0)
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ECDSA(SHA256()))
        return self._answer({"clientDataJSON": client, "authenticatorData": data, "signature": signature})

    def _data(self, flags: int) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.isVerified else 0)
        host = hashlib.sha256(self._host.encode()).digest()
        return host + bytes([flags]) + self._count.to_bytes(4, "big")

    def _client(self, kind: str, options: Any) -> bytes:
        challenge = _encode(base64url_to_bytes(options["challenge"]))
        return json.dumps({"type": kind, "challenge": challenge, "origin": self._origin}).encode()

    def _answer(self, response: dict[str, bytes]) -> str:
        identity = _encode(self._credentialID)
        encoded = {name: _encode(value) for name, value in response.items()}
        return json.dumps({"id": identity, "rawId": identity, "type": "public-key", "response": encoded})


def _encode(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
