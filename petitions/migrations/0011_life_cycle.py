import django.db.models.deletion
import privacy.localized
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('countersign_petitions', '0010_deliveries'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='petition',
            name='countersign_petition_state',
        ),
        migrations.RemoveConstraint(
            model_name='petition',
            name='countersign_closed_has_day',
        ),
        migrations.AlterField(
            model_name='petition',
            name='state',
            field=models.CharField(choices=[('draft', 'draft'), ('open', 'live'), ('paused', 'paused'), ('closed', 'closed'), ('won', 'won'), ('archived', 'archived')], default='draft', editable=False, max_length=8),
        ),
        migrations.AlterField(
            model_name='petition',
            name='opens',
            field=models.DateField(blank=True, help_text='Empty: live as soon as its page is published.', null=True, verbose_name='opening day'),
        ),
        migrations.AddField(
            model_name='petition',
            name='pause_reason',
            field=privacy.localized.LocalizedTextField(blank=True, default=privacy.localized.LocalizedText, editable=False),
        ),
        migrations.AddField(
            model_name='petition',
            name='archived_way',
            field=models.CharField(blank=True, choices=[('petition', 'another petition of the campaign'), ('above', 'the page above its own')], default='', editable=False, max_length=8),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='petition',
            name='archived_to',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='countersign_petitions.petition'),
        ),
        migrations.AddField(
            model_name='petition',
            name='was_won',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='update',
            name='milestone',
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'paused', 'closed', 'won', 'archived'])), name='countersign_petition_state'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('closed', 'won', 'archived')), _negated=True), ('closed_on__isnull', False), _connector='OR'), name='countersign_closed_has_day'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('archived_way', ''), _negated=True), ('state', 'archived')), models.Q(models.Q(('state', 'archived'), _negated=True), ('archived_to__isnull', True), ('archived_way', ''), ('was_won', False)), _connector='OR'), name='countersign_archived_leads_on'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.CheckConstraint(condition=models.Q(('archived_to__isnull', True), models.Q(models.Q(('archived_to', models.F('id')), _negated=True), ('archived_way', 'petition')), _connector='OR'), name='countersign_archived_to_another'),
        ),
        migrations.AddConstraint(
            model_name='update',
            constraint=models.UniqueConstraint(condition=models.Q(('milestone__isnull', False), ('place__isnull', True)), fields=('petition', 'milestone'), name='countersign_milestone_once'),
        ),
        migrations.AddConstraint(
            model_name='update',
            constraint=models.UniqueConstraint(condition=models.Q(('milestone__isnull', False), ('place__isnull', False)), fields=('place', 'milestone'), name='countersign_place_milestone_once'),
        ),
    ]
