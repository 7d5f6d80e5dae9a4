from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("countersign_privacy", "0002_no_statistics_of_salts")]
    operations = [
        migrations.AlterField(
            model_name="accesslog",
            name="deed",
            field=models.CharField(
                choices=[
                    ("unmasked", "Looked at one record"),
                    ("opened_list", "Opened a work list"),
                    ("searched", "Searched"),
                    ("exported", "Exported"),
                    ("downloaded", "Downloaded a file"),
                    ("imported", "Imported"),
                    ("merged", "Merged two records"),
                    ("erased", "Erased"),
                    ("paper_begun", "Began a batch of slips"),
                    ("paper_entered", "Entered slips"),
                    ("paper_undone", "Undid a batch of slips"),
                ],
                max_length=20,
                null=True,
            ),
        ),
    ]
