"""Keys in memory: wrapped, so that no repr, traceback, log or pickle shows one. Knows no Django."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn, Self

from privacy.exceptions import BadKeys

KEY_BYTES = 32
MAX_VERSION = 0xFFFF


class Secret:
    """Bytes that only ``reveal()`` shows. Compares in constant time, can't be pickled."""

    __slots__ = ("_value",)

    def __init__(self, value: bytes) -> None:
        self._value = bytes(value)

    def reveal(self) -> bytes:
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._value, other._value)

    __hash__ = None  # type: ignore[assignment]  # a hash would be a fingerprint of the key

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("A Secret can't be pickled.")


@dataclass(frozen=True)
class KeySet:
    """The keys of an installation by version. The newest version writes, all of them read.

    The KEK alone may be missing: the lock takes its file away where that lies in memory.
    """

    kek: Mapping[int, Secret]
    idx: Mapping[int, Secret]
    sig: Mapping[int, Secret]

    def __post_init__(self) -> None:
        seen: list[Secret] = []
        for name, keys in (("KEK", self.kek), ("IDX", self.idx), ("SIG", self.sig)):
            if not keys and name != "KEK":
                raise BadKeys(f"{name} holds no key.")
            for version, key in keys.items():
                if not 1 <= version <= MAX_VERSION:
                    raise BadKeys(f"{name}: a version is a number from 1 to {MAX_VERSION}.")
                if len(key.reveal()) != KEY_BYTES:
                    raise BadKeys(f"{name} {version} is not {KEY_BYTES} bytes long.")
                if key in seen:
                    raise BadKeys(f"{name} {version} repeats another key: each must be its own.")
                seen.append(key)


def parse_keys(text: str) -> dict[int, Secret]:
    """Read ``1:base64`` lines, one key each; blank lines and lines beginning with # are skipped.

    Raises BadKeys, which names the line and never its content.
    """
    keys: dict[int, Secret] = {}
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        version, colon, encoded = line.partition(":")
        if not colon or not version.strip().isascii() or not version.strip().isdigit():
            raise BadKeys(f"Line {number} does not look like 1:base64.")
        try:
            key = base64.b64decode(encoded.strip(), validate=True)
        except binascii.Error:
            raise BadKeys(f"Line {number} is not base64.") from None
        if len(key) != KEY_BYTES:
            raise BadKeys(f"Line {number} is not a key of {KEY_BYTES} bytes.")
        if int(version) in keys:
            raise BadKeys(f"Line {number} repeats a version.")
        keys[int(version)] = Secret(key)
    if not keys:
        raise BadKeys("There is no key here.")
    return dict(sorted(keys.items()))
