"""Make the keys of a development site in DIRECTORY, each readable by its owner only; keep those that exist.

Usage: python scripts/dev_keys.py DIRECTORY. Runs before anything is installed.
"""

import base64
import os
import secrets
import sys
from pathlib import Path

VERSIONED = ("kek", "idx", "sig")


def make_key(file: Path, text: str) -> None:
    """Write one key with mode 0400; an existing one is never touched, for what it sealed would be lost."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as opened:
        opened.write(text + "\n")


def main(directory: Path) -> None:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_key(directory / "secret_key", secrets.token_urlsafe(48))
    make_key(directory / "staff_password", secrets.token_urlsafe(12))
    # What an authenticator app would hold: 20 bytes in base32.
    make_key(directory / "staff_totp", base64.b32encode(secrets.token_bytes(20)).decode())
    for name in VERSIONED:
        make_key(directory / name, "1:" + base64.b64encode(secrets.token_bytes(32)).decode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
