"""What the provider tells once more: refunds that failed, which answer was last, and payouts."""

import uuid

from django.db import migrations, models

import privacy.days


class Migration(migrations.Migration):
    dependencies = [("countersign_donations", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="donation",
            name="refund_failed",
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.RemoveConstraint(model_name="donation", name="countersign_donation_amounts"),
        migrations.AddConstraint(
            model_name="donation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__gt", 0),
                    ("fee_covered__gte", 0),
                    ("refund_failed__gte", 0),
                    ("refunded_amount__gte", 0),
                    ("refunded_amount__lte", models.F("amount") + models.F("fee_covered")),
                ),
                name="countersign_donation_amounts",
            ),
        ),
        migrations.AddField(
            model_name="recurringdonation",
            name="answer",
            field=models.PositiveBigIntegerField(db_index=True, default=0, editable=False),
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("provider", models.CharField(editable=False, max_length=20)),
                ("payout_ref", models.CharField(editable=False, max_length=100)),
                ("day", models.DateField(db_index=True, editable=False, verbose_name="day")),
                ("amount", models.BigIntegerField(editable=False, verbose_name="amount")),
                ("fees", models.BigIntegerField(default=0, editable=False, verbose_name="fees")),
                ("currency", models.CharField(editable=False, max_length=3, verbose_name="currency")),
                (
                    "state",
                    models.CharField(
                        choices=[("coming", "on its way"), ("paid", "with the bank"), ("failed", "failed")],
                        editable=False,
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                ("is_test", models.BooleanField(default=False, editable=False)),
                (
                    "gifts",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="gifts"),
                ),
                ("differs", models.JSONField(default=list, editable=False, verbose_name="differs")),
                ("created", models.DateField(default=privacy.days.utc_today, editable=False)),
                ("changed", models.DateField(default=privacy.days.utc_today, editable=False)),
            ],
            options={
                "verbose_name": "payout",
                "verbose_name_plural": "payouts",
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("provider", "payout_ref"), name="countersign_one_payout_ref"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["coming", "paid", "failed"])),
                        name="countersign_payout_state",
                    ),
                ],
            },
        ),
    ]
