"""Everything this app tells the floors below."""

from django.utils.translation import gettext_lazy as _

from outbox.dev_notes import register_dev_note
from outbox.kinds import register_letter_kind
from privacy.choices import FindingKind
from privacy.doctor import register_doctor
from privacy.findings import register_counter
from privacy.retention import register_rule
from privacy.roles import Role, register_role_permissions
from privacy.watchers import register_door
from staff import inventory, letters, retention
from staff.check_ups import check_door
from staff.development import code_now
from staff.selectors import failed_logins, who_come_in

# Accounts and roles belong to those who run the site.
RUNNING = [
    f"auth.{deed}_{what}" for deed in ("add", "change", "delete", "view") for what in ("user", "group")
]


def register_all() -> None:
    """Called once, from the app's ``ready()``."""
    inventory.declare_all()
    register_role_permissions(Role.ADMINISTRATORS, RUNNING)
    for rule in retention.RULES:
        register_rule(rule)
    for kind in (letters.NoticeLetter(), letters.LeftAddressLetter()):
        register_letter_kind(kind)
    register_counter(FindingKind.FAILED_LOGINS, failed_logins)
    register_door("site_staff", who_come_in)
    register_doctor("door", check_door, title=_("Logging in"))
    register_dev_note("site_staff.code", code_now)
