"""Every migration lets the release before it run on: web servers are restarted one after the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests import migration_rules as rules

ROOT = Path(__file__).resolve().parents[1]


def ours() -> set[str]:
    return {
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT) and ".venv" not in config.path
    }


def test_every_migration_since_the_rule_keeps_it():
    loader = MigrationLoader(None)
    faults = []
    for key, migration in sorted(loader.disk_migrations.items()):
        if migration.app_label in ours() and rules.is_new(migration):
            state = loader.project_state(key, at_end=False)
            faults += [f"{key}: {fault}" for fault in rules.faults_of(migration, state)]
    assert faults == []


def faults(*operations, atomic=True, **marks) -> list[str]:
    """Of a migration with these operations over a table that was there before."""
    state = ProjectState()
    columns = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=10, null=True)),
        ("day", models.DateField(null=True)),
    ]
    ops.CreateModel("Old", columns).state_forwards("app", state)
    made = type("Migration", (Migration,), {"operations": list(operations), "atomic": atomic, **marks})
    return list(rules.faults_of(made("0002_next", "app"), state))


def nothing(*_args: object) -> None:
    """What a RunPython of these tests does."""


NAMED = models.Index(fields=["name"], name="by_name")
SAFE = [
    ops.AddField("old", "more", models.CharField(max_length=10, null=True)),
    ops.AddField("old", "more", models.IntegerField(db_default=0)),
    ops.AddField("old", "more", models.ManyToManyField("app.Old")),
    ops.AlterField("old", "name", models.CharField(max_length=20, null=True, choices=[("a", "A")])),
    ops.AlterModelOptions("old", {"verbose_name": "old one"}),
    ops.RemoveIndex("old", "by_name"),
    AddIndexConcurrently("old", NAMED),
]
DANGEROUS = [
    (ops.RemoveField("old", "name"), "RemoveField old.name", rules.STILL_READ),
    (ops.RenameField("old", "name", "title"), "RenameField old.name", rules.STILL_READ),
    (ops.DeleteModel("Old"), "DeleteModel Old", rules.STILL_READ),
    (ops.RenameModel("Old", "New"), "RenameModel Old", rules.STILL_READ),
    (ops.AddField("old", "more", models.IntegerField(default=0)), "AddField old.more", rules.NOT_WRITTEN),
    (
        ops.AlterField("old", "name", models.CharField(max_length=10, default="")),
        "AlterField old.name",
        rules.NULLS_WRITTEN,
    ),
    (ops.AlterField("old", "day", models.DateTimeField(null=True)), "AlterField old.day", rules.REWRITES),
    (
        ops.AlterField("old", "name", models.CharField(max_length=5, null=True)),
        "AlterField old.name",
        rules.REWRITES,
    ),
    (ops.AddIndex("old", NAMED), "AddIndex old.by_name", rules.LOCKS),
    (
        ops.AddConstraint("old", models.UniqueConstraint(fields=["name"], name="one_each")),
        "AddConstraint old.one_each",
        rules.LOCKS,
    ),
    (
        ops.AddConstraint("old", models.CheckConstraint(condition=models.Q(name=""), name="empty")),
        "AddConstraint old.empty",
        rules.SCANS,
    ),
    (ops.RunPython(nothing, nothing), "RunPython", rules.ONE_TRANSACTION),
    (ops.RunSQL("SELECT 1", elidable=True), "RunSQL", rules.ONE_TRANSACTION),
]


@pytest.mark.parametrize("operation", SAFE, ids=lambda one: one.describe())
def test_what_harms_no_older_release_passes(operation):
    state_needs = [ops.AddIndex("old", NAMED)] if isinstance(operation, ops.RemoveIndex) else []
    assert faults(*state_needs, operation, allowed={"AddIndex old.by_name": "set up"}) == []


def dangerous() -> Iterator[object]:
    for operation, name, why in DANGEROUS:
        yield pytest.param(operation, name, why, id=f"{name} {why[:12]}")


@pytest.mark.parametrize(("operation", "name", "why"), [*dangerous()])
def test_what_would_break_or_stop_the_older_release_is_found_until_somebody_answers_for_it(
    operation, name, why
):
    assert faults(operation) == [f"{name}: {why}"]
    assert faults(operation, allowed={name: "No release since 1.2 reads it."}) == []
    assert faults(operation, allowed={name: ""}) == [f"{name}: {why}"]


def test_batches_outside_of_one_transaction_pass():
    assert faults(ops.RunPython(nothing, nothing, elidable=True), atomic=False) == []


def test_what_is_done_to_a_table_of_the_same_migration_passes():
    made = ops.CreateModel("Fresh", [("id", models.BigAutoField(primary_key=True))])
    assert faults(made, ops.AddField("fresh", "n", models.IntegerField(default=0))) == []
