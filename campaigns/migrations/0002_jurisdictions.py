import campaigns.validators
import privacy.days
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('countersign_campaigns', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Jurisdiction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('kind', models.CharField(choices=[('city', 'City or town'), ('county', 'County'), ('state', 'State'), ('other', 'Other')], default='city', max_length=6, verbose_name='kind')),
                ('region', models.CharField(blank=True, max_length=10, verbose_name='state or region')),
                ('country', models.CharField(blank=True, max_length=2, validators=[campaigns.validators.country_code], verbose_name='country')),
                ('created', models.DateField(default=privacy.days.utc_today, editable=False)),
                ('changed', models.DateField(default=privacy.days.utc_today, editable=False)),
            ],
            options={
                'verbose_name': 'city, county or state',
                'verbose_name_plural': 'cities, counties and states',
                'ordering': ['name'],
                'constraints': [
                    models.UniqueConstraint(fields=('name', 'kind', 'region', 'country'), name='countersign_jurisdiction_once'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['city', 'county', 'state', 'other'])), name='countersign_jurisdiction_kind'),
                ],
            },
        ),
    ]
