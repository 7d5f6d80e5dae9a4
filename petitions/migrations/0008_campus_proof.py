import django.db.models.deletion
import privacy.days
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('countersign_petitions', '0007_recruiter_notices'),
    ]

    operations = [
        migrations.AddField(
            model_name='petition',
            name='ask_campus_proof',
            field=models.BooleanField(default=False, help_text='By a neutral mail to an address of the institution, which can see that we wrote there. Never needed to sign; only how many did is kept.', verbose_name='offer to prove the campus'),
        ),
        migrations.AddField(
            model_name='place',
            name='proved',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.CreateModel(
            name='CampusProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_id', models.UUIDField(editable=False, null=True, unique=True)),
                ('sealed', models.BinaryField(editable=False, null=True)),
                ('sealed_version', models.PositiveIntegerField(default=0, editable=False)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('created', models.DateField(default=privacy.days.utc_today, editable=False)),
                ('expires_at', models.DateTimeField(db_index=True, editable=False)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='countersign_petitions.place')),
            ],
            options={
                'verbose_name': 'proof of a campus',
                'verbose_name_plural': 'proofs of campuses',
            },
        ),
    ]
