"""Short names of keys, by which a sheet of paper, a backup and a machine are told to belong together.

They say nothing about the key: eight hex digits of what the keystore knows it by. Needs no settings: on a
machine that lost its keys there are none.
"""

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256

from privacy.enums import KeyPurpose
from privacy.secret import KeySet, Secret

CHECK_LABEL = b"countersign/key-check/v1/"
BYTES = 4


def check_value(purpose: KeyPurpose, version: int, key: bytes) -> bytes:
    """What the keystore knows a key by."""
    return hmac.digest(key, CHECK_LABEL + f"{purpose}/{version}".encode(), "sha256")


def fingerprint_of_key(purpose: KeyPurpose, version: int, key: bytes) -> str:
    """Like ``9F3A-22C1``."""
    return _grouped(check_value(purpose, version, key))


def fingerprint_of_recipient(recipient: str) -> str:
    """The same of a backup's public key, ``age1…``: its secret key, on paper, has this name as well."""
    return _grouped(sha256(recipient.strip().encode()).digest())


def fingerprints(keys: KeySet) -> dict[str, str]:
    """Of every key that is configured, by what it is called: ``{"KEK 1": "9F3A-22C1", …}``."""
    return {
        f"{purpose.label} {version}": fingerprint_of_key(purpose, version, key.reveal())
        for purpose, version, key in each_key(keys)
    }


def each_key(keys: KeySet) -> Iterable[tuple[KeyPurpose, int, Secret]]:
    """Every key with its purpose and version, the newest version last."""
    parts: Mapping[KeyPurpose, Mapping[int, Secret]] = {
        KeyPurpose.IDX: keys.idx,
        KeyPurpose.SIG: keys.sig,
        KeyPurpose.KEK: keys.kek,
    }
    for purpose, versions in parts.items():
        for version in sorted(versions):
            yield purpose, version, versions[version]


def _grouped(digest: bytes) -> str:
    text = digest[:BYTES].hex().upper()
    return f"{text[:4]}-{text[4:]}"
