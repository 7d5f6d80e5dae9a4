from uuid import uuid4

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import privacy.days


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('countersign_petitions', '0012_paper'),
    ]

    operations = [
        # The default alone: petitions that are there keep the choice they have.
        migrations.AlterField(
            model_name='petition',
            name='comment_choice',
            field=models.CharField(choices=[('usual', 'as usual: not for pledges and universities'), ('on', 'yes'), ('off', 'no')], default='usual', help_text='Nothing is shown or handed over before a moderator approved it; what nobody approved is deleted after 14 days.', max_length=5, verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='comment',
            name='fingerprint',
            field=models.BinaryField(editable=False, max_length=32, null=True),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('fingerprint__isnull', True), ('state', 'declined'), _connector='OR'), name='countersign_comment_fingerprint'),
        ),
        migrations.CreateModel(
            name='PageReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_id', models.UUIDField(editable=False, null=True, unique=True)),
                ('sealed', models.BinaryField(editable=False, null=True)),
                ('sealed_version', models.PositiveIntegerField(default=0, editable=False)),
                ('public_id', models.UUIDField(default=uuid4, editable=False, unique=True)),
                ('reason', models.CharField(choices=[('person', 'It names or shows a private person'), ('status', 'It says something about somebody’s immigration status'), ('false', 'Something in it is not true'), ('threat', 'It threatens or insults somebody'), ('broken', 'Something does not work'), ('other', 'Something else')], max_length=8, verbose_name='reason')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('state', models.CharField(choices=[('waiting', 'waits'), ('done', 'done'), ('dismissed', 'nothing to do')], default='waiting', max_length=9, verbose_name='state')),
                ('repeat_key', models.BinaryField(editable=False, max_length=32, unique=True)),
                ('created', models.DateField(default=privacy.days.utc_today, editable=False, verbose_name='day')),
                ('changed', models.DateField(default=privacy.days.utc_today, editable=False)),
                ('petition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='countersign_petitions.petition')),
                ('place', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='countersign_petitions.place')),
            ],
            options={
                'verbose_name': 'report of a page',
                'verbose_name_plural': 'reports of pages',
                'indexes': [models.Index(fields=['petition', 'state'], name='countersign_report_list'), models.Index(condition=models.Q(('place__isnull', False)), fields=['place'], name='countersign_report_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'dismissed'])), name='countersign_report_state'), models.CheckConstraint(condition=models.Q(('state', 'waiting'), ('sealed__isnull', True), _connector='OR'), name='countersign_report_emptied')],
            },
        ),
        migrations.CreateModel(
            name='ModerationDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(choices=[('approved', 'comment approved'), ('hidden', 'comment hidden'), ('done', 'report: done'), ('dismissed', 'report: nothing to do')], max_length=9, verbose_name='decision')),
                ('about', models.UUIDField()),
                ('day', models.DateField(default=privacy.days.utc_today, verbose_name='day')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='countersign_petitions.petition')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'decision of a moderator',
                'verbose_name_plural': 'decisions of moderators',
                'constraints': [models.CheckConstraint(condition=models.Q(('deed__in', ['approved', 'hidden', 'done', 'dismissed'])), name='countersign_moderation_deed')],
            },
        ),
    ]
