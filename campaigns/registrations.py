"""Everything this app tells the floors below, and the signals it listens to."""

from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from campaigns import checks, erasers, first_run, inventory, retention, segments, tasks, timeline  # noqa: F401 (checks register on import)
from campaigns.domains import forget_domains, read_by_others
from campaigns.gauges import read_load
from campaigns.list_gate import list_gate
from campaigns.mergers import action_merger
from campaigns.models import Contract, Institution, Measure, PageReport, Target
from campaigns.page_cache import purge_all
from campaigns.pages import ActionPageMixin, page_went_live
from campaigns.panels import ActionsPanel, PressesPanel, ReportsPanel, SourcesPanel
from campaigns.roles import top_up_groups
from campaigns.selectors import visible_campaign_ids
from campaigns.supporter_filters import action_filter
from privacy import schedule
from privacy.dashboard import register_panel
from privacy.erasure import register_eraser as register_row_eraser
from privacy.first_run import register_step
from privacy.gauges import register_gauges
from privacy.holds import register_hold_scope
from privacy.retention import register_rule
from privacy.roles import Role, register_role_permissions
from privacy.scopes import register_scope
from supporters.form_gate import register_form_gate
from supporters.registries import (
    register_eraser,
    register_filter,
    register_mailbox_reader,
    register_merger,
    register_timeline,
)
from supporters.segment_rules import register_segment_rule

CAMPAIGN_RIGHTS = ["view_campaign", "change_campaign"]
ORGANIZING = [*CAMPAIGN_RIGHTS, "add_campaign", "view_target", "add_target", "change_target"]
ORGANIZING += ["view_institution", "add_institution", "change_institution"]
ORGANIZING += ["view_jurisdiction", "add_jurisdiction", "change_jurisdiction"]
ORGANIZING += ["view_contract", "add_contract", "change_contract", "delete_contract"]
ORGANIZING += ["view_measure", "add_measure", "change_measure", "delete_measure"]
REPORTS = ["view_pagereport", "change_pagereport"]
DELETING = ["delete_campaign", "delete_target", "delete_institution", "delete_jurisdiction"]


def register_all(config: AppConfig) -> None:
    """Called once, from the app's ``ready()``."""
    inventory.declare_all()
    register_scope("campaigns", visible_campaign_ids)
    register_hold_scope("campaigns", _("Campaigns and reports of pages"))
    for rule in retention.RULES:
        register_rule(rule)
    register_eraser(erasers.action_eraser)
    register_merger(action_merger)
    register_timeline("campaigns", timeline.actions_of)
    register_filter(action_filter)
    register_mailbox_reader("campaigns.domains", read_by_others)
    register_form_gate(list_gate)
    register_gauges("campaigns", read_load)
    for segment_rule in segments.RULES:
        register_segment_rule(segment_rule)
    for group in (Role.EDITORS, Role.ORGANIZERS):
        register_role_permissions(group, [f"{config.label}.{right}" for right in ORGANIZING])
    register_role_permissions(
        Role.ADMINISTRATORS, [f"{config.label}.{right}" for right in ORGANIZING + DELETING]
    )
    register_row_eraser(PageReport._meta.label, erasers.forget_report)
    for group in (Role.MODERATORS, Role.ADMINISTRATORS):
        register_role_permissions(group, [f"{config.label}.{right}" for right in REPORTS])
    for step in first_run.STEPS:
        register_step(step)
    schedule.register("campaigns.days", tasks.count_days, timedelta(hours=1))
    for panel in (ActionsPanel, SourcesPanel, PressesPanel, ReportsPanel):
        register_panel(panel)
    # Without a sender: permissions of apps that migrate later are topped up as they come.
    post_migrate.connect(top_up_groups, dispatch_uid="countersign_top_up_groups")
    _listen()


def _listen() -> None:
    page_published.connect(_page_published, dispatch_uid="countersign_page_went_live")
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(_pages_changed, dispatch_uid="countersign_page_cache")
    for signal in (post_save, post_delete):
        # A page made private must not be shown from the cache any more.
        signal.connect(_pages_changed, sender=PageViewRestriction, dispatch_uid="countersign_page_restricted")
    for fact in (Target, Contract, Measure):
        for signal in (post_save, post_delete):
            # Dossiers and fights stand on many pages, in blocks too.
            signal.connect(_pages_changed, sender=fact, dispatch_uid=f"countersign_pages_{fact.__name__}")
    for model in (Target, Institution):
        post_save.connect(_domains_changed, sender=model, dispatch_uid=f"countersign_{model.__name__}_saved")
        post_delete.connect(_domains_changed, sender=model, dispatch_uid=f"countersign_{model.__name__}_gone")


def _page_published(*, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, ActionPageMixin):
        page_went_live(instance)


def _pages_changed(**kwargs: Any) -> None:
    # Menus, teasers and language links of any page may name the one that changed.
    purge_all()


def _domains_changed(**kwargs: Any) -> None:
    forget_domains()
