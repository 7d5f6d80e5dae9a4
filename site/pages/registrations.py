"""What the ready-made site registers downstairs; called once from ``AppConfig.ready()``."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Site

from campaigns.page_cache import purge_all
from campaigns.posters.look import DEFAULT_ACCENT, register_accent
from pages.inventory import declare_all
from pages.models import LookSettings
from supporters.models import Organization


def register_all() -> None:
    """Declare what the models hold; forget kept pages when what stands on all of them changes."""
    declare_all()
    register_accent(_accent)
    for model in (LookSettings, Organization):
        post_save.connect(_frame_changed, sender=model, dispatch_uid=f"site_pages_{model.__name__}")


def _frame_changed(**kwargs: Any) -> None:
    # Name, logo, colour and address are in the frame of every page.
    purge_all()


def _accent() -> str:
    """The colour of posters: that of the site on which links lead."""
    site = Site.objects.filter(is_default_site=True).first()
    return LookSettings.for_site(site).accent if site is not None else DEFAULT_ACCENT
