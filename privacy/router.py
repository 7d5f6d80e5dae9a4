"""Sends the keystore's tables to the second database, and everything else away from it."""

from typing import Any

from django.db.models import Model

from privacy.labels import LABEL

KEYSTORE = "keystore"
# By name: the models of a migration carry no module and no attribute of ours.
TABLES = frozenset({"subjectkey", "scopekey", "erasedmark", "daykey", "keycheck", "keystorenote"})


def is_keystore_table(app_label: str, model_name: str | None) -> bool:
    return app_label == LABEL and model_name in TABLES


class KeystoreRouter:
    """Put first in ``DATABASE_ROUTERS``; keystore rows never share a database with what they unlock."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return KEYSTORE if is_keystore_table(model._meta.app_label, model._meta.model_name) else None

    db_for_write = db_for_read

    def allow_relation(self, first: Model, second: Model, **hints: Any) -> bool | None:
        sides = {is_keystore_table(row._meta.app_label, row._meta.model_name) for row in (first, second)}
        return False if len(sides) == 2 else None

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool | None:
        if is_keystore_table(app_label, model_name):
            return db == KEYSTORE
        return False if db == KEYSTORE else None
