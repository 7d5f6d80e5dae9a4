"""Wagtail makes a group Moderators that publishes every page. Ours looks after what visitors write."""

from django.db import migrations
from django.db.models import Q

STOCK = Q(group__name="Moderators")


def take_rights_over_pages(apps, schema_editor):
    """Take away what Wagtail's first migrations gave that group over all pages, pictures and documents."""
    alias = schema_editor.connection.alias
    apps.get_model("wagtailcore", "GroupPagePermission").objects.using(alias).filter(
        STOCK, page__depth=1
    ).delete()
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.using(alias).filter(
        STOCK, collection__depth=1
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("site_pages", "0004_pages_of_campaigns"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailadmin", "0006_formstate"),
    ]

    # A handful of rows; what is gone already is not asked for again.
    atomic = False
    operations = [migrations.RunPython(take_rights_over_pages, migrations.RunPython.noop, elidable=True)]
