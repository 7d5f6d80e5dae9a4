"""What the page of a fundraiser, its form and the POST of it need: kept for three seconds in each process."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from django.conf import settings

from campaigns.pages import pages_of
from donations.exceptions import FundraiserMissing
from donations.models import Designation, Fundraiser
from donations.wordings import NEWS
from supporters.models import ConsentWording
from supporters.selectors import current_wording

RULES_SECONDS = 3.0
RULES_KEPT = 200


@dataclass(frozen=True, slots=True)
class GiveRules:
    """A fundraiser with its choices, the words about news and where its pages are."""

    fundraiser: Fundraiser
    # By their key in the form.
    designations: Mapping[str, Designation]
    news_wordings: Mapping[str, ConsentWording]
    # Every version that a kept page may still show.
    known_wordings: Mapping[UUID, ConsentWording]
    # Paths of its live, public pages, by language.
    page_paths: Mapping[str, str]


_rules: dict[UUID, tuple[float, GiveRules]] = {}


def give_rules(public_id: UUID) -> GiveRules:
    """The rules of one fundraiser, at most three seconds old. Raises FundraiserMissing."""
    kept = _rules.get(public_id)
    if kept is not None and monotonic() < kept[0]:
        return kept[1]
    found = Fundraiser.objects.select_related("campaign__news_list").filter(public_id=public_id).first()
    if found is None:
        _rules.pop(public_id, None)
        raise FundraiserMissing
    if len(_rules) >= RULES_KEPT:
        _rules.clear()
    rules = _read_rules(found)
    _rules[public_id] = (monotonic() + RULES_SECONDS, rules)
    return rules


def forget_rules() -> None:
    """Read the rules of all fundraisers anew at the next form."""
    _rules.clear()


def page_path(fundraiser: Fundraiser, language: str) -> str:
    """The address of the fundraiser's page in ``language``, else in any, else ""."""
    paths = give_rules(fundraiser.public_id).page_paths
    return paths.get(language) or next(iter(paths.values()), "")


def _read_rules(fundraiser: Fundraiser) -> GiveRules:
    languages = [code for code, _name in settings.LANGUAGES]
    return GiveRules(
        fundraiser=fundraiser,
        designations={one.public_id.hex: one for one in fundraiser.designations.all()},
        news_wordings={language: current_wording(NEWS, language) for language in languages},
        known_wordings={one.public_id: one for one in ConsentWording.objects.filter(key=NEWS, partner=None)},
        page_paths=_page_paths(fundraiser),
    )


def _page_paths(fundraiser: Fundraiser) -> dict[str, str]:
    paths: dict[str, str] = {}
    for page in pages_of(fundraiser):
        if page.live and (url := page.get_url()) and not page.get_view_restrictions().exists():
            paths.setdefault(page.locale.language_code, url)
    return paths
