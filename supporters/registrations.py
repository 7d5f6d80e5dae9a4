"""Everything this app tells the floors below, and the signal it listens to."""

from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from outbox.kinds import register_letter_kind
from privacy import schedule
from privacy.doors import register_public_urls
from privacy.erasure import register_eraser
from privacy.indexes import register_index_table
from privacy.retention import register_rule
from privacy.roles import Role, register_role_permissions
from supporters import guards, indexes, inventory, jobs, retention, segments, tasks, timeline
from supporters.letters import KeepMeLetter
from supporters.models import SubjectIndex, Supporter
from supporters.registries import register_live, register_timeline
from supporters.segment_rules import register_segment_rule

SEEING = ["view_list", "view_partner", "view_tag", "view_consentwording"]
WRITING = ["add_list", "change_list", "add_tag", "change_tag"]
SEGMENTING = ["view_segment", "add_segment", "change_segment", "delete_segment"]
STEWARDING = ["add_partner", "change_partner", "add_consentwording", "delete_tag"]
ADMINISTERING = ["change_organization", "delete_list", "delete_partner"]

RIGHTS = {
    Role.ORGANIZERS: SEEING,
    Role.MAILERS: SEEING + WRITING + SEGMENTING,
    Role.STEWARDS: SEEING + WRITING + SEGMENTING + STEWARDING,
    Role.ADMINISTRATORS: SEEING + WRITING + SEGMENTING + STEWARDING + ADMINISTERING,
}


def register_all(config: AppConfig) -> None:
    """Called once, from the app's ``ready()``."""
    inventory.declare_all()
    register_eraser(Supporter._meta.label, jobs.forget_subject)
    register_index_table(SubjectIndex, indexes.recompute, rules_field="rules_version")
    for rule in retention.RULES:
        register_rule(rule)
    register_live("supporters.standing", retention.live_standing)
    register_timeline("supporters.joined", timeline.joined)
    register_timeline("supporters.consents", timeline.answered)
    register_timeline("supporters.subscriptions", timeline.stands)
    for segment_rule in segments.RULES:
        register_segment_rule(segment_rule)
    for role, rights in RIGHTS.items():
        register_role_permissions(role, [f"{config.label}.{right}" for right in rights])
    register_public_urls("", "supporters.urls")
    register_letter_kind(KeepMeLetter())
    schedule.register("supporters.ask_silent", tasks.ask_silent, timedelta(days=1))
    schedule.register("supporters.segments", tasks.count_waiting_segments, timedelta(minutes=1))
    post_migrate.connect(guards.after_migrate, sender=config, dispatch_uid="countersign_wordings")
