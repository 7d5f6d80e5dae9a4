"""Sealing rows and opening them: the only code that fills ``subject_id`` and ``sealed``."""

import hmac
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid4

from privacy import envelope, keyring, keystore
from privacy.enums import KeyPurpose
from privacy.exceptions import BrokenSeal, Erased, LostKey, NothingSealed, ResealConflict
from privacy.shapes import SealedShape

if TYPE_CHECKING:
    from privacy.models.sealed import SealedModel

RESEAL_TRIES = 20
# Where ``SealedModel`` is, which imports this module.
SEALED_MODULE = "privacy.models.sealed"


def _place_of(row: "SealedModel", subject_id: UUID) -> envelope.Place:
    model = row._meta.concrete_model or type(row)
    return envelope.Place(f"{model._meta.label_lower}.sealed", subject_id, _public_id(row))


def _public_id(row: "SealedModel") -> UUID:
    public_id: UUID = row.public_id  # type: ignore[attr-defined]
    return public_id


def seal_new(row: "SealedModel", value: SealedShape) -> None:
    """Give an unsaved row a new subject and seal ``value`` in it; the caller saves or bulk-creates it.

    Should the row never be saved, the daily sweep drops its key some days later.
    """
    if row.subject_id is not None or row.sealed is not None:
        raise ValueError(f"This {row._meta.model_name} is sealed already: use reseal().")
    subject_id, salt = keystore.draw()
    scope = row.seal_scope()
    row.sealed = _seal(row, value, subject_id, salt, keystore.scope_salt(*scope) if scope else b"")
    row.subject_id = subject_id
    row.sealed_version = 1


class SealedValues(NamedTuple):
    """What a new row has to hold to be sealed: these fields, by their names."""

    public_id: UUID
    subject_id: UUID
    sealed: bytes
    sealed_version: int


def seal_values(model: "type[SealedModel]", value: SealedShape) -> SealedValues:
    """What ``seal_new()`` would write into a row of ``model``, for rows that are inserted as values.

    Raises TypeError for a model whose rows are sealed under a scope as well.
    """
    if model.seal_scope.__module__ != SEALED_MODULE:
        raise TypeError(f"{model._meta.label} is sealed under a scope.")
    public_id, subject = uuid4(), keystore.draw()
    return SealedValues(public_id, subject.subject_id, _seal_for(model, public_id, value, subject), 1)


def _seal(row: "SealedModel", value: SealedShape, subject_id: UUID, salt: bytes, scope_salt: bytes) -> bytes:
    # A proxy's rows are those of its model.
    model: type[SealedModel] = row._meta.concrete_model or type(row)  # type: ignore[assignment]
    subject = keystore.SubjectSalt(subject_id, salt)
    return _seal_for(model, _public_id(row), value, subject, scope_salt)


def _seal_for(
    model: "type[SealedModel]",
    public_id: UUID,
    value: SealedShape,
    subject: keystore.SubjectSalt,
    scope_salt: bytes = b"",
) -> bytes:
    subject_id, salt = subject
    if not isinstance(value, model.Sealed):
        raise TypeError(f"{model._meta.label} seals a {model.Sealed.__name__}.")
    kek = keyring.keyring().kek
    return envelope.seal(
        value.to_json(),
        envelope.Place(f"{model._meta.label_lower}.sealed", subject_id, public_id),
        key=envelope.derive_key(kek(kek.newest), model.seal_domain, subject_id, salt, scope_salt),
        kek_version=kek.newest,
        least=model.Sealed.LEAST,
    )


def _open(row: "SealedModel", subject_id: UUID, blob: bytes, salt: bytes, scope_salt: bytes) -> SealedShape:
    key = envelope.derive_key(_kek_of(blob), row.seal_domain, subject_id, salt, scope_salt)
    data = envelope.unseal(blob, _place_of(row, subject_id), key=key)
    return row.Sealed.from_json(data)


def _kek_of(blob: bytes) -> bytes:
    """The KEK that a blob names. Raises WrongKey if it is in use and not configured in this process."""
    kek, version = keyring.keyring().kek, envelope.version_of(blob)
    if version not in kek.versions and not keyring.is_in_use(KeyPurpose.KEK, version):
        # The fault of this one row: its first bytes are damaged, or it was given up by rotate_keys.
        raise BrokenSeal(f"The blob names KEK {version}, with which nothing is sealed.")
    return kek(version)


def _salt_of(row: "SealedModel") -> tuple[UUID, bytes, bytes, bytes]:
    """(subject, blob, salt, scope salt) of one row that should open."""
    if row.subject_id is None or row.sealed is None:
        raise NothingSealed(f"This {row._meta.model_name} holds nothing sealed.")
    salt = keystore.salts([row.subject_id]).get(row.subject_id)
    if salt is None:
        raise _why_missing(row, keystore.erased_among([row.subject_id]))
    scope = row.seal_scope()
    return row.subject_id, bytes(row.sealed), salt, keystore.scope_salt(*scope) if scope else b""


def _why_missing(row: "SealedModel", erased: set[UUID]) -> Erased | LostKey:
    if row.subject_id in erased:
        return Erased(f"This {row._meta.model_name} was erased.")
    return LostKey(f"The key of {row._meta.label} {_public_id(row)} is lost: see `manage.py doctor`.")


def open_row(row: "SealedModel") -> Any:
    """What is sealed in one row: ``SealedModel.unseal()``."""
    return _open(row, *_salt_of(row))


