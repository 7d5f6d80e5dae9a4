"""Keep PostgreSQL's statistics off the keys: ANALYZE copies up to 100 values of a column into pg_statistic.

Measured on PostgreSQL 15: of 1,000 salts analysed and then destroyed, 100 still stood in pg_statistic's
file after VACUUM FULL, pg_switch_wal and a checkpoint of the keystore. What was gathered before stays there;
no installation had keys before this.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KEYS = (("SubjectKey", "salt"), ("ScopeKey", "salt"), ("DayKey", "key"))
NO_STATISTICS, DEFAULT_STATISTICS = 0, -1


def set_statistics(apps: StateApps, editor: BaseDatabaseSchemaEditor, target: int) -> None:
    if editor.connection.vendor != "postgresql":
        return
    for model, column in KEYS:
        table = editor.quote_name(apps.get_model("countersign_privacy", model)._meta.db_table)
        editor.execute(f"ALTER TABLE {table} ALTER COLUMN {editor.quote_name(column)} SET STATISTICS {target}")


def keep_off(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    set_statistics(apps, editor, NO_STATISTICS)


def allow_again(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    set_statistics(apps, editor, DEFAULT_STATISTICS)


class Migration(migrations.Migration):
    dependencies = [("countersign_privacy", "0001_initial")]
    # The hint sends it to the keystore, by our router.
    operations = [migrations.RunPython(keep_off, allow_again, hints={"model_name": "subjectkey"})]
