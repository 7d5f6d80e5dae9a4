"""Everything this app tells the floors below."""

from datetime import timedelta

from django.apps import AppConfig

from donations import erasers, inventory, tasks
from donations.marks import recompute_marks
from donations.models import Donation, RecurringDonation
from donations.roles import rights
from privacy import schedule
from privacy.erasure import register_eraser as register_row_eraser
from privacy.indexes import register_index_table
from privacy.roles import register_role_permissions
from supporters.registries import register_eraser


def register_all(config: AppConfig) -> None:
    """Called once, from the app's ``ready()``."""
    inventory.declare_all()
    register_privacy()
    register_schedule()
    for role, permissions in rights(config.label):
        register_role_permissions(role, permissions)


def register_privacy() -> None:
    """What becomes of donors who want to be forgotten, and of keys that are changed."""
    register_row_eraser(Donation._meta.label, erasers.forget_donation)
    register_row_eraser(RecurringDonation._meta.label, erasers.forget_recurring)
    register_eraser(erasers.donor_eraser)
    for model in (Donation, RecurringDonation):
        register_index_table(model, recompute_marks, index_field="mark", version_field="mark_version")


def register_schedule() -> None:
    """What comes round by itself."""
    schedule.register("donations.fold", tasks.fold_all, timedelta(minutes=1))
    schedule.register("donations.recount", tasks.recount_all, timedelta(days=1))
