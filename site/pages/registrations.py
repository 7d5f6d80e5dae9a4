"""What the ready-made site registers downstairs; called once from ``AppConfig.ready()``."""

from datetime import timedelta
from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Site
from wagtail.signals import page_published

from campaigns.page_cache import purge_all
from campaigns.posters.look import DEFAULT_ACCENT, register_accent
from campaigns.services import open_campaign
from pages import tasks
from pages.first_run import CAN_CHANGE_FRONT, CAN_CHANGE_LOOK, STEPS
from pages.inventory import declare_all
from pages.models import CampaignPage, LookSettings
from pages.panels import LatePagesPanel
from pages.translations import CAN_TRANSLATE
from privacy import schedule
from privacy.actors import Actor
from privacy.dashboard import register_panel
from privacy.first_run import register_step
from privacy.roles import Role, register_role_permissions
from supporters.models import Organization

# What leads an old address on belongs to those who move pages.
REDIRECTING = [f"wagtailredirects.{deed}_redirect" for deed in ("add", "change", "delete")]
WRITING = [CAN_TRANSLATE, CAN_CHANGE_FRONT, *REDIRECTING]
RIGHTS = {Role.EDITORS: WRITING, Role.ADMINISTRATORS: [*WRITING, CAN_CHANGE_LOOK]}


def register_all() -> None:
    """Declare what the models hold; forget kept pages when what stands on all of them changes."""
    declare_all()
    register_accent(_accent)
    schedule.register("pages.publish", tasks.publish_scheduled, timedelta(minutes=1), while_locked=True)
    for role, rights in RIGHTS.items():
        register_role_permissions(role, rights)
    register_panel(LatePagesPanel)
    for step in STEPS:
        register_step(step)
    page_published.connect(_campaign_went_live, sender=CampaignPage, dispatch_uid="site_pages_campaign")
    for model in (LookSettings, Organization):
        post_save.connect(_frame_changed, sender=model, dispatch_uid=f"site_pages_{model.__name__}")


def _campaign_went_live(*, instance: CampaignPage, **kwargs: Any) -> None:
    # By the signal: the page editor publishes past ``publish()``.
    if instance.campaign is not None:
        open_campaign(campaign=instance.campaign, actor=Actor.system())


def _frame_changed(**kwargs: Any) -> None:
    # Name, logo, colour and address are in the frame of every page.
    purge_all()


def _accent() -> str:
    """The colour of posters: that of the site on which links lead."""
    site = Site.objects.filter(is_default_site=True).first()
    return LookSettings.for_site(site).accent if site is not None else DEFAULT_ACCENT
