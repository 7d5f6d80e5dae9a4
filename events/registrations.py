"""Everything this app tells the floors below."""

from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from campaigns.kinds import register_action_kind
from events import coming, erasers, held, inventory, retention, segments, tasks, timeline
from events.guarded_letters import register_guarded_letters
from events.host_letters import register_host_letters
from events.jobs import proposals
from events.kinds import EventActionKind
from events.letters import register_letters
from events.marks import recompute_marks
from events.mergers import attendance_merger
from events.message_letters import register_message_letter
from events.models import Attendance, HostLink, Message, OccurrencePrivate, Proposal
from events.proposal_letters import register_proposal_letters
from events.services.kinds import after_migrate
from events.tickets import recompute_codes
from events.wordings import FIRST_WORDINGS, NAMES, PARTNER
from outbox.ways_back import register_way_out
from privacy import schedule
from privacy.dashboard import register_announced, register_coming, register_panel
from privacy.doors import register_public_urls
from privacy.erasure import register_eraser as register_row_eraser
from privacy.holds import register_hold_scope
from privacy.indexes import register_index_table
from privacy.retention import register_rule
from privacy.roles import Role, register_role_permissions
from supporters.registries import (
    register_eraser,
    register_held,
    register_live,
    register_merger,
    register_timeline,
    register_wording,
)
from supporters.segment_rules import register_segment_rule

EDITING = ["view_event", "add_event", "change_event"]
EDITING += ["view_occurrence", "add_occurrence", "change_occurrence"]
EDITING += ["view_shift", "add_shift", "change_shift", "delete_shift"]
EDITING += ["view_question", "add_question", "change_question", "delete_question"]
EDITING += ["view_eventkind", "view_agreement"]
TENDING = ["view_event", "view_occurrence", "view_attendance", "change_attendance"]
TENDING += ["view_message", "add_message"]
TENDING += ["view_invitecode", "add_invitecode", "delete_invitecode"]
DOORS = ["view_hostlink", "add_hostlink", "delete_hostlink"]
DOORS += ["view_doorlink", "add_doorlink", "delete_doorlink"]
EMBEDS = ["view_embed", "add_embed", "change_embed"]
PROPOSALS = ["view_event", "view_proposal", "change_proposal"]
LISTS = ["add_eventkind", "change_eventkind", "delete_eventkind", "add_agreement"]

RIGHTS = {
    Role.EDITORS: EDITING,
    Role.ORGANIZERS: [*EDITING, *TENDING, *DOORS, *EMBEDS, *PROPOSALS],
    Role.MODERATORS: PROPOSALS,
    Role.STEWARDS: ["view_event", "view_occurrence", "view_attendance", "view_embed"],
    Role.ADMINISTRATORS: [*EDITING, *TENDING, *DOORS, *EMBEDS, *PROPOSALS, *LISTS, "delete_event"],
}


def register_all(config: AppConfig) -> None:
    """Called once, from the app's ``ready()``."""
    inventory.declare_all()
    register_action_kind(EventActionKind())
    register_letters()
    register_guarded_letters()
    register_host_letters()
    register_proposal_letters()
    register_message_letter()
    register_public_urls("events/", "events.urls")
    register_way_out("countersign_event_no_reminders")
    register_public_urls("door/", "events.door_urls")
    register_public_urls("link/", "events.host_urls")
    register_public_urls("sign-up/", "events.own_urls")
    register_people()
    register_front_page()
    register_hold_scope("events", _("Events and those who came"))
    for rule in retention.RULES:
        register_rule(rule)
    for key, texts in FIRST_WORDINGS.items():
        register_wording(key, texts, name=NAMES[key], each_partner=key == PARTNER)
    for role, rights in RIGHTS.items():
        register_role_permissions(role, sorted({f"{config.label}.{right}" for right in rights}))
    schedule.register("events.waiting", tasks.tend_waiting, timedelta(minutes=5))
    schedule.register("events.shred", tasks.shred_due, timedelta(minutes=10), while_locked=True)
    schedule.register("events.write", tasks.write_due, timedelta(minutes=5))
    schedule.register("events.series", tasks.extend_series, timedelta(days=1))
    post_migrate.connect(after_migrate, sender=config, dispatch_uid="countersign_event_kinds")


def register_people() -> None:
    """Whose sign-ups are whose: erasing, merging, what is told of them."""
    register_eraser(erasers.attendance_eraser)
    register_merger(attendance_merger)
    register_row_eraser(Attendance._meta.label, erasers.forget_attendance)
    register_row_eraser(OccurrencePrivate._meta.label, erasers.forget_private)
    register_row_eraser(Message._meta.label, erasers.forget_message)
    register_row_eraser(HostLink._meta.label, erasers.forget_host)
    register_row_eraser(Proposal._meta.label, proposals.forget_proposal)
    register_index_table(Attendance, recompute_marks, index_field="mark", version_field="mark_version")
    register_index_table(Attendance, recompute_codes, index_field="code_index", version_field="code_version")
    register_live("events", erasers.live_attenders)
    register_timeline("events", timeline.attended_of)
    register_held("events", held.signed_up_of)
    for rule in segments.RULES:
        register_segment_rule(rule)


def register_front_page() -> None:
    """What is coming of events, and what waits for moderators."""
    register_coming("events", coming.coming_of)
    register_announced("events", coming.announced)
    register_panel(coming.ProposedPanel)
