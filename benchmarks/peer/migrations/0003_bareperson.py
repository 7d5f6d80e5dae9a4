from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bench_peer', '0002_plain_person'),
    ]

    operations = [
        migrations.CreateModel(
            name='BarePerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('given_name', models.CharField(blank=True, max_length=100)),
                ('family_name', models.CharField(blank=True, max_length=100)),
                ('postal_code', models.CharField(blank=True, max_length=20)),
                ('status', models.CharField(blank=True, max_length=20)),
            ],
        ),
    ]
