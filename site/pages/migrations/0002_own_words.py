from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('site_pages', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='petitionpage',
            name='noun_one',
            field=models.CharField(blank=True, help_text='As in “1 pledge”. Empty: “pledge” for a pledge, else “person has signed”.', max_length=40, verbose_name='what is counted, one'),
        ),
        migrations.AddField(
            model_name='petitionpage',
            name='noun_many',
            field=models.CharField(blank=True, help_text='As in “1,204 pledges”. Empty: “pledges” for a pledge, else “people have signed”.', max_length=40, verbose_name='what is counted, many'),
        ),
        migrations.AlterField(
            model_name='petitionpage',
            name='button',
            field=models.CharField(blank=True, help_text='Empty: “Sign”, or “Take the pledge” for a pledge.', max_length=40, verbose_name='button'),
        ),
    ]
