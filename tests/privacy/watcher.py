"""A process that says when it saw the lock: one line with the time for each change, into a file."""

import time
from pathlib import Path

from privacy.exceptions import VaultLocked
from privacy.keyring import keyring

SECONDS = 30


def run(name: str) -> None:
    """Use the key again and again, until the test kills it."""
    before, until = None, time.monotonic() + SECONDS
    file = Path(name)
    while time.monotonic() < until:
        try:
            keyring().kek(keyring().kek.newest)
            locked = False
        except VaultLocked:
            locked = True
        if locked != before:
            with file.open("a") as out:
                out.write(f"{locked:d} {time.time()}\n")
            before = locked
        # As often as requests come; not what is waited for.
        time.sleep(0.01)
