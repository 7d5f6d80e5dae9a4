from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("countersign_petitions", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="signature",
            name="quarantine_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("honeypot", "filled in the field that people do not see"),
                    ("too_fast", "sent faster than a person types"),
                    ("stamp_forged", "sent with a time stamp that is not ours"),
                    ("target_domain", "an address of the target's own"),
                    ("rule", "hit by a rule of the team"),
                    ("made_up", "the name or address looks made up"),
                    ("alike", "one of many that are alike"),
                    ("not_theirs", "signed by somebody else"),
                    ("invalidated", "invalidated by a member of staff"),
                ],
                max_length=13,
            ),
        ),
    ]
