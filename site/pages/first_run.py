"""What is to be done to the pages before people come."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from pages.contrast import DEFAULT_ACCENT
from pages.models import CampaignPage, DemoItem, HomePage, LookSettings
from pages.translations import CAN_TRANSLATE, published_together
from privacy.first_run import Step
from supporters.first_run import CAN_SETTLE

CAN_CHANGE_LOOK = "site_pages.change_looksettings"
CAN_CHANGE_FRONT = "site_pages.change_homepage"


def _own(model: type[Page]) -> "QuerySet[Any]":
    """Published pages of one type that the demo did not make."""
    label = model._meta.label_lower
    made = DemoItem.objects.filter(model=label, before__isnull=True).values_list("key", flat=True)
    return model.objects.live().exclude(pk__in=[int(key) for key in made])


def _front_url() -> str:
    site = Site.objects.filter(is_default_site=True).select_related("root_page__content_type").first()
    if site is not None and site.root_page.specific_class is HomePage:
        return reverse("wagtailadmin_pages:edit", args=[site.root_page_id])
    return reverse("wagtailadmin_explore_root")


def _look_url() -> str:
    return reverse("wagtailsettings:edit", args=["site_pages", "looksettings"])


def _has_look() -> bool:
    return LookSettings.objects.exclude(accent=DEFAULT_ACCENT, logo=None).exists()


def _is_in_every_language() -> bool:
    return not any(together.is_left_to_do for together in published_together())


STEPS = (
    Step(
        "look",
        _("Choose your colour and logo"),
        _("They are on every page, poster and mail."),
        CAN_CHANGE_LOOK,
        _has_look,
        order=80,
        url=_look_url,
    ),
    Step(
        "front",
        _("Publish a front page of your own"),
        _("One demand, as short as a banner, and two sentences below it."),
        CAN_CHANGE_FRONT,
        lambda: _own(HomePage).exists(),
        order=90,
        url=_front_url,
    ),
    Step(
        "campaign",
        _("Start your first campaign"),
        _("Its page, petition, events and news are made in one go, as drafts in every language."),
        CAN_CHANGE_FRONT,
        lambda: _own(CampaignPage).exists(),
        order=100,
        url=lambda: reverse("start_campaign"),
    ),
    Step(
        "languages",
        _("Say it in every language"),
        _("Some published pages are missing in a language, or older there than in the first."),
        CAN_TRANSLATE,
        _is_in_every_language,
        order=110,
        url=lambda: reverse("page_translations"),
    ),
    Step(
        "demo",
        _("Take the demo away"),
        _("Whoever runs the site does so by “manage.py demo --remove”. What you wrote yourself stays."),
        CAN_SETTLE,
        lambda: not DemoItem.objects.exists(),
        order=120,
    ),
)
