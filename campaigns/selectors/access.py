"""Campaigns and whom they are for: their teams, partners and reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import swapper  # type: ignore[import-untyped]
from django.contrib.auth.models import PermissionsMixin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from campaigns.models import Action, Campaign, Measure, PageReport, PartnerOrigin
from campaigns.origins import may_frame
from privacy.roles import Role
from privacy.scopes import AnyUser
from supporters.models import Partner


def acted(**asked: Any) -> Q:
    """A condition on Supporter: who did one deed that is all of this. Filters and segments ask it."""
    return Q(Exists(Action.objects.filter(supporter=OuterRef("pk"), **asked)))


def visible_campaigns(user: AnyUser) -> QuerySet[Campaign]:
    """The campaigns ``user`` may see: of whose team they are; all for administrators."""
    ids = visible_campaign_ids(user)
    everything: QuerySet[Campaign] = Campaign.objects.all()
    return everything if ids is None else everything.filter(pk__in=ids)


def visible_campaign_ids(user: AnyUser) -> set[int] | None:
    """Ids of these campaigns, None meaning all: what this app tells the scope registry."""
    if not (isinstance(user, PermissionsMixin) and user.is_active):
        return set()
    if user.is_superuser or user.groups.filter(name=Role.ADMINISTRATORS).exists():
        return None
    return set(Campaign.objects.filter(team__user=user).values_list("pk", flat=True))


def origins_of(partner: Partner) -> QuerySet[PartnerOrigin]:
    """The sites on which a partner may show our forms."""
    return PartnerOrigin.objects.filter(partner=partner).order_by("origin")


def framing_origins(partner: Partner) -> tuple[str, ...]:
    """Those of them that a browser is told of today."""
    return tuple(one.origin for one in origins_of(partner) if may_frame(one.origin))


def with_origins(embeds: QuerySet[Any]) -> QuerySet[Any]:
    """Embedded forms by their partners' names, each with ``has_origins``: whether any site may show it."""
    allowed = PartnerOrigin.objects.filter(partner=OuterRef("partner"))
    rows: QuerySet[Any] = (
        embeds.select_related("partner").order_by("partner__name").annotate(has_origins=Exists(allowed))
    )
    return rows


def partners_without_embed(embeds: QuerySet[Any]) -> QuerySet[Partner]:
    """Partners to whom none of these forms, those of one petition or event, was offered yet."""
    return Partner.objects.exclude(pk__in=embeds.values("partner")).order_by("name")


def reports_visible_to(user: AnyUser) -> QuerySet[PageReport]:
    """Reports of pages of these campaigns, and of no campaign's: those that wait first, oldest first."""
    rows = PageReport.objects.select_related("campaign").order_by("-state", "pk")
    ids = visible_campaign_ids(user)
    return rows if ids is None else rows.filter(Q(campaign__in=ids) | Q(campaign=None))


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report is about. ``language`` is that of its title; ``page`` is None for a local fight."""

    title: str
    language: str
    url: str
    page: Any


def titles_of_reported(keys: Iterable[UUID]) -> dict[UUID, str]:
    """The titles of these pages, by ``translation_key``, and local fights as staff know them. Two queries."""
    wanted = set(keys)
    rows = _pages().filter(translation_key__in=wanted).order_by("-pk")
    fights = Measure.objects.filter(public_id__in=wanted).select_related("jurisdiction")
    told = {fight.public_id: _name_of(fight, get_language() or "") for fight in fights}
    return {**told, **dict(rows.values_list("translation_key", "title"))}


def reported(key: UUID, language: str) -> Reported | None:
    """The live, public page of this ``translation_key`` in ``language``, else in any; or the public fight.

    None for neither.
    """
    pages = _pages().live().public().filter(translation_key=key).select_related("locale")
    found = sorted(pages, key=lambda page: (page.locale.language_code != language, page.pk))
    if found:
        page = found[0]
        return Reported(page.title, page.locale.language_code, page.get_url() or "", page)
    fight = Measure.objects.public().filter(public_id=key).select_related("jurisdiction").first()
    if fight is None:
        return None
    url = f"{reverse('countersign_fight', args=[key])}?lang={language}"
    return Reported(_name_of(fight, language), fight.title.best(language)[1], url, None)


def _name_of(fight: Measure, language: str) -> str:
    return f"{fight.title_in(language)} ({fight.jurisdiction.name})"


def _pages() -> Any:
    # Not when this is read: models of other apps import what is here.
    return swapper.load_model("wagtailcore", "Page").objects
