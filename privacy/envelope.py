"""The bytes of a sealed blob. Pure functions: no Django, no database.

::

    sealed = format 1 B | KEK version 2 B | nonce 12 B | AES-256-GCM(DEK, JSON padded to 64 B steps)
    DEK    = HMAC-SHA256(KEK, "<domain>/v1" | subject_id | salt [| scope salt])

Each part of what is hashed or authenticated stands behind its length, so that no two different
lists of parts are ever the same bytes.
"""

import hmac
import json
import os
import struct
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from privacy.exceptions import BrokenSeal

FORMAT = 1
HEADER = struct.Struct(">BH")
NONCE_BYTES = 12
TAG_BYTES = 16
STEP = 64
BODY = HEADER.size + NONCE_BYTES
# json.dumps() with these arguments makes one anew each time.
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def framed(*parts: bytes) -> bytes:
    """The parts, each behind its length in two bytes."""
    return b"".join(len(part).to_bytes(2) + part for part in parts)


def derive_key(kek: bytes, domain: str, subject_id: UUID, salt: bytes, scope_salt: bytes = b"") -> bytes:
    """The 32-byte key of one subject."""
    return hmac.digest(kek, framed(f"{domain}/v1".encode(), subject_id.bytes, salt, scope_salt), "sha256")


def header_of(kek_version: int) -> bytes:
    """First bytes of every blob sealed under this version: what rotation looks for."""
    return HEADER.pack(FORMAT, kek_version)


def version_of(blob: bytes) -> int:
    """KEK version a blob was sealed with. Raises BrokenSeal for what is no blob."""
    if len(blob) < BODY + STEP + TAG_BYTES:
        raise BrokenSeal("The blob is cut.")
    form, version = HEADER.unpack_from(blob)
    if form != FORMAT:
        raise BrokenSeal("The blob is of an unknown format.")
    return int(version)


class Place(NamedTuple):
    """What a blob is tied to: moved to another column, row or subject it does not open."""

    column: str  # "<app_label>.<model>.<field>"
    subject_id: UUID
    public_id: UUID

    def bound_to(self, header: bytes) -> bytes:
        return framed(header, self.column.encode(), self.subject_id.bytes, self.public_id.bytes)


def seal(data: dict[str, Any], place: Place, *, key: bytes, kek_version: int, least: int = STEP) -> bytes:
    """Seal JSON-able ``data``, padded with spaces: the length tells nothing finer than 64 bytes.

    ``least`` bytes are filled up in any case: what fits into them all has one length.
    """
    plain = _as_json(data).encode("utf-8", "surrogatepass")
    plain = plain.ljust(-(-max(len(plain), least) // STEP) * STEP)
    header = header_of(kek_version)
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + AESGCM(key).encrypt(nonce, plain, place.bound_to(header))


def unseal(blob: bytes, place: Place, *, key: bytes) -> dict[str, Any]:
    """Open a blob. Raises BrokenSeal if a bit of it, its key or its place is not what it was."""
    version_of(blob)
    header, nonce, rest = blob[: HEADER.size], blob[HEADER.size : BODY], blob[BODY:]
    try:
        plain = AESGCM(key).decrypt(nonce, rest, place.bound_to(header))
    except InvalidTag:
        raise BrokenSeal(
            f"{place.column}: the blob was altered, moved, or sealed with another key."
        ) from None
    data: dict[str, Any] = json.loads(plain.decode("utf-8", "surrogatepass"))
    return data
