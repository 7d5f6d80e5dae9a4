import django.db.models.deletion
import privacy.days
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('countersign_petitions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Kiosk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('source', models.CharField(editable=False, max_length=50)),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('ends', models.DateTimeField(db_index=True, editable=False, verbose_name='ends')),
                ('created', models.DateField(default=privacy.days.utc_today, editable=False, verbose_name='day')),
                ('changed', models.DateField(default=privacy.days.utc_today, editable=False)),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kiosks', to='countersign_petitions.petition')),
                ('place', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='countersign_petitions.place', verbose_name='place')),
            ],
            options={
                'verbose_name': 'form on a table',
                'verbose_name_plural': 'forms on tables',
                'constraints': [models.CheckConstraint(condition=models.Q(('source__startswith', 'table:')), name='countersign_kiosk_source')],
            },
        ),
    ]
