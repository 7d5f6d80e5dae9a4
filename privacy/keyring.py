"""The installation's keys, checked against the keystore before the first of them is used.

A wrong key must never write: what it seals nobody could read. So the first use in each process
compares every configured key with its row in ``KeyCheck`` and refuses.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy import conf
from privacy.enums import KeyPurpose
from privacy.exceptions import KeystoreMissing, VaultLocked, WrongKey
from privacy.fingerprints import check_value
from privacy.key_place import present_keys
from privacy.lock import is_locked, refuse_while_locked
from privacy.models.keystore import KeyCheck
from privacy.router import KEYSTORE
from privacy.secret import KeySet, Secret
from privacy.walk import sealed_models

TAKEN = gettext_lazy("The lock took the KEK away, and it is not back on this machine.")
NOT_THERE = gettext_lazy(
    "The file of the KEK is not there, and the vault is not locked: put it back by manage.py recover_keys."
)
# Links are signed and read while the vault is locked: everybody can leave at any time.
LOCKED_AWAY = frozenset({KeyPurpose.KEK, KeyPurpose.IDX})


@dataclass(frozen=True)
class VersionedKey:
    """All versions of one key. The highest is the newest: it writes, the others only read."""

    purpose: KeyPurpose
    _keys: Mapping[int, Secret] = field(repr=False)

    @cached_property
    def newest(self) -> int:
        """Raises VaultLocked where the lock took the key away."""
        if not self._keys:
            raise VaultLocked(TAKEN)
        return max(self._keys)

    @cached_property
    def versions(self) -> tuple[int, ...]:
        """Newest first."""
        return tuple(sorted(self._keys, reverse=True))

    def __call__(self, version: int) -> bytes:
        """Raises WrongKey for a version that is not configured, VaultLocked while KEK and IDX are."""
        if self.purpose in LOCKED_AWAY:
            refuse_while_locked()
        if not self._keys:
            raise VaultLocked(TAKEN)
        return self.even_if_locked(version)

    def even_if_locked(self, version: int) -> bytes:
        """To compare it with what the keystore knows it by, and for nothing else. Raises WrongKey."""
        try:
            return self._keys[version].reveal()
        except KeyError:
            says = _("%(key)s is not among the configured keys.")
            raise WrongKey(says % {"key": f"{self.purpose.label} {version}"}) from None


class Keyring:
    """``kek(version)``, ``idx(version)``, ``sig(version)`` give bytes; all have ``newest``, ``versions``."""

    def __init__(self, keys: KeySet) -> None:
        self.kek = VersionedKey(KeyPurpose.KEK, keys.kek)
        self.idx = VersionedKey(KeyPurpose.IDX, keys.idx)
        self.sig = VersionedKey(KeyPurpose.SIG, keys.sig)

    def __repr__(self) -> str:
        return "<Keyring>"

    def each(self) -> tuple[VersionedKey, ...]:
        return self.kek, self.idx, self.sig


_verified: tuple[KeySet, Keyring] | None = None


def keyring() -> Keyring:
    """The keys, verified once per process. Raises WrongKey or KeystoreMissing, at every call.

    A process that began while the KEK's file was taken away looks each time whether it is back; until then
    what needs it raises VaultLocked.
    """
    global _verified  # noqa: PLW0603 (once per process; two threads may do it twice, harmlessly)
    keys = conf.current().keys
    is_old = _verified is None or _verified[0] is not keys
    if _verified is None or is_old or (not _verified[1].kek.versions and present_keys().kek):
        ring = Keyring(present_keys())
        verify(ring)
        _verified = keys, ring
    return _verified[1]


def forget_keyring() -> None:
    """Verify again at the next use."""
    global _verified  # noqa: PLW0603
    _verified = None


def verify(ring: Keyring) -> None:
    """Compare the configured keys with those that this installation was sealed with; note new versions.

    Raises WrongKey (another key, a key removed too early, a version that is not the newest) or
    KeystoreMissing. Fails closed: whatever can't be read is refused. Without a KEK nothing is refused as
    long as the vault is locked: pages stay up, whatever is started anew.
    """
    try:
        known = {(check.purpose, check.version): check for check in KeyCheck.objects.using(KEYSTORE)}
    except DatabaseError as error:
        says = _("The keystore can't be read (%(error)s).")
        raise KeystoreMissing(says % {"error": type(error).__name__}) from None
    if not known and (sealed := first_sealed()):
        says = _("The keystore is empty, but %(table)s holds sealed rows: put the right one back.")
        raise KeystoreMissing(says % {"table": sealed})
    parts = [part for part in ring.each() if part.versions]
    if not ring.kek.versions and not is_locked():
        raise WrongKey(NOT_THERE)
    fresh = [check for part in parts for check in _compare(part, known)]
    if fresh:
        with transaction.atomic(using=KEYSTORE):
            KeyCheck.objects.using(KEYSTORE).bulk_create(fresh, ignore_conflicts=True)
        # Another process may have written another key under the same version just before us.
        verify(ring)


def is_in_use(purpose: KeyPurpose, version: int) -> bool:
    """Whether anything is made with that version in this installation, whatever this process knows."""
    return (
        KeyCheck.objects.using(KEYSTORE)
        .filter(purpose=purpose, version=version, retired__isnull=True)
        .exists()
    )


def retired_versions(purpose: KeyPurpose) -> set[int]:
    """Versions of which nothing was left, or what was left was given up."""
    retired = KeyCheck.objects.using(KEYSTORE).filter(purpose=purpose, retired__isnull=False)
    return set(retired.values_list("version", flat=True))


def _compare(part: VersionedKey, known: Mapping[tuple[str, int], KeyCheck]) -> list[KeyCheck]:
    """Refuse what does not fit ``known``; return the checks of versions seen for the first time."""
    name = part.purpose.label
    recorded = {version: check for (purpose, version), check in known.items() if purpose == part.purpose}
    for version, check in recorded.items():
        if version not in part.versions and check.retired is None:
            says = _("%(key)s is missing, and still in use. Put it back, then run rotate_keys.")
            raise WrongKey(says % {"key": f"{name} {version}"})
    fresh = []
    for version in part.versions:
        value = check_value(part.purpose, version, part.even_if_locked(version))
        if version in recorded:
            if not hmac.compare_digest(bytes(recorded[version].check_value), value):
                says = _("%(key)s is not the key that this installation was sealed with.")
                raise WrongKey(says % {"key": f"{name} {version}"})
        elif recorded and version < max(recorded):
            says = _("%(key)s is unknown: a new key gets a version above %(newest)d.")
            raise WrongKey(says % {"key": f"{name} {version}", "newest": max(recorded)})
        else:
            fresh.append(KeyCheck(purpose=part.purpose, version=version, check_value=value))
    return fresh


def first_sealed() -> str:
    """Label of a model that holds a sealed row, or ""."""
    for model in sealed_models():
        try:
            if model._default_manager.filter(sealed__isnull=False).exists():
                return model._meta.label
        except DatabaseError:
            # No such table yet: the first migration of a fresh installation is under way.
            continue
    return ""
