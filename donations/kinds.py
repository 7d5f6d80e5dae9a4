"""How a fundraiser is found, drawn and linked wherever a page, a mail or the admin names one."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from campaigns.kinds import ActionKind
from donations.deadline_words import left_words, until_words
from donations.exceptions import NoProvider
from donations.forms import GiveForm
from donations.models import Fundraiser, Giving
from donations.names import GAVE
from donations.providers import provider
from donations.selectors.rules import give_rules, page_path
from donations.selectors.totals import drive_of
from donations.stages import bars_of, stage_of
from privacy.conf import current


class GiveKind(ActionKind):
    """Fundraisers. A gift is no action of a supporter: nothing of it is pressed from a mail."""

    name = GAVE
    label = _("Fundraiser")
    plural = _("Fundraisers")
    template = "donations/give_block.html"

    def get(self, public_id: UUID) -> Fundraiser | None:
        return Fundraiser.objects.filter(public_id=public_id).first()

    def block_context(self, obj: Fundraiser, request: HttpRequest | None) -> Mapping[str, Any]:
        """``fundraiser``, its ``bars``, its empty ``form``, and where that is sent."""
        return give_context(obj)

    def page_url(self, obj: Fundraiser, language: str) -> str:
        path = page_path(obj, language)
        return urljoin(current().base_url, path) if path else ""

    def title_in(self, obj: Fundraiser, language: str) -> str:
        return obj.title_in(language)

    def doers(self, obj: Fundraiser) -> Q:
        """Who gave to it and wants news by mail, as of the last night; of nobody else it is known."""
        return Q(Exists(Giving.objects.filter(supporter=OuterRef("pk"), drive=obj)))

    def press_label(self, obj: Fundraiser) -> str:
        return gettext("Give now")

    def choices(self) -> Iterable[tuple[UUID, str]]:
        return list(Fundraiser.objects.running().values_list("public_id", "name"))


def give_context(fundraiser: Fundraiser, *, page_id: int | None = None) -> dict[str, Any]:
    """What ``donations/give_block.html`` needs; the same for every visitor."""
    rules = give_rules(fundraiser.public_id)
    # The row at hand may be older than the rules: one of both for all that is drawn.
    drive = drive_of(rules.fundraiser)
    return {
        "fundraiser": rules.fundraiser,
        "stage": stage_of(drive).value,
        "drive": drive,
        "bars": bars_of(drive),
        # What takes gifts after its deadline says so in a sentence of its own.
        "until": "" if rules.fundraiser.is_over else until_words(rules.fundraiser),
        "left": left_words(rules.fundraiser),
        "other_ways": rules.fundraiser.other_ways.best(get_language() or ""),
        "is_test": takes_tests(),
        "form": GiveForm(rules=rules, page_id=page_id),
        "action_url": reverse("countersign_give", args=[fundraiser.public_id]),
    }


def takes_tests() -> bool:
    """Whether gifts are taken that are no real ones."""
    try:
        return provider().is_test
    except NoProvider:
        return False
