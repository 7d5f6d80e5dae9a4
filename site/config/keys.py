"""The keys of the installation, each from the environment or from its file."""

from collections.abc import Callable
from pathlib import Path

from config.environment import secret_file, text
from privacy.secret import KeySet, parse_keys


def read_keys(secret: Callable[[str, str], str]) -> KeySet:
    """What ``secret(name, file of development)`` gives for each; stops the boot like that.

    There is no KEK where its file is away: refused at the first use, unless the lock took it.
    """
    file = secret_file("KEK")
    is_away = file and not text("KEK") and not Path(file).exists()
    return KeySet(
        kek={} if is_away else parse_keys(secret("KEK", "kek")),
        idx=parse_keys(secret("IDX", "idx")),
        sig=parse_keys(secret("SIG", "sig")),
    )
