from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('site_staff', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='staffnotice',
            name='kind',
            field=models.CharField(choices=[('invited', 'Invited'), ('anew', 'Let in anew'), ('new_session', 'A new session began'), ('password_link', 'Asked for a new password'), ('password_changed', 'The password was changed'), ('factor_added', 'A second step was added'), ('factor_removed', 'A second step was removed'), ('codes_renewed', 'New recovery codes were made'), ('code_spent', 'A recovery code was used'), ('codes_closed', 'Too many wrong codes were typed'), ('sessions_ended', 'Sessions were ended by an Administrator'), ('address_changed', 'The address was changed'), ('account_changed', 'An Administrator changed the account')], max_length=20),
        ),
    ]
