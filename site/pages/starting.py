"""A new campaign with its usual pages, as drafts, in one go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from campaigns.enums import CampaignState
from campaigns.models import Campaign, Target
from campaigns.services import save_new_campaign
from donations.models import Fundraiser
from pages.models import (
    CampaignPage,
    EventsPage,
    FundraiserPage,
    HomePage,
    PetitionPage,
    UpdatesPage,
)
from petitions.models import Petition, PetitionTarget
from privacy.actors import Actor
from privacy.exceptions import CountersignError
from privacy.localized import LocalizedText

LONGEST_SLUG = 50


class FormUsedBefore(CountersignError):
    """Raised when what a form made once has no page any more."""


@dataclass(frozen=True, slots=True)
class CampaignWords:
    """What is said of a new campaign in one language."""

    title: str
    demand: str


@dataclass(frozen=True, slots=True)
class CampaignAsked:
    """What was asked for. ``homes`` and ``words`` are by language, the first language first.

    ``key`` is the form's: the same form sent twice makes one campaign.
    """

    key: UUID
    homes: Mapping[str, HomePage]
    words: Mapping[str, CampaignWords]
    # One that is there, or one yet to be made; None for nobody.
    target: Target | None
    with_fundraiser: bool = False


def start_campaign_pages(*, asked: CampaignAsked, actor: Actor) -> CampaignPage:
    """Make the campaign, its petition and fundraiser, and in each language their pages as drafts.

    Returns the campaign's page in the first language; for a form that was sent before, the one it made.
    Nothing is made halfway: one transaction. Raises FormUsedBefore where the form's key is that of a campaign
    without a page.
    """
    try:
        with transaction.atomic():
            return _make(asked, actor)
    except IntegrityError:
        made = made_before(asked.key)
        if made is None:
            if Campaign.objects.filter(public_id=asked.key).exists():
                raise FormUsedBefore from None
            raise
        return made


def made_before(key: UUID) -> CampaignPage | None:
    """The page that the form with this key made, in its first language."""
    pages = CampaignPage.objects.filter(campaign__public_id=key)
    return pages.filter(locale__language_code=F("campaign__first_language")).first()


def _make(asked: CampaignAsked, actor: Actor) -> CampaignPage:
    first = next(iter(asked.words))
    titles = LocalizedText({code: said.title for code, said in asked.words.items()})
    name = asked.words[first].title
    campaign = save_new_campaign(
        campaign=Campaign(
            public_id=asked.key,
            title=titles,
            slug=_free_slug(name),
            first_language=first,
            # Until its page is published, by which it runs: visitors are offered what runs by its title.
            state=CampaignState.DRAFT,
        ),
        actor=actor,
    )
    petition = Petition.objects.create(campaign=campaign, name=name, is_delivered=asked.target is not None)
    if asked.target is not None:
        if asked.target.pk is None:
            asked.target.save()
        PetitionTarget.objects.create(petition=petition, target=asked.target)
    fundraiser = Fundraiser.objects.create(campaign=campaign, name=name) if asked.with_fundraiser else None
    keys = {"campaign": uuid4(), "petition": uuid4(), "events": uuid4(), "updates": uuid4(), "gifts": uuid4()}
    made = [
        _pages_in(code, asked, campaign=campaign, petition=petition, fundraiser=fundraiser, keys=keys)
        for code in asked.words
    ]
    return made[0]


def _pages_in(
    code: str,
    asked: CampaignAsked,
    *,
    campaign: Campaign,
    petition: Petition,
    fundraiser: Fundraiser | None,
    keys: Mapping[str, UUID],
) -> CampaignPage:
    said = asked.words[code]
    with override(code):
        page = CampaignPage(title=said.title, campaign=campaign, demand=said.demand)
        _draft(asked.homes[code], page, keys["campaign"])
        # The title of a petition is its demand: that is what people sign.
        petition_page = PetitionPage(title=said.demand or said.title, petition=petition)
        _draft(page, petition_page, keys["petition"])
        _draft(page, EventsPage(title=_("Events"), show_in_menus=False), keys["events"])
        _draft(page, UpdatesPage(title=_("News"), show_in_menus=False), keys["updates"])
        if fundraiser is not None:
            _draft(page, FundraiserPage(title=_("Give"), fundraiser=fundraiser), keys["gifts"])
    return page


def _draft(parent: Page, page: Any, translation_key: UUID) -> None:
    page.locale = parent.locale
    page.translation_key = translation_key
    page.live = False
    page.has_unpublished_changes = True
    # Without accents: an address is read aloud and typed from flyers. In another script Wagtail finds one.
    if plain := slugify(page.title)[:LONGEST_SLUG].strip("-"):
        page.slug = _first_free(plain, parent.get_children().values_list("slug", flat=True))
    parent.add_child(instance=page)
    page.save_revision()


def _free_slug(title: str) -> str:
    base = slugify(title)[:LONGEST_SLUG].strip("-") or "campaign"
    return _first_free(base, Campaign.objects.filter(slug__startswith=base).values_list("slug", flat=True))


def _first_free(base: str, slugs: Iterable[str]) -> str:
    taken = set(slugs)
    numbers = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbers if slug not in taken)
