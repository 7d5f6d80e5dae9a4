"""System checks of the vault. Ids are stable: never give one to another fault.

Those tagged "database" run with ``migrate``, ``check --database`` and when a worker starts; a web
process refuses wrong keys by itself at its first use of one (``privacy.keyring``).
"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections, router

from privacy import conf, retention
from privacy.exceptions import KeystoreMissing, WrongKey
from privacy.key_place import present_keys
from privacy.keyring import Keyring, first_sealed, verify
from privacy.models.keystore import KeyCheck, SubjectKey
from privacy.router import KEYSTORE
from privacy.shapes import SealedShape
from privacy.walk import sealed_models
from privacy.zones import zone_or_none

type Apps = Sequence[AppConfig] | None


@register("countersign")
def check_setting(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E001: unknown keys and wrong types in COUNTERSIGN."""
    return [
        Error(fault, id="countersign.E001") for fault in conf.faults(getattr(settings, conf.SETTING, None))
    ]


@register("countersign")
def check_retention_longer(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E007: RETENTION_LONGER names a rule that no installed app has."""
    if conf.faults(getattr(settings, conf.SETTING, None)):
        return []
    return [
        Error(
            f"RETENTION_LONGER names {key!r}, which is no retention rule.",
            hint=f"The rules are {', '.join(rule.key for rule in retention.rules())}.",
            id="countersign.E007",
        )
        for key in sorted(conf.current().retention_longer)
        if retention.find_rule(key) is None
    ]


@register("countersign")
def check_organization_zone(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E008: ORGANIZATION_ZONE is no time zone."""
    if conf.faults(getattr(settings, conf.SETTING, None)):
        return []
    name = conf.current().organization_zone
    if not name or zone_or_none(name) is not None:
        return []
    hint = "Name one of the IANA list, like America/Denver."
    return [Error("ORGANIZATION_ZONE is no time zone.", hint=hint, id="countersign.E008")]


@register("countersign")
def check_keystore_apart(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E002: the keystore is a second database, and the router sends its tables there."""
    if KEYSTORE not in connections.databases:
        return [Error("DATABASES has no alias 'keystore'.", id="countersign.E002")]
    if router.db_for_write(SubjectKey) != KEYSTORE:
        return [
            Error(
                "The keystore's tables are not sent to the keystore.",
                hint="Put 'privacy.router.KeystoreRouter' first in DATABASE_ROUTERS.",
                id="countersign.E002",
            )
        ]
    names = {alias: connections.databases[alias] for alias in ("default", KEYSTORE)}
    places = {
        (one["ENGINE"], str(one["NAME"]), one.get("HOST"), str(one.get("PORT"))) for one in names.values()
    }
    if len(places) == 1:
        return [Error("The keystore is the main database.", id="countersign.E002")]
    return []


@register("countersign")
def check_sealed_models(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E003: a sealed model lacks its domain, its shape or its public_id."""
    faults: list[CheckMessage] = []
    for model in sealed_models():
        shape = getattr(model, "Sealed", None)
        if not isinstance(getattr(model, "seal_domain", None), str) or not (
            isinstance(shape, type) and issubclass(shape, SealedShape)
        ):
            faults.append(Error("Set seal_domain and Sealed.", obj=model, id="countersign.E003"))
        if "public_id" not in {field.name for field in model._meta.get_fields()}:
            faults.append(Error("A sealed model needs a public_id.", obj=model, id="countersign.E003"))
    return faults


@register(Tags.database)
def check_keys(app_configs: Apps, databases: Sequence[str] | None, **kwargs: Any) -> list[CheckMessage]:
    """E004: a wrong key, a key removed while it is in use, or a keystore that is not there."""
    if not databases or conf.faults(getattr(settings, conf.SETTING, None)):
        return []
    try:
        if _is_first_start():
            return []
        verify(Keyring(present_keys()))
    except (WrongKey, KeystoreMissing) as refusal:
        return [Error(str(refusal), id="countersign.E004")]
    return []


def _is_first_start() -> bool:
    """Nothing was migrated into the keystore yet, and nothing sealed that would need it."""
    try:
        tables = connections[KEYSTORE].introspection.table_names()
    except DatabaseError as error:
        raise KeystoreMissing(f"The keystore can't be reached ({type(error).__name__}).") from None
    return KeyCheck._meta.db_table not in tables and not first_sealed()


@register(Tags.database)
def check_clusters(app_configs: Apps, databases: Sequence[str] | None, **kwargs: Any) -> list[CheckMessage]:
    """E005: on PostgreSQL the keystore is a cluster of its own.

    In one cluster both databases share a WAL, where 1,000 of 1,000 deleted salts were still found
    after VACUUM FULL.
    """
    if not databases or {connections[alias].vendor for alias in ("default", KEYSTORE)} != {"postgresql"}:
        return []
    identifiers = set()
    for alias in ("default", KEYSTORE):
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT system_identifier FROM pg_control_system()")
            identifiers.add(cursor.fetchone())
    if len(identifiers) == 1:
        return [
            Error(
                "The keystore is in the main database's PostgreSQL cluster: erased keys stay in its WAL.",
                hint="Give it a cluster of its own (pg_createcluster), with its own archive and snapshots.",
                id="countersign.E005",
            )
        ]
    return []


# What the keystore must run with, so that it keeps what was written and nothing that was deleted.
SQLITE_SETTINGS = (
    ("PRAGMA secure_delete", {1}, "secure_delete=ON: deleted salts are overwritten"),
    ("PRAGMA journal_mode", {"delete"}, "journal_mode=DELETE: a WAL would keep deleted salts"),
    (
        "PRAGMA synchronous",
        {2, 3},
        "synchronous=FULL or EXTRA: a salt must outlive a power cut as its row does",
    ),
)
# Measured on PostgreSQL 15: 1,000 of 1,000 deleted salts stood in recycled segments after VACUUM
# FULL, pg_switch_wal and a checkpoint; 0 without recycling.
POSTGRES_SETTINGS = (
    ("SHOW wal_recycle", {"off"}, "wal_recycle=off: segments are renamed, and keep deleted salts"),
    ("SHOW wal_keep_size", {"0"}, "wal_keep_size=0: segments are kept, and deleted salts with them"),
    (
        "SELECT pg_has_role('pg_read_all_stats', 'USAGE')",
        {True},
        "GRANT pg_read_all_stats to its role: a scrub must see the dump of another role, and wait for it",
    ),
)


@register(Tags.database)
def check_keystore_settings(
    app_configs: Apps, databases: Sequence[str] | None, **kwargs: Any
) -> list[CheckMessage]:
    """E006: a keystore that would keep what was deleted, or forget what was written."""
    if not databases:
        return []
    faults: list[CheckMessage] = []
    on_sqlite = connections[KEYSTORE].vendor == "sqlite"
    with connections[KEYSTORE].cursor() as cursor:
        for question, accepted, why in SQLITE_SETTINGS if on_sqlite else POSTGRES_SETTINGS:
            cursor.execute(question)
            if cursor.fetchone()[0] not in accepted:
                faults.append(Error(f"The keystore must run with {why}.", id="countersign.E006"))
    return faults
