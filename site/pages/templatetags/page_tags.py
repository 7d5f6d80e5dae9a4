"""The way up from a page, and what kind of page it is."""

from collections.abc import Mapping

from django import template
from django.apps import apps
from django.utils.translation import get_language
from wagtail.models import Page

from campaigns.public_pages import open_to_all
from pages.models import PetitionPage
from petitions.models import Petition
from privacy.days import utc_today

register = template.Library()

MOST_NOW = 3


@register.simple_tag
def pages_above(home: Page | None, page: Page | None) -> list[Page]:
    """The live pages between the front page and ``page``, from above; none for a page right below it."""
    if home is None or not isinstance(page, Page) or not page.pk or page.depth <= home.depth + 1:
        return []
    return list(page.get_ancestors().live().filter(depth__gt=home.depth))


@register.filter
def of_key(found: Mapping[int, str], key: int) -> str:
    """What is found under ``key``; "" for nothing."""
    return found.get(key, "")


@register.simple_tag
def petitions_now() -> list[PetitionPage]:
    """The newest petitions that can be signed today, in the language being shown. One query."""
    pages = PetitionPage.objects.filter(
        locale__language_code=get_language() or "", petition__in=Petition.objects.open_on(utc_today())
    )
    return list(open_to_all(pages).order_by("-first_published_at")[:MOST_NOW])


@register.simple_tag
def page_type_icon(app_label: str, model_name: str) -> str:
    """The icon of a type of page, for staff."""
    icon: str = getattr(apps.get_model(app_label, model_name), "page_icon", "doc-empty-inverse")
    return icon