def unseal_many(rows: Iterable["SealedModel"], *, skip_unreadable: bool = False) -> list[Any]:
    """What is sealed in each row, in order; None for one that was erased or is empty.

    ``skip_unreadable``: None also where the key is lost or the blob damaged, for what must not fail at
    one row of many (`manage.py doctor` tells of it). One keystore query per 500 rows, and one per scope.
    Raises LostKey, BrokenSeal or WrongKey.
    """
    rows = list(rows)
    ids = [row.subject_id for row in rows if row.subject_id is not None and row.sealed is not None]
    known = keystore.salts(ids)
    missing = [subject_id for subject_id in ids if subject_id not in known]
    # What is lost is left out like what was erased.
    erased = set(missing) if skip_unreadable else keystore.erased_among(missing)
    scopes: dict[tuple[str, str] | None, bytes | None] = {None: b""}
    if not skip_unreadable:
        return [_open_among(row, known, erased, scopes) for row in rows]
    return [_open_if_whole(row, known, erased, scopes) for row in rows]


def broken_among(rows: Iterable["SealedModel"]) -> int:
    """How many of these rows have their key and do not open with it: altered, cut, or moved."""
    rows = list(rows)
    known = keystore.salts([row.subject_id for row in rows if row.subject_id is not None])
    scopes: dict[tuple[str, str] | None, bytes | None] = {None: b""}
    broken = 0
    for row in rows:
        try:
            if row.subject_id in known:
                _open_among(row, known, set(), scopes)
        except BrokenSeal:
            broken += 1
        except LostKey:
            # The scope's: counted with the keys that are lost.
            continue
    return broken


def _open_if_whole(
    row: "SealedModel",
    known: dict[UUID, bytes],
    erased: set[UUID],
    scopes: dict[tuple[str, str] | None, bytes | None],
) -> SealedShape | None:
    try:
        return _open_among(row, known, erased, scopes)
    except (BrokenSeal, LostKey):
        return None


def _open_among(
    row: "SealedModel",
    known: dict[UUID, bytes],
    erased: set[UUID],
    scopes: dict[tuple[str, str] | None, bytes | None],
) -> SealedShape | None:
    if row.subject_id is None or row.sealed is None or row.subject_id in erased:
        return None
    if row.subject_id not in known:
        raise _why_missing(row, erased)
    scope = row.seal_scope()
    if scope is not None and scope not in scopes:
        try:
            scopes[scope] = keystore.scope_salt(*scope)
        except Erased:
            scopes[scope] = None
    scope_salt = scopes[scope]
    if scope_salt is None:
        return None
    return _open(row, row.subject_id, bytes(row.sealed), known[row.subject_id], scope_salt)


def reseal(row: "SealedModel", change: Callable[[Any], SealedShape]) -> Any:
    """Change what is sealed in a saved row: the only writer of existing ones. Returns the new value.

    ``change`` gets the present value and returns the next; it may run several times, for when
    another writer was faster it starts again from what that one wrote. It always writes with the
    newest key. Raises what ``unseal()`` raises, and ResealConflict after 20 tries.
    """
    rows = type(row)._base_manager.filter(pk=row.pk)
    for _try in range(RESEAL_TRIES):
        subject_id, blob, salt, scope_salt = _salt_of(row)
        value = change(_open(row, subject_id, blob, salt, scope_salt))
        sealed = _seal(row, value, subject_id, salt, scope_salt)
        seen = row.sealed_version
        # The number decides between two writers; the subject, that nobody emptied the row meanwhile.
        if rows.filter(sealed_version=seen, subject_id=subject_id).update(
            sealed=sealed, sealed_version=seen + 1
        ):
            row.sealed, row.sealed_version = sealed, seen + 1
            return value
        row.refresh_from_db(fields=["subject_id", "sealed", "sealed_version"])
    raise ResealConflict(f"This {row._meta.model_name} is being changed by too many at once.")


def own_prints(
    rows: "Sequence[SealedModel]", texts: Sequence[bytes], *, like: Sequence[str] | None = None
) -> list[str | None]:
    """What each text is under its row's own key, to be told again later without being kept: once the key is
    destroyed nobody can try which text it was. None where it is gone, or a key of ``like`` is.

    ``like`` are earlier answers of this function: made with the version of the key that each of them has.
    For rows without a scope. One keystore query.
    """
    known = keystore.salts([row.subject_id for row in rows if row.subject_id is not None])
    kek = keyring.keyring().kek
    newest = kek.newest
    found: list[str | None] = []
    for number, (row, text) in enumerate(zip(rows, texts, strict=True)):
        version = int(like[number].partition(".")[0]) if like is not None else newest
        salt = known.get(row.subject_id) if row.subject_id is not None else None
        if row.subject_id is None or salt is None or version not in kek.versions:
            found.append(None)
            continue
        key = envelope.derive_key(kek(version), f"{row.seal_domain}_print", row.subject_id, salt)
        found.append(f"{version}.{hmac.digest(key, text, 'sha256')[:16].hex()}")
    return found


def rewrap(row: "SealedModel", salt: bytes) -> bytes | None:
    """The row's blob under the newest KEK, its content untouched; None if its scope's key is gone.

    For ``rotate_keys`` alone, which writes it by compare-and-swap as ``reseal()`` does. Raises
    BrokenSeal for a damaged blob.
    """
    if row.subject_id is None or row.sealed is None:
        return None
    scope = row.seal_scope()
    try:
        scope_salt = keystore.scope_salt(*scope) if scope else b""
    except (Erased, LostKey):
        return None
    kek, blob = keyring.keyring().kek, bytes(row.sealed)
    place = _place_of(row, row.subject_id)
    old, new = (
        envelope.derive_key(key, row.seal_domain, row.subject_id, salt, scope_salt)
        for key in (_kek_of(blob), kek(kek.newest))
    )
    said, least = envelope.unseal(blob, place, key=old), row.Sealed.LEAST
    return envelope.seal(said, place, key=new, kek_version=kek.newest, least=least)
