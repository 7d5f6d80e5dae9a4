"""Rows and keys for tests of the vault. A Supporter stands for any sealed row."""

import os
from collections.abc import Mapping

from privacy import conf, sealing
from privacy.secret import KEY_BYTES, KeySet, Secret
from supporters.models import Supporter, SupporterDetails


def new_person(**details) -> Supporter:
    """An unsaved sealed row."""
    row = Supporter(language="en")
    sealing.seal_new(row, SupporterDetails(**({"email": "ada@example.org", "given_name": "Ada"} | details)))
    return row


def person(**details) -> Supporter:
    row = new_person(**details)
    row.save()
    return row


def people(count: int) -> list[Supporter]:
    rows = [new_person(email=f"person{number}@example.org") for number in range(count)]
    return Supporter.objects.bulk_create(rows)


def new_key() -> Secret:
    return Secret(os.urandom(KEY_BYTES))


def with_keys(settings, *, kek=None, idx=None, sig=None) -> KeySet:
    """Set other keys, each a mapping by version; what is not named stays as it is."""
    now = conf.current().keys
    keys = KeySet(kek=kek or now.kek, idx=idx or now.idx, sig=sig or now.sig)
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "KEYS": keys}
    return keys


def plus_one(keys: Mapping[int, Secret]) -> dict[int, Secret]:
    """The same keys and a newer one."""
    return {**keys, max(keys) + 1: new_key()}
