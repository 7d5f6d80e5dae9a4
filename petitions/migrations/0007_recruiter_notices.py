import django.db.models.deletion
import privacy.days
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('countersign_petitions', '0006_own_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='RecruiterNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('day', models.DateField(verbose_name='day')),
                ('url', models.URLField(max_length=300, verbose_name='public page')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('state', models.CharField(choices=[('held', 'held'), ('approved', 'approved')], default='held', max_length=8, verbose_name='state')),
                ('created', models.DateField(default=privacy.days.utc_today, editable=False)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='recruiter_notices', to='countersign_petitions.place')),
            ],
            options={
                'verbose_name': 'notice of a recruiter',
                'verbose_name_plural': 'notices of recruiters',
                'constraints': [
                    models.UniqueConstraint(fields=('place', 'day', 'url'), name='countersign_noticed_once'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['held', 'approved'])), name='countersign_notice_state'),
                    models.CheckConstraint(condition=models.Q(('url__startswith', 'https://')), name='countersign_notice_link'),
                ],
            },
        ),
    ]
