import privacy.localized
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('countersign_petitions', '0005_campus_organizers'),
    ]

    operations = [
        migrations.AddField(
            model_name='petition',
            name=name,
            field=privacy.localized.LocalizedTextField(default=privacy.localized.LocalizedText, editable=False),
        )
        for name in ('ask', 'verb', 'noun_one', 'noun_many')
    ]
