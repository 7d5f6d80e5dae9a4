"""The secrets of second steps at rest: sealed with a key made from SIG.

Not with KEK: whoever unlocks the vault has to prove who they are while it is locked. Old versions of SIG
open what was sealed with them, so nothing has to be sealed anew when it is rotated. A copy of the
database without the keys holds no code of anybody's.
"""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from privacy.exceptions import BrokenSeal
from privacy.keyring import keyring

LABEL = b"countersign/staff-factor/v1"
NONCE_BYTES = 12


def _cipher(version: int) -> AESGCM:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=LABEL).derive(keyring().sig(version))
    return AESGCM(key)


def seal(text: str) -> str:
    """``version.base64``, sealed with the newest SIG."""
    version = keyring().sig.newest
    nonce = secrets.token_bytes(NONCE_BYTES)
    blob = nonce + _cipher(version).encrypt(nonce, text.encode(), LABEL)
    return f"{version}.{base64.urlsafe_b64encode(blob).decode()}"


def open_sealed(sealed: str) -> str:
    """What ``seal()`` was given. Raises WrongKey for a SIG that is gone, BrokenSeal for anything else."""
    version, dot, encoded = sealed.partition(".")
    if not (dot and version.isascii() and version.isdigit()):
        raise BrokenSeal
    try:
        blob = base64.urlsafe_b64decode(encoded)
        return _cipher(int(version)).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], LABEL).decode()
    except (ValueError, InvalidTag):
        raise BrokenSeal from None
