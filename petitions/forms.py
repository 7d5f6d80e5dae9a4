"""The form under a petition: the shared one, with what this petition asks beside it."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.enums import NewsChoice
from campaigns.forms import ActionForm, LineField, LinesField
from campaigns.signing import FormValue, read_value, sign_value
from petitions.comment_rules import LEAVE_OUT, problems_in
from petitions.models import Petition, TypedSignature
from petitions.selectors import OfferedPlace, SignRules
from privacy.days import utc_today
from supporters.countries import NAMES
from supporters.default_country import default_country
from supporters.models import ConsentWording

COMMENT_LENGTH = 500


# A pledge calls itself one.
PLEDGED_NEWS = [
    (value, _("Only tell me what becomes of this pledge") if value == NewsChoice.ONLY_THIS else label)
    for value, label in NewsChoice.choices
]


class SignForm(ActionForm):
    """What a petition asks, drawn by ``petitions/sign_form.html``.

    The same for every visitor. ``data`` is what was posted; ``page_id`` the page it stands on;
    ``is_test`` marks the form of the editor's preview; ``at`` is the campus on whose page it stands;
    ``partner_wordings`` are asked instead of those of the petition's own partners.
    """

    comment = LinesField(
        label=_("Why do you sign?"),
        max_length=COMMENT_LENGTH,
        required=False,
        error_messages={"max_length": _("This comment is too long: 500 characters fit here.")},
    )
    name_to_target = forms.BooleanField(
        label=_("Put my first and last name in what we hand over"), required=False
    )
    show_name = forms.BooleanField(label=_("Show my first name and my region on this page"), required=False)
    # Keys of what the rules offer: hundreds of choices are looked up, and not copied into a field.
    place = LineField(label=_("Your campus"), required=False)
    affiliation = LineField(label=_("You are there as"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        rules: SignRules,
        page_id: int | None = None,
        is_test: bool = False,
        at: OfferedPlace | None = None,
        partner_wordings: Sequence[ConsentWording] | None = None,
    ) -> None:
        petition = rules.petition
        language = get_language() or ""
        self.rules = rules
        self.at = at
        super().__init__(
            data,
            name=f"petition-{petition.public_id}",
            countries=_countries() if petition.ask_country else (),
            ask_postal_code=petition.ask_postal_code,
            news_wording=rules.news_wordings.get(language) if petition.ask_news else None,
            partner_wordings=rules.partner_wordings.get(language, ())
            if partner_wordings is None
            else partner_wordings,
            page_id=page_id,
            initial={"place": at.key} if at is not None else None,
        )
        if petition.is_pledge:
            # All forms share their fields.
            news = self.fields["news"] = deepcopy(self.fields["news"])
            news.choices = PLEDGED_NEWS  # type: ignore[attr-defined]
        self.test_token = make_test_token(petition) if is_test else ""
        unasked = {
            "family_name": not petition.ask_family_name and not petition.ask_name_to_target,
            "news": not petition.ask_news,
            "comment": not rules.takes_comments,
            "name_to_target": not petition.ask_name_to_target,
            "show_name": not petition.shows_names or petition.is_pledge,
            # Who chose the last campus before it was hidden is told.
            "place": not rules.places and not self.data.get("place"),
            "affiliation": not rules.places or not rules.affiliations,
        }
        for name, is_unasked in unasked.items():
            if is_unasked:
                del self.fields[name]

    def clean_place(self) -> str:
        """The key of a campus that is open now, or ""."""
        key: str = self.cleaned_data["place"]
        if key and key not in self.rules.places:
            raise ValidationError(
                _("This campus is not on the list any more. Choose another, or go on without one.")
            )
        return key

    def clean_affiliation(self) -> str:
        """The key of an affiliation that the petition has now, or ""."""
        key: str = self.cleaned_data["affiliation"]
        if key and key not in self.rules.affiliations:
            raise ValidationError(_("This answer is not offered any more. Choose another, or none."))
        return key

    def clean_comment(self) -> str:
        """A comment that says nothing of anybody's status or whereabouts; nothing was stored before."""
        comment: str = self.cleaned_data["comment"]
        found = problems_in(comment)
        if found:
            raise ValidationError(
                [
                    ValidationError(
                        str(LEAVE_OUT[one.problem]), code=one.problem, params={"words": one.words}
                    )
                    for one in found
                ]
            )
        return comment

    @property
    def place_groups(self) -> list[tuple[str, list[OfferedPlace]]]:
        """The campuses to choose from, under their state or region."""
        places = self.rules.places.values()
        return [(heading, list(group)) for heading, group in groupby(places, attrgetter("heading"))]

    @property
    def chosen_place(self) -> OfferedPlace | None:
        """The campus that was chosen. Call it on a valid form."""
        return self.rules.places.get(self.cleaned_data.get("place", ""))

    def typed(self) -> TypedSignature:
        """What was typed, as it is sealed. Call it on a valid form."""
        said = self.cleaned_data
        return TypedSignature(
            email=said["email"],
            given_name=said["given_name"],
            family_name=said.get("family_name", ""),
            postal_code=said.get("postal_code", ""),
            country=said.get("country") or default_country(),
            comment=said.get("comment", ""),
            news=said.get("news", NewsChoice.NO.value),
            consents=self._consents(),
            name_to_target=said.get("name_to_target", False),
            show_name=said.get("show_name", False),
            place=said.get("place", ""),
            # What one is there tells nothing without where.
            affiliation=said.get("affiliation", "") if said.get("place") else "",
        )

    def _consents(self) -> list[list[Any]]:
        """Each answer with the wording that stood on the page, which may be an older, cached one."""
        answers: list[list[Any]] = []
        if self.news_wording is not None:
            news = self.cleaned_data["news"]
            shown = self.shown_wording()
            wording = self.rules.known_wordings.get(shown) if shown is not None else None
            list_id = str(self.rules.petition.campaign.news_list.public_id)
            answers.append(
                [str((wording or self.news_wording).public_id), news == NewsChoice.CAMPAIGN, list_id]
            )
            if news == NewsChoice.ONLY_THIS:
                updates = self.rules.updates_wordings[self.language]
                answers.append([str(updates.public_id), True, ""])
        answers += [[str(wording.public_id), True, ""] for wording in self.ticked_partners()]
        return answers


def _countries() -> list[str]:
    """Codes to choose from, the country we assume first."""
    first = default_country()
    return [first, *(code for code in NAMES if code != first)]


def make_test_token(petition: Petition) -> str:
    """The hidden field by which the preview's form is known; good for this petition, today and tomorrow."""
    return sign_value(FormValue.TEST, f"{petition.public_id.hex}.{utc_today().toordinal()}")


def is_test_form(petition: Petition, posted: Mapping[str, str]) -> bool:
    """Whether the form was drawn for a member of staff in the preview."""
    value = read_value(FormValue.TEST, posted.get("test", "")) if posted.get("test") else None
    if value is None:
        return False
    public_id, _dot, day = value.partition(".")
    age = utc_today() - date.fromordinal(int(day))
    return public_id == petition.public_id.hex and 0 <= age.days <= 1
