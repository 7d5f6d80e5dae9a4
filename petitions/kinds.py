"""How a petition is found, drawn and linked wherever a page, a mail or the admin names one."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from campaigns.exceptions import CannotPress
from campaigns.kinds import ActionKind
from petitions import selectors, services
from petitions.addresses import AT, PROVE, RECRUITER, place_path
from petitions.exceptions import PetitionClosed, PetitionMissing, SignatureGone
from petitions.forms import SignForm
from petitions.models import Petition, Signature
from petitions.names import SIGNED
from petitions.press_form import PressForm
from privacy.actors import Actor
from privacy.conf import current
from privacy.days import utc_today
from supporters.models import Supporter, SupporterDetails


class PetitionKind(ActionKind):
    """Petitions and pledges."""

    name = SIGNED
    label = _("Petition")
    plural = _("Petitions")
    template = "petitions/sign_block.html"
    press_template = "petitions/press.html"

    def get(self, public_id: UUID) -> Petition | None:
        return Petition.objects.filter(public_id=public_id).first()

    def block_context(self, obj: Petition, request: HttpRequest | None) -> Mapping[str, Any]:
        """``petition``, its empty ``form``, ``progress``, ``names``, campuses, and where the form is sent."""
        return sign_context(obj)

    def page_url(self, obj: Petition, language: str) -> str:
        path = selectors.page_path(obj, language)
        return urljoin(current().base_url, path) if path else ""

    def title_in(self, obj: Petition, language: str) -> str:
        return obj.title_in(language)

    def doers(self, obj: Petition) -> Q:
        mine = Signature.objects.counted_or_aside().filter(supporter=OuterRef("pk"), petition=obj)
        return Q(Exists(mine))

    def press_label(self, obj: Petition) -> str:
        return gettext("Take the pledge") if obj.is_pledge else gettext("Sign now")

    def choices(self) -> Iterable[tuple[UUID, str]]:
        return list(Petition.objects.open_on(utc_today()).values_list("public_id", "name"))

    def press_form(
        self, obj: Petition, *, supporter: Supporter, details: SupporterDetails, data: Any = None
    ) -> PressForm | None:
        try:
            rules = selectors.sign_rules(obj.public_id)
        except PetitionMissing:
            return None
        if not rules.petition.is_open:
            return None
        return PressForm(data, rules=rules, supporter=supporter, details=details)

    def press(
        self, obj: Petition, *, form: Any, supporter: Supporter, language: str, source: str, actor: Actor
    ) -> str:
        try:
            signature = services.press_signature(
                petition=form.rules.petition,
                supporter=supporter,
                typed=form.typed(),
                language=language,
                source=source,
                actor=actor,
            )
        except (PetitionClosed, SignatureGone):
            raise CannotPress from None
        query = {"lang": language, **({"at": at} if (at := signature.place_slug) else {})}
        return reverse("countersign_petition_signed", args=[obj.public_id], query=query)


def _doors_at(petition: Petition, path: str, at: selectors.OfferedPlace | None) -> dict[str, str]:
    """Where one tells of a recruiter at a campus, and shows to be there; "" where there is no such door."""
    if at is None or not path or not petition.is_open:
        return {"recruiter_url": "", "prove_url": ""}
    under = place_path(path, at.slug)
    return {
        "recruiter_url": f"{under}{RECRUITER}/" if at.is_campus else "",
        "prove_url": f"{under}{PROVE}/" if selectors.offers_proof(petition, at) else "",
    }


def sign_context(
    petition: Petition,
    *,
    page_id: int | None = None,
    is_test: bool = False,
    at: selectors.OfferedPlace | None = None,
) -> dict[str, Any]:
    """What ``petitions/sign_block.html`` needs; the same for every visitor.

    On a campus's page (``at``) no names are shown: who ticked that box said "and my region", not where.
    """
    rules = selectors.sign_rules(petition.public_id)
    path = selectors.page_path(petition, get_language() or "")
    return {
        "petition": petition,
        "form": SignForm(rules=rules, page_id=page_id, is_test=is_test, at=at),
        "progress": selectors.progress_of(petition),
        "how": selectors.how_we_count(petition),
        "names": selectors.names_shown(petition) if at is None else [],
        "places_number": len(rules.places),
        "are_campuses": rules.are_campuses,
        "places_url": f"{path}{AT}/" if path else "",
        # Said in any case: the block may stand on the page of another petition's campus.
        "campus": None,
        "affiliations": [],
        "notices": selectors.notices_at(petition, at.slug) if at is not None else [],
        **_doors_at(petition, path, at),
        **(selectors.campus_shown(petition, at.slug) if at is not None else {}),
        "action_url": reverse("countersign_petition_sign", args=[petition.public_id]),
    }
