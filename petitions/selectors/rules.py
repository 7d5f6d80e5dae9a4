"""What a form and the POST of it need: kept for three seconds in each process."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from campaigns.pages import pages_of
from petitions.exceptions import PetitionMissing
from petitions.models import Petition
from petitions.selectors.places import (
    OfferedAffiliation,
    OfferedPlace,
    offered_affiliations,
    offered_places,
)
from petitions.wordings import NEWS, PARTNER, UPDATES
from privacy.days import utc_today
from supporters.models import ConsentWording
from supporters.selectors import current_wording

# How long a process may go on by rules that were changed meanwhile.
RULES_SECONDS = 3.0
RULES_KEPT = 200


@dataclass(frozen=True, slots=True)
class SignRules:
    """A petition as its form and the POST of it need it, read once in three seconds a process."""

    petition: Petition
    takes_comments: bool
    news_wordings: Mapping[str, ConsentWording]
    updates_wordings: Mapping[str, ConsentWording]
    partner_wordings: Mapping[str, tuple[ConsentWording, ...]]
    # Paths of its live, public pages, by language; empty where it stands in other pages only.
    page_paths: Mapping[str, str]
    # Its open campuses and its affiliations in the order of a list, by their key.
    places: Mapping[str, OfferedPlace]
    affiliations: Mapping[str, OfferedAffiliation]
    # Every wording that a cached page may still show, by its public id.
    known_wordings: Mapping[UUID, ConsentWording]

    @property
    def are_campuses(self) -> bool:
        """Whether all its places are campuses: else they are called places."""
        return all(one.is_campus for one in self.places.values())

    @property
    def has_campuses(self) -> bool:
        """Whether one of them is: then a visitor can propose another."""
        return any(one.is_campus for one in self.places.values())

    def place_at(self, slug: str) -> OfferedPlace | None:
        """The open campus of this address."""
        return next((one for one in self.places.values() if one.slug == slug), None)


_rules: dict[UUID, tuple[float, SignRules]] = {}


def sign_rules(public_id: UUID) -> SignRules:
    """The rules of one petition, at most three seconds old. Raises PetitionMissing."""
    kept = _rules.get(public_id)
    if kept is not None and monotonic() < kept[0]:
        return kept[1]
    petition = Petition.objects.select_related("campaign__news_list").filter(public_id=public_id).first()
    if petition is None:
        _rules.pop(public_id, None)
        raise PetitionMissing
    if len(_rules) >= RULES_KEPT:
        _rules.clear()
    rules = _read_rules(petition)
    _rules[public_id] = (monotonic() + RULES_SECONDS, rules)
    return rules


def forget_rules(public_id: UUID | None = None) -> None:
    """Read the rules anew at the next form: of one petition, or of all."""
    if public_id is None:
        _rules.clear()
    else:
        _rules.pop(public_id, None)


def _read_rules(petition: Petition) -> SignRules:
    languages = [code for code, _name in settings.LANGUAGES]
    partners = tuple(petition.partners.order_by("name")[:3])
    partner_wordings = {
        language: tuple(current_wording(PARTNER, language, partner) for partner in partners)
        for language in languages
    }
    asked = Q(key=NEWS, partner=None) | Q(key=PARTNER, partner__in=partners)
    return SignRules(
        petition=petition,
        takes_comments=petition.takes_comments,
        news_wordings={language: current_wording(NEWS, language) for language in languages},
        updates_wordings={language: current_wording(UPDATES, language) for language in languages},
        partner_wordings=partner_wordings,
        page_paths=_page_paths(petition),
        places={one.key: one for one in offered_places(petition)},
        affiliations={one.key: one for one in offered_affiliations(petition)},
        known_wordings={wording.public_id: wording for wording in ConsentWording.objects.filter(asked)},
    )


def _page_paths(petition: Petition) -> dict[str, str]:
    paths: dict[str, str] = {}
    for page in pages_of(petition):
        # The thank-you of any petition of the campaign names these: not one that asks for a password.
        if page.live and (url := page.get_url()) and not page.get_view_restrictions().exists():
            paths.setdefault(page.locale.language_code, url)
    return paths


def page_path(petition: Petition, language: str) -> str:
    """The address of the petition's page in ``language``, else in any, else "".

    A full address where the page stands on another host of the site.
    """
    paths = sign_rules(petition.public_id).page_paths
    return paths.get(language) or next(iter(paths.values()), "")


def others_to_sign(petition: Petition, *, at_most: int = 3) -> list[Petition]:
    """Open petitions of the same campaign that have a page, newest first: the next step for a signer."""
    others = (
        Petition.objects.open_on(utc_today()).filter(campaign=petition.campaign_id).exclude(pk=petition.pk)
    )
    return [other for other in others.order_by("-pk")[:10] if sign_rules(other.public_id).page_paths][
        :at_most
    ]
