"""The writing of an age secret key (bech32, BIP 173): 32 bytes and a checksum as letters."""

PREFIX = "age-secret-key-"
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
CHECKSUM = 6


def identity_bytes(identity: str) -> bytes:
    """The 32 bytes of ``AGE-SECRET-KEY-1…``. Raises ValueError."""
    prefix, _one, letters = identity.strip().casefold().rpartition("1")
    values = [LETTERS.index(letter) for letter in letters]
    if prefix != PREFIX or _polymod([*_expanded(prefix), *values]) != 1:
        raise ValueError("This is no age secret key.")
    return bytes(_regrouped(values[:-CHECKSUM], of=5, into=8, pad=False))


def identity_of(key: bytes) -> str:
    """``AGE-SECRET-KEY-1…`` of 32 bytes."""
    values = _regrouped(list(key), of=8, into=5, pad=True)
    remainder = _polymod([*_expanded(PREFIX), *values, *[0] * CHECKSUM]) ^ 1
    check = [(remainder >> 5 * (CHECKSUM - 1 - place)) & 31 for place in range(CHECKSUM)]
    return f"{PREFIX}1{''.join(LETTERS[value] for value in [*values, *check])}".upper()


def _expanded(prefix: str) -> list[int]:
    return [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, part in enumerate(GENERATOR):
            check ^= part if (top >> bit) & 1 else 0
    return check


def _regrouped(values: list[int], *, of: int, into: int, pad: bool) -> list[int]:
    """Numbers of ``of`` bits as numbers of ``into`` bits."""
    held, bits, found = 0, 0, []
    for value in values:
        held = held << of | value
        bits += of
        while bits >= into:
            bits -= into
            found.append(held >> bits & (1 << into) - 1)
    if pad and bits:
        found.append(held << into - bits & (1 << into) - 1)
    return found
