"""A process that says what it saw of the lock: one line for each change, into a file.

With each the time of its last question before: whoever asks later sees the change, however long a busy
machine takes over the answer.
"""

import time
from pathlib import Path

from privacy.exceptions import VaultLocked
from privacy.keyring import keyring

SECONDS = 120


def run(name: str) -> None:
    """Use the key again and again, until the test kills it."""
    before, until = None, time.monotonic() + SECONDS
    file, earlier = Path(name), time.time()
    while time.monotonic() < until:
        asked = time.time()
        try:
            keyring().kek(keyring().kek.newest)
            locked = False
        except VaultLocked:
            locked = True
        if locked != before:
            with file.open("a") as out:
                out.write(f"{locked:d} {earlier}\n")
            before = locked
        earlier = asked
        # As often as requests come; not what is waited for.
        time.sleep(0.01)
