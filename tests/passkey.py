"""A passkey in software: what a browser sends of one, at its making and at the login."""

import secrets
from hashlib import sha256
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

HOST = "testserver"
ORIGIN = f"https://{HOST}"
FLAG = AuthenticatorData.FLAG
RP_HASH = sha256(HOST.encode()).digest()


class Passkey:
    """One key of one account, kept as its form keeps it."""

    def __init__(self, user: Any) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.handle = websafe_encode(user_pk_to_url_str(user).encode())
        public = ES256.from_cryptography_key(self._key.public_key())
        held = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        about = AuthenticatorData.create(RP_HASH, FLAG.UP | FLAG.UV | FLAG.AT, 0, held)
        made = CollectedClientData.create(CollectedClientData.TYPE.CREATE, secrets.token_bytes(32), ORIGIN)
        response = {
            "clientDataJSON": websafe_encode(made),
            "attestationObject": websafe_encode(AttestationObject.create("none", about, {})),
        }
        self.row: Authenticator = WebAuthn.add(user, "Key", self._sent(response)).instance

    def answer(
        self, options: dict[str, Any], *, origin: str = ORIGIN, is_verified: bool = True
    ) -> dict[str, Any]:
        """What the browser sends when it was asked this."""
        challenge = websafe_decode(options["publicKey"]["challenge"])
        said = CollectedClientData.create(CollectedClientData.TYPE.GET, challenge, origin)
        about = AuthenticatorData.create(RP_HASH, FLAG.UP | FLAG.UV if is_verified else FLAG.UP, 1)
        response = {
            "clientDataJSON": websafe_encode(said),
            "authenticatorData": websafe_encode(about),
            "signature": websafe_encode(self._key.sign(about + said.hash, ec.ECDSA(SHA256()))),
            "userHandle": self.handle,
        }
        return self._sent(response)

    def _sent(self, response: dict[str, Any]) -> dict[str, Any]:
        name = websafe_encode(self.id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
