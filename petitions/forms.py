"""The form under a petition: the shared one, with what this petition asks beside it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.countries import NAMES
from campaigns.enums import NewsChoice
from campaigns.forms import ActionForm, LinesField
from campaigns.signing import FormValue, read_value, sign_value
from petitions.models import Petition, TypedSignature
from petitions.selectors import SignRules
from privacy.conf import current
from privacy.days import utc_today

COMMENT_LENGTH = 500


class SignForm(ActionForm):
    """What a petition asks, drawn by ``petitions/sign_form.html``.

    The same for every visitor. ``data`` is what was posted; ``page_id`` the page it stands on;
    ``is_test`` marks the form of the editor's preview.
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

    def __init__(
        self,
        data: Any = None,
        *,
        rules: SignRules,
        page_id: int | None = None,
        is_test: bool = False,
        initial: dict[str, Any] | None = None,
    ) -> None:
        petition = rules.petition
        language = get_language() or ""
        self.rules = rules
        super().__init__(
            data,
            name=f"petition-{petition.public_id}",
            countries=_countries() if petition.ask_country else (),
            ask_postal_code=petition.ask_postal_code,
            news_wording=rules.news_wordings.get(language) if petition.ask_news else None,
            partner_wordings=rules.partner_wordings.get(language, ()),
            page_id=page_id,
            initial=initial,
        )
        self.test_token = make_test_token(petition) if is_test else ""
        unasked = {
            "family_name": not petition.ask_family_name and not petition.ask_name_to_target,
            "news": not petition.ask_news,
            "comment": not rules.takes_comments,
            "name_to_target": not petition.ask_name_to_target,
            "show_name": not petition.shows_names or petition.is_pledge,
        }
        for name, is_unasked in unasked.items():
            if is_unasked:
                del self.fields[name]

    def typed(self) -> TypedSignature:
        """What was typed, as it is sealed. Call it on a valid form."""
        said = self.cleaned_data
        return TypedSignature(
            email=said["email"],
            given_name=said["given_name"],
            family_name=said.get("family_name", ""),
            postal_code=said.get("postal_code", ""),
            country=said.get("country") or current().default_country,
            comment=said.get("comment", ""),
            news=said.get("news", NewsChoice.NO.value),
            consents=self._consents(),
            name_to_target=said.get("name_to_target", False),
            show_name=said.get("show_name", False),
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
    first = current().default_country
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


def posted_page_id(posted: Mapping[str, str]) -> int | None:
    """The page that a form says it stood on, if our signature is under it."""
    value = read_value(FormValue.PAGE, posted.get("page", "")) if posted.get("page") else None
    return int(value) if value else None
