"""Which migrations let two releases run on one database at a time (docs/developers/migrations.md)."""

from collections.abc import Iterator

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import CheckConstraint, Field

# The newest migration of each app when the rule was written. None of these was run beside an older release.
LANDED = {
    "countersign_campaigns": "0005",
    "countersign_donations": "0003",
    "countersign_events": "0004",
    "countersign_mailings": "0001",
    "countersign_outbox": "0006",
    "countersign_petitions": "0004",
    "countersign_privacy": "0006",
    "countersign_supporters": "0013",
    "site_pages": "0004",
}
MARK = "allowed"

STILL_READ = "the old release still reads it"
NOT_WRITTEN = "the old release inserts rows without it: give it null=True or a db_default"
NULLS_WRITTEN = "the old release may still write NULL: fill it first, forbid it in a later release"
REWRITES = "the table is rewritten, and locked meanwhile: add a column, fill it, move over"
LOCKS = "writers wait while it is built: on PostgreSQL build it CONCURRENTLY, apart"
SCANS = "writers wait while all rows are read: add it NOT VALID, then validate"
ONE_TRANSACTION = "all rows are locked until it ends: atomic = False, in batches, and elidable=True"


def is_new(migration: Migration) -> bool:
    """Whether it came after the rule."""
    return migration.name[:4] > LANDED.get(migration.app_label, "")


def faults_of(migration: Migration, state: ProjectState) -> Iterator[str]:
    """``Operation model.name: why not``, for each that is not marked; ``state`` is moved past the migration.

    The mark is a dict of the class: ``allowed = {"RemoveField partner.logo": "unread since 1.2"}``.
    """
    marks = getattr(migration, MARK, {})
    made: set[str] = set()
    for operation in migration.operations:
        for name, why in _dangers(operation, migration, state, made):
            if not marks.get(name):
                yield f"{name}: {why}"
        operation.state_forwards(migration.app_label, state)


def _dangers(
    operation: Operation, migration: Migration, state: ProjectState, made: set[str]
) -> Iterator[tuple[str, str]]:
    kind = type(operation).__name__
    if isinstance(operation, ops.SeparateDatabaseAndState):
        for inner in operation.database_operations:
            yield from _dangers(inner, migration, state, made)
    elif isinstance(operation, ops.RunPython | ops.RunSQL):
        if migration.atomic or not operation.elidable:
            yield kind, ONE_TRANSACTION
    elif isinstance(operation, ops.CreateModel):
        made.add(operation.name.lower())
    elif isinstance(operation, ops.DeleteModel | ops.RenameModel | ops.AlterModelTable):
        yield f"{kind} {_name(operation)}", STILL_READ
    # A table of the same migration is known to no older release.
    elif (model := getattr(operation, "model_name", "").lower()) not in made:
        for why in _dangers_to(model, operation, migration, state):
            yield f"{kind} {model}.{_name(operation)}", why


def _dangers_to(model: str, operation: Operation, migration: Migration, state: ProjectState) -> Iterator[str]:
    """What is wrong with an operation on a table that was there before."""
    match operation:
        case ops.RemoveField() | ops.RenameField():
            yield STILL_READ
        case ops.AddField(field=field) if _is_column(field) and not _is_filled(field):
            yield NOT_WRITTEN
        case ops.AlterField(name=name, field=field):
            yield from _changes(state.models[migration.app_label, model].get_field(name), field)
        case ops.AddConstraint(constraint=CheckConstraint()):
            yield SCANS
        case ops.AddConstraint():
            yield LOCKS
        case ops.AddIndex() if not isinstance(operation, AddIndexConcurrently):
            yield LOCKS


def _name(operation: Operation) -> str:
    part = getattr(operation, "constraint", None) or getattr(operation, "index", None)
    return str(part.name if part else getattr(operation, "name", "") or operation.old_name)


def _is_column(field: Field) -> bool:
    return field.db_type(connection) is not None and not field.many_to_many


def _is_filled(field: Field) -> bool:
    return field.null or field.has_db_default()


def _changes(before: Field, after: Field) -> Iterator[str]:
    if before.null and not after.null:
        yield NULLS_WRITTEN
    # A relation's type is its target's, which a state alone does not know.
    if not (before.is_relation or after.is_relation) and not _is_wider(before, after):
        yield REWRITES


def _is_wider(before: Field, after: Field) -> bool:
    """The same type, or one that PostgreSQL takes for it without touching a row."""
    if before.db_type(connection) == after.db_type(connection):
        return True
    return before.get_internal_type() == after.get_internal_type() == "CharField" and (
        (after.max_length or 0) >= (before.max_length or 0)
    )
