"""Where the page of an archived petition leads: to what is live when somebody comes, or nowhere."""

from typing import Any

from django.db.models import QuerySet

from petitions.addresses import place_path
from petitions.enums import ArchiveWay, PetitionState
from petitions.models import Petition
from petitions.selectors.rules import sign_rules
from privacy.days import utc_today


def actions_to_lead_to(petition: Petition) -> QuerySet[Petition]:
    """Petitions to whose page that of ``petition`` may lead: live, of the same campaign, with a page."""
    others = Petition.objects.open_on(utc_today()).filter(campaign=petition.campaign_id)
    others = others.exclude(pk=petition.pk)
    with_page = [one.pk for one in others if sign_rules(one.public_id).page_paths]
    return others.filter(pk__in=with_page).order_by("name")


def leads_on(page: Any, *, at: str = "") -> str:
    """Where ``page``, that of an archived petition, leads now; of its campus ``at``, to the same campus.

    "" where nothing it could lead to is live: then the page tells itself what came of it. Of pages of this
    site only, and never in a ring: a petition that is live leads nowhere, and the page above is nearer to
    the root.
    """
    petition: Petition = page.petition
    if petition.state != PetitionState.ARCHIVED:
        return ""
    if petition.archived_way == ArchiveWay.PAGE_ABOVE:
        return page_above(page)
    other = petition.archived_to
    if other is None or not other.is_open:
        return ""
    rules = sign_rules(other.public_id)
    language: str = page.locale.language_code
    path = rules.page_paths.get(language) or next(iter(rules.page_paths.values()), "")
    return place_path(path, at) if at and rules.place_at(at) else path


def page_above(page: Any) -> str:
    """The address of the page above, if everybody may read it; else ""."""
    above = page.get_parent()
    if above is None or not above.live or above.get_view_restrictions().exists():
        return ""
    url: str = above.get_url() or ""
    return url
