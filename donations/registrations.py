"""Everything this app tells the floors below."""

from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from campaigns.kinds import register_action_kind
from campaigns.page_cache import purge_all
from donations import coming, erasers, held, inventory, retention, segments, tasks
from donations.alert_letter import AlertLetter
from donations.kinds import GiveKind
from donations.letters import LETTERS
from donations.marks import recompute_marks
from donations.mergers import giving_merger
from donations.models import Donation, Fundraiser, RecurringDonation
from donations.pages import FundraiserPageMixin
from donations.panels import CardsPanel, DrivesPanel
from donations.roles import rights
from donations.selectors.rules import forget_rules
from donations.wordings import FIRST_WORDINGS, NAMES
from outbox.kinds import register_letter_kind
from privacy import schedule
from privacy.dashboard import register_coming, register_panel
from privacy.doors import register_public_urls
from privacy.erasure import register_eraser as register_row_eraser
from privacy.holds import register_hold_scope
from privacy.indexes import register_index_table
from privacy.retention import register_rule
from privacy.roles import register_role_permissions
from supporters.registries import register_eraser, register_held, register_merger, register_wording
from supporters.segment_rules import register_segment_rule


def register_all(config: AppConfig) -> None:
    """Called once, from the app's ``ready()``."""
    inventory.declare_all()
    for letter in (*LETTERS, AlertLetter):
        register_letter_kind(letter())
    register_privacy()
    register_schedule()
    register_public()
    register_coming("donations", coming.coming_of)
    register_panel(DrivesPanel)
    register_panel(CardsPanel)
    for role, permissions in rights(config.label):
        register_role_permissions(role, permissions)


def register_privacy() -> None:
    """What becomes of donors who want to be forgotten, and of keys that are changed."""
    register_row_eraser(Donation._meta.label, erasers.forget_donation)
    register_row_eraser(RecurringDonation._meta.label, erasers.forget_recurring)
    register_eraser(erasers.donor_eraser)
    register_held("donations", held.given_by)
    register_merger(giving_merger)
    register_hold_scope("donations", _("Gifts"))
    for rule in retention.RULES:
        register_rule(rule)
    for segment_rule in segments.RULES:
        register_segment_rule(segment_rule)
    for model in (Donation, RecurringDonation):
        register_index_table(model, recompute_marks, index_field="mark", version_field="mark_version")


def register_public() -> None:
    """The form, its question about news, and where it stands."""
    register_action_kind(GiveKind())
    register_public_urls("give/", "donations.urls")
    register_public_urls("give/", "donations.provider_urls")
    register_public_urls("my-gift/", "donations.own_urls")
    for key, texts in FIRST_WORDINGS.items():
        register_wording(key, texts, name=NAMES[key])
    post_save.connect(_fundraiser_changed, sender=Fundraiser, dispatch_uid="countersign_fundraiser_saved")
    for signal in (page_published, page_unpublished):
        signal.connect(_page_changed, dispatch_uid="countersign_fundraiser_pages")


def register_schedule() -> None:
    """What comes round by itself."""
    schedule.register("donations.fold", tasks.fold_all, timedelta(minutes=1), while_locked=True)
    schedule.register("donations.cards", tasks.forget_hours, timedelta(hours=1))
    schedule.register("donations.recount", tasks.recount_all, timedelta(days=1))
    schedule.register("donations.reconcile", tasks.reconcile_gifts, timedelta(days=1))
    schedule.register("donations.end", tasks.end_waiting, timedelta(minutes=10))
    schedule.register("donations.close", tasks.close_due, timedelta(minutes=10))
    # Once a day, and not whenever somebody gives: its rows must tell nobody which gift they came from.
    schedule.register("donations.giving", tasks.write_standings, timedelta(days=1))
    schedule.register("donations.summaries", tasks.post_summaries, timedelta(days=1))


def _fundraiser_changed(instance: Fundraiser, **kwargs: object) -> None:
    forget_rules()
    # On the banner it stands on every page.
    purge_all()


def _page_changed(instance: Page, **kwargs: object) -> None:
    if isinstance(instance, FundraiserPageMixin):
        forget_rules()
