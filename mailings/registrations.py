"""Everything this app tells the floors below."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mailings import coming, held, inventory, retention, segments, tasks, timeline
from mailings.erasers import recipient_eraser
from mailings.jobs.sending import forget_mailings
from mailings.jobs.series import forget_series
from mailings.leaving import LEAVING
from mailings.mergers import recipient_merger
from mailings.models import Recipient
from mailings.panels import MailingsPanel
from mailings.pause_letter import PausedLetter
from mailings.returned import RecipientListener
from mailings.test_letter import TestLetter
from outbox.hearing import register_listener
from outbox.kinds import register_letter_kind
from privacy import schedule
from privacy.backups import register_after_restore
from privacy.dashboard import register_announced, register_coming, register_panel
from privacy.doors import register_public_urls
from privacy.holds import register_hold_scope
from privacy.retention import register_rule
from privacy.roles import Role, register_role_permissions
from supporters.registries import (
    register_eraser,
    register_held,
    register_leaving_counter,
    register_merger,
    register_timeline,
)
from supporters.segment_rules import register_segment_rule

MAILING = ["view_mailing", "add_mailing", "change_mailing", "delete_mailing", "send_mailing"]
MAILING += ["view_mailcontent", "add_mailcontent", "change_mailcontent", "delete_mailcontent"]
MAILING += ["view_sender", "add_sender", "change_sender", "delete_sender"]
MAILING += ["view_wrapper", "add_wrapper", "change_wrapper", "delete_wrapper"]
MAILING += ["view_series", "add_series", "change_series", "delete_series"]
MAILING += ["view_seriesstep", "add_seriesstep", "change_seriesstep", "delete_seriesstep"]

RIGHTS = {
    Role.MAILERS: MAILING,
    # Of their own campaigns: what was written and what came of it; never who got it.
    Role.ORGANIZERS: ["view_mailing", "view_mailcontent"],
    Role.ADMINISTRATORS: MAILING,
}


def register_all(config: AppConfig) -> None:
    """Called once, from the app's ``ready()``."""
    inventory.declare_all()
    register_public_urls("s/", "mailings.urls")
    register_leaving_counter(LEAVING)
    register_letter_kind(PausedLetter())
    register_letter_kind(TestLetter())
    register_listener(Recipient, RecipientListener())
    register_after_restore(forget_mailings)
    register_after_restore(forget_series)
    schedule.register("mailings.send", tasks.send_mailings, timedelta(minutes=1))
    schedule.register("mailings.tend", tasks.tend_mailings, timedelta(minutes=1))
    schedule.register("mailings.series", tasks.run_series, timedelta(hours=1))
    register_panel(MailingsPanel)
    register_people()
    register_hold_scope("mailings", _("Mailings and who got them"))
    for rule in retention.RULES:
        register_rule(rule)
    for role, rights in RIGHTS.items():
        register_role_permissions(role, sorted({f"{config.label}.{right}" for right in rights}))
    register_coming("mailings", coming.coming_of)
    register_announced("mailings", coming.announced)


def register_people() -> None:
    """What is known of who got a mailing: erasing, merging, what is told of it."""
    register_eraser(recipient_eraser)
    register_merger(recipient_merger)
    register_timeline("mailings", timeline.mails_of)
    register_held("mailings", held.mailed_to)
    for rule in segments.RULES:
        register_segment_rule(rule)
