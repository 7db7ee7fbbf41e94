"""A device that makes and shows passkeys, as a browser passes them on: what it may do wrong, a test says."""

import json
import struct
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class KeyDevice:
    """One key, for one host, of one user."""

    rp_id: str
    origin: str
    count: int = 0
    verifies: bool = True
    """Whether it asks for finger, face or PIN."""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: token_bytes(16))
    user: str = ""

    def create(self, options: dict[str, Any]) -> str:
        """What ``navigator.credentials.create`` gives, as JSON."""
        self.user = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        )
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested})
        said = self._said("webauthn.create", options["challenge"])
        return self._sent({"clientDataJSON": said, "attestationObject": made})

    def get(self, options: dict[str, Any]) -> str:
        """What ``navigator.credentials.get`` gives, as JSON."""
        self.count += 1
        data, said = self._data(), self._said("webauthn.get", options["challenge"])
        signature = self.key.sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
        own = base64url_to_bytes(self.user)
        return self._sent(
            {"clientDataJSON": said, "authenticatorData": data, "signature": signature, "userHandle": own}
        )

    def _data(self, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        return sha256(self.rp_id.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _said(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _sent(self, response: dict[str, bytes]) -> str:
        own = bytes_to_base64url(self.id)
        told = {name: bytes_to_base64url(value) for name, value in response.items()}
        return json.dumps(
            {"id": own, "rawId": own, "type": "public-key", "response": told, "clientExtensionResults": {}}
        )
