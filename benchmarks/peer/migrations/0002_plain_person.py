from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("bench_peer", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="PlainPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_name", models.CharField(max_length=100)),
                ("family_name", models.CharField(max_length=100)),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("region", models.CharField(max_length=3)),
                ("language", models.CharField(max_length=10)),
                ("joined", models.DateField(db_index=True)),
            ],
        ),
    ]
