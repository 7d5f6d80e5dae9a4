"""Everything this app tells the floor below."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from outbox import checks, finding_mails, inventory, jobs, retention, tasks  # noqa: F401 (checks register on import)
from outbox.check_ups import CHECK_UPS, ROWS, read_letters
from outbox.hearing import register_listener
from outbox.letter_listener import LetterListener
from outbox.models import Letter, PutBack, Refusal
from outbox.panels import CAN_SEE, MailPanel
from outbox.refusing import known_fingerprints
from privacy import schedule
from privacy.backups import register_after_restore
from privacy.dashboard import register_panel
from privacy.doctor import register_doctor, register_rows
from privacy.doors import register_public_urls
from privacy.gauges import register_gauges
from privacy.holds import register_hold_scope
from privacy.indexes import register_index_table
from privacy.retention import register_rule
from privacy.roles import Role, register_role_permissions


def register_all() -> None:
    """Called once, from the app's ``ready()``."""
    inventory.declare_all()
    register_hold_scope("outbox", _("Single mails"))
    for rule in retention.RULES:
        register_rule(rule)
    for model in (Refusal, PutBack):
        register_index_table(model, known_fingerprints, index_field="fingerprint")
    register_public_urls("mail/", "outbox.webhook_urls")
    register_listener(Letter, LetterListener())
    for role in (Role.MAILERS, Role.STEWARDS):
        # Numbers on the front page: no page lists letters.
        register_role_permissions(role, [CAN_SEE])
    register_panel(MailPanel)
    for name, title, check, is_slow in CHECK_UPS:
        register_doctor(name, check, title=title, is_slow=is_slow)
    for named, called in ROWS:
        register_rows(named._meta.label, called)
    register_gauges("mail", read_letters)
    register_after_restore(jobs.forget_queue)
    register_after_restore(finding_mails.forget_waiting)
    schedule.register("outbox.read_mailbox", tasks.read_mailbox, timedelta(minutes=5))
    schedule.register("outbox.drain", tasks.drain_outbox, timedelta(minutes=1))
    schedule.register(
        "outbox.tell_of_findings", tasks.tell_of_findings, timedelta(minutes=10), while_locked=True
    )
