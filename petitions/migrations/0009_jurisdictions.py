import django.db.models.deletion
from django.db import migrations, models


def refuse_to_lose_cities(apps, schema_editor):
    """Refuse to go back while a place is a city: the older tables have no room for one."""
    places = apps.get_model("countersign_petitions", "Place").objects.using(schema_editor.connection.alias)
    number = places.filter(institution__isnull=True).count()
    if number:
        raise RuntimeError(
            f"{number} places are cities, counties or states, which the older version cannot hold, and which "
            "signatures name. Stay on this version, or restore a backup from before it."
        )


class Migration(migrations.Migration):

    dependencies = [
        ('countersign_campaigns', '0002_jurisdictions'),
        ('countersign_petitions', '0008_campus_proof'),
    ]

    operations = [
        migrations.AlterField(
            model_name='place',
            name='institution',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='countersign_campaigns.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='place',
            name='jurisdiction',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='countersign_campaigns.jurisdiction', verbose_name='city, county or state'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.UniqueConstraint(fields=('petition', 'jurisdiction'), name='countersign_one_city_each'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('institution__isnull', False), ('jurisdiction__isnull', True)), models.Q(('institution__isnull', True), ('jurisdiction__isnull', False)), _connector='OR'), name='countersign_place_is_one'),
        ),
        # Last, so that it is asked first on the way back.
        migrations.RunPython(migrations.RunPython.noop, refuse_to_lose_cities),
    ]
