import django.db.models.deletion
from django.db import migrations, models


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
    ]
