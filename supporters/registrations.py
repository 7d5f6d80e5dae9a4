"""Everything this app tells the floors below, and the signal it listens to."""

from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save
from django.utils.translation import gettext_lazy as _

from outbox.kinds import register_letter_kind
from outbox.refusing import register_bounced, register_complained, register_known
from outbox.ways_back import register_way_out
from privacy import schedule
from privacy.after_unlock import register_after_unlock
from privacy.backups import register_after_restore
from privacy.dashboard import register_panel
from privacy.doors import register_public_urls
from privacy.erasure import register_eraser
from privacy.first_run import register_step
from privacy.holds import register_hold_scope
from privacy.indexes import register_index_table
from privacy.retention import register_rule
from privacy.roles import Role, register_role_permissions
from supporters import (
    erasers,
    first_run,
    guards,
    indexes,
    inventory,
    jobs,
    mergers,
    retention,
    segments,
    tasks,
    timeline,
)
from supporters.bounces import forget_tables, knows, leave_everything
from supporters.default_country import forget_country
from supporters.hand_over_reads import keep_references
from supporters.jobs import bulk, joining
from supporters.jobs import imports as import_jobs
from supporters.leaving_letters import LETTERS as LEAVING_LETTERS
from supporters.letters import DoorLetter, ErasedLetter, JoinLetter, JoinReminder, KeepMeLetter, MergedLetter
from supporters.models import (
    BulkDeed,
    DoorRequest,
    HandedOver,
    ListSignUp,
    Organization,
    SubjectIndex,
    Supporter,
    SupporterNote,
)
from supporters.panels import ConsentPanel, GrowthPanel, WhyLeftPanel
from supporters.registries import register_eraser as register_persons_eraser
from supporters.registries import register_live, register_merger, register_timeline, register_wording
from supporters.segment_rules import register_segment_rule
from supporters.selectors import FILE_SCOPE, LIST_WORDING, kept_among
from supporters.services import leaving_mail

SEEING = ["view_list", "view_partner", "view_tag", "view_consentwording"]
# Questions of the organization's own; nobody deletes one: its answers would be left without a name.
ASKING = ["view_customfield", "add_customfield", "change_customfield"]
# Done to everybody of a segment.
BULK = ["view_bulkdeed", "add_bulkdeed"]
WRITING = ["add_list", "change_list", "add_tag", "change_tag"]
SEGMENTING = ["view_segment", "add_segment", "change_segment", "delete_segment"]
IMPORTING = ["add_supporterimport", "view_supporterimport"]
STEWARDING = ["add_partner", "change_partner", "add_consentwording", "delete_tag"]
# Two records of one person: nobody else may make them one.
MERGING = ["add_merge"]
ADMINISTERING = ["change_organization", "delete_list", "delete_partner"]

# The file itself: who is in it, masked, and what is done for one person.
READING = ["view_supporter", "change_supporter", "add_supporternote", "view_supporternote"]
READING += ["delete_supporternote"]

# The first words of the question that a tick in the own door answers.
LIST_WORDS = {
    "en": "Send me the mail of this list. I can leave at any time with one press.",
    "es": "Quiero recibir los correos de esta lista. Puedo salir cuando quiera con solo pulsar un botón.",
}

MAILING = SEEING + WRITING + SEGMENTING + READING + ASKING + BULK
RIGHTS = {
    Role.ORGANIZERS: SEEING,
    Role.MAILERS: MAILING,
    Role.STEWARDS: MAILING + STEWARDING + MERGING + IMPORTING + ["delete_supporter"],
    Role.ADMINISTRATORS: SEEING + WRITING + STEWARDING + ADMINISTERING,
}


