from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('countersign_privacy', '0004_bulk_deeds_logged'),
    ]

    operations = [
        migrations.AlterField(
            model_name='accesslog',
            name='deed',
            field=models.CharField(choices=[('unmasked', 'Looked at one record'), ('opened_list', 'Opened a work list'), ('searched', 'Searched'), ('exported', 'Exported'), ('allowed', 'Agreed to a file that leaves'), ('ended', 'Declined or deleted a file that leaves'), ('downloaded', 'Downloaded a file'), ('key_changed', 'Changed a partner’s key'), ('key_agreed', 'Agreed to a partner’s key'), ('imported', 'Imported'), ('merged', 'Merged two records'), ('erased', 'Erased'), ('changed', 'Changed many records'), ('change_undone', 'Undid a change of many records'), ('paper_begun', 'Began a batch of slips'), ('paper_entered', 'Entered slips'), ('paper_undone', 'Undid a batch of slips'), ('unsubscribed', 'Took somebody off mail'), ('note_deleted', 'Deleted a note'), ('retention_run', 'Had retention run')], max_length=20, null=True),
        ),
    ]
