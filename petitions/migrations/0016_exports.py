import django.db.models.deletion
import privacy.days
import uuid
from django.conf import settings
from django.db import migrations, models


def count_parts(apps, schema_editor):
    """Write the totals of languages, codes and campuses anew from the signatures: until now there were none."""
    alias = schema_editor.connection.alias
    signatures = apps.get_model("countersign_petitions", "Signature").objects.using(alias)
    totals = apps.get_model("countersign_petitions", "PartTotal")
    counted = signatures.filter(state="confirmed", is_test=False).order_by()
    for part in ("language", "source", "place"):
        rows = counted.values_list("petition", part).annotate(n=models.Count("pk"))
        totals.objects.using(alias).bulk_create(
            [
                totals(petition_id=petition, part=part, value=str(value), amount=number)
                for petition, value, number in rows
                if value
            ],
            batch_size=1_000,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('countersign_petitions', '0015_embeds'),
        ('countersign_privacy', '0002_no_statistics_of_salts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='totaldelta',
            name='language',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='totaldelta',
            name='source',
            field=models.CharField(blank=True, max_length=50),
        ),
        migrations.CreateModel(
            name='PartTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('source', 'source'), ('language', 'language'), ('place', 'campus')], max_length=8)),
                ('value', models.CharField(max_length=50)),
                ('amount', models.IntegerField(default=0)),
                ('petition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='countersign_petitions.petition')),
            ],
            options={
                'verbose_name': 'part of a total',
                'verbose_name_plural': 'parts of totals',
                'indexes': [models.Index(fields=['petition', 'part', '-amount'], name='countersign_part_largest')],
                'constraints': [models.UniqueConstraint(fields=('petition', 'part', 'value'), name='countersign_one_part_total_each')],
            },
        ),
        migrations.CreateModel(
            name='SignatureExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('purpose', models.CharField(choices=[('deliver', 'to hand over the names of those who ticked it'), ('contact', 'to reach those who asked for news'), ('fraud', 'to look into suspicious signatures, without names and addresses')], max_length=8, verbose_name='purpose')),
                ('file_format', models.CharField(choices=[('csv', 'CSV'), ('xlsx', 'XLSX (Excel)')], default='csv', max_length=4, verbose_name='format')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('state', models.CharField(choices=[('waiting', 'waits for a second person'), ('asked', 'waits to be made'), ('making', 'is being made'), ('ready', 'made'), ('failed', 'went wrong'), ('over', 'over')], editable=False, max_length=8, verbose_name='state')),
                ('run', models.UUIDField(editable=False, null=True)),
                ('lease', models.DateTimeField(editable=False, null=True)),
                ('done', models.PositiveIntegerField(default=0, editable=False)),
                ('rows', models.PositiveIntegerField(editable=False, null=True)),
                ('created', models.DateField(default=privacy.days.utc_today, editable=False, verbose_name='day')),
                ('changed', models.DateField(default=privacy.days.utc_today, editable=False)),
                ('allowed_by', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='countersign_privacy.sealedfile')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exports', to='countersign_petitions.petition')),
            ],
            options={
                'verbose_name': 'export of signatures',
                'verbose_name_plural': 'exports of signatures',
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['deliver', 'contact', 'fraud'])), name='countersign_export_purpose'), models.CheckConstraint(condition=models.Q(('file_format__in', ['csv', 'xlsx'])), name='countersign_export_format'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'asked', 'making', 'ready', 'failed', 'over'])), name='countersign_export_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'making'), _negated=True), models.Q(('lease__isnull', False), ('run__isnull', False)), _connector='OR'), name='countersign_export_making_leased'), models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'asked', 'making', 'ready'))), fields=('petition', 'asked_by', 'purpose', 'file_format'), name='countersign_one_export_each'), models.CheckConstraint(condition=models.Q(('allowed_by__isnull', True), models.Q(('allowed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='countersign_export_second_person')],
            },
        ),
        # Changes that wait to be folded now know no language, and move none of these.
        migrations.RunPython(count_parts, migrations.RunPython.noop),
    ]
