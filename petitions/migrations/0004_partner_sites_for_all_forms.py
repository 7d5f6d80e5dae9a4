"""The sites of partners are of all forms, so they stand with the campaigns; their rows go along."""

from typing import Any

from django.db import migrations

COLUMNS = ("public_id", "partner_id", "origin", "created")
AT_ONCE = 500


def _copy(source: Any, target: Any, alias: str) -> None:
    rows = source.objects.using(alias).order_by("pk").values(*COLUMNS)
    target.objects.using(alias).bulk_create([target(**row) for row in rows], batch_size=AT_ONCE)


def take_along(apps: Any, editor: Any) -> None:
    """Each site with the id it has in addresses of staff's pages."""
    _copy(*_models(apps), editor.connection.alias)


def take_back(apps: Any, editor: Any) -> None:
    """The same the other way; those added since go along, and the campaigns' table is left empty."""
    here, there = _models(apps)
    _copy(there, here, editor.connection.alias)
    there.objects.using(editor.connection.alias).all().delete()


def _models(apps: Any) -> tuple[Any, Any]:
    return (
        apps.get_model("countersign_petitions", "PartnerOrigin"),
        apps.get_model("countersign_campaigns", "PartnerOrigin"),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("countersign_petitions", "0003_astray"),
        ("countersign_campaigns", "0003_partner_sites"),
    ]

    operations = [
        migrations.RunPython(take_along, take_back, elidable=True),
        migrations.DeleteModel(name="PartnerOrigin"),
    ]