def register_all(config: AppConfig) -> None:
    """Called once, from the app's ``ready()``."""
    inventory.declare_all()
    register_eraser(Supporter._meta.label, jobs.forget_subject)
    register_eraser(SupporterNote._meta.label, erasers.forget_note)
    register_persons_eraser(erasers.note_eraser)
    register_index_table(
        SubjectIndex, indexes.recompute, rules_field="rules_version", collided=indexes.collided
    )
    register_hold_scope(FILE_SCOPE, _("The supporter file, lists and consents"))
    for rule in retention.RULES:
        register_rule(rule)
    register_live("supporters.standing", retention.live_standing)
    register_live("supporters.kept_by_hold", kept_among)
    register_timeline("supporters.joined", timeline.joined)
    register_timeline("supporters.consents", timeline.answered)
    register_timeline("supporters.subscriptions", timeline.stands)
    for segment_rule in segments.RULES:
        register_segment_rule(segment_rule)
    for role, rights in RIGHTS.items():
        register_role_permissions(role, [f"{config.label}.{right}" for right in rights])
    register_public_urls("", "supporters.urls")
    for kind in (KeepMeLetter(), DoorLetter(), ErasedLetter(), *(letter() for letter in LEAVING_LETTERS)):
        register_letter_kind(kind)
    register_after_unlock(leaving_mail.LEAVE, leaving_mail.leave_now)
    register_after_unlock(leaving_mail.PAUSE, leaving_mail.pause_now)
    for step in first_run.STEPS:
        register_step(step)
    register_wording(LIST_WORDING, LIST_WORDS, name=_("Mail of a list"))
    register_eraser(DoorRequest._meta.label, jobs.forget_door)
    schedule.register("supporters.expire_doors", tasks.expire_doors, timedelta(hours=1), while_locked=True)
    schedule.register("supporters.ask_silent", tasks.ask_silent, timedelta(days=1))
    schedule.register("supporters.segments", tasks.count_waiting_segments, timedelta(minutes=1))
    register_merging()
    register_growth()
    register_sign_ups()
    register_bulk()
    register_leaving(config)
    register_imports()
    post_migrate.connect(guards.after_migrate, sender=config, dispatch_uid="countersign_wordings")
    post_save.connect(_organization_saved, sender=Organization, dispatch_uid="countersign_default_country")


def _organization_saved(**kwargs: Any) -> None:
    forget_country()


def register_growth() -> None:
    """The front page, and the numbers it is drawn from."""
    schedule.register("supporters.days", tasks.count_days, timedelta(hours=1))
    for panel in (GrowthPanel, ConsentPanel, WhyLeftPanel):
        register_panel(panel)


def register_merging() -> None:
    """What becomes of two records of one person, and how they are found."""
    register_persons_eraser(mergers.merge_eraser)
    register_letter_kind(MergedLetter())
    for merger in mergers.MERGERS:
        register_merger(merger)
    schedule.register("supporters.suggest_merges", tasks.suggest_merges, timedelta(days=1))
    schedule.register("supporters.like_names", tasks.compare_waiting_names, timedelta(minutes=1))


def register_sign_ups() -> None:
    """Joining a public list on its own page."""
    register_letter_kind(JoinLetter())
    register_letter_kind(JoinReminder())
    register_after_restore(joining.forget_reminders)
    register_eraser(ListSignUp._meta.label, joining.forget_sign_up)
    register_persons_eraser(erasers.sign_up_eraser)
    register_index_table(
        ListSignUp, joining.recompute_marks, index_field="mark", version_field="mark_version"
    )
    schedule.register(
        "supporters.expire_sign_ups", tasks.expire_sign_ups, timedelta(hours=1), while_locked=True
    )


def register_bulk() -> None:
    """Deeds on everybody of a segment."""
    register_eraser(BulkDeed._meta.label, bulk.forget)
    register_persons_eraser(erasers.undo_eraser)
    schedule.register("supporters.bulk", tasks.do_waiting_bulk, timedelta(minutes=1))


def register_leaving(config: AppConfig) -> None:
    """Tables of supporters, and what partners are given."""
    register_persons_eraser(erasers.leaving_eraser)
    register_bounced("supporters.leaving", forget_tables)
    register_complained("supporters.leaving", leave_everything)
    register_known("supporters.file", knows)
    register_way_out("countersign_supporters:unsubscribe", "countersign_supporters:unsubscribe_all")
    rights = [f"{config.label}.{right}" for right in ("add_supporterexport", "add_handover")]
    register_role_permissions(Role.STEWARDS, rights)
    register_index_table(HandedOver, keep_references, index_field="number")
    schedule.register("supporters.exports", tasks.make_waiting_exports, timedelta(minutes=1))
    schedule.register("supporters.hand_overs", tasks.make_waiting_hand_overs, timedelta(minutes=1))


def register_imports() -> None:
    """Files of people from other systems."""
    register_persons_eraser(import_jobs.file_eraser)
    schedule.register("supporters.imports", tasks.import_waiting, timedelta(minutes=1))
