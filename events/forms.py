"""The form under an event: the shared one, with what this event asks beside it."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.enums import NewsChoice
from campaigns.forms import ActionForm, LineField
from campaigns.marked import language_of, marked
from events.enums import QuestionKind
from events.models import Agreement, Occurrence, Question, TypedAttendance
from events.selectors.rules import EventRules, OfferedPart
from privacy.denylist import find_status_word
from privacy.forms import OptionalAddressField
from supporters.default_country import default_country
from supporters.models import ConsentWording

ANSWER_LENGTH = 300
# An event has no "only what becomes of it".
NEWS_CHOICES = [(choice.value, choice.label) for choice in (NewsChoice.CAMPAIGN, NewsChoice.NO)]
# So many dates and shifts are buttons to choose from; more are a list.
MOST_RADIOS = 7


class AgreementField(forms.CharField):
    """A tick: its value is the version that stood beside it, which on a kept page may be an older one."""

    def __init__(self, agreement: Agreement, rules: EventRules, language: str) -> None:
        self.agreement = agreement
        self.known = {
            one.public_id.hex for one in rules.known_agreements.values() if one.key == agreement.key
        }
        self.words, self.words_language = agreement.words.best(language)
        super().__init__(
            label=agreement.name.best(language)[0],
            error_messages={"required": _("Without this tick we cannot take your sign-up.")},
        )

    def clean(self, value: Any) -> str:
        said = str(super().clean(value))
        if said not in self.known:
            raise ValidationError(self.error_messages["required"], code="required")
        return said


class RegisterForm(ActionForm):
    """What an event asks, drawn by ``events/register_form.html``. The same for every visitor.

    A guarded one asks for no name and no news, and for an address only where its neutral mail can be sent
    (``asks_address``). ``data`` is what was posted; ``page_id`` the page it stands on. ``partner_wordings``:
    the boxes for partners, instead of the event's own.
    """

    radios = ("news", "part")
    field_order = ("part", "given_name", "family_name", "alias", "email", "postal_code", "guests", "invite")

    # Keys of what the rules offer.
    part = LineField(
        label=_("When would you come?"), error_messages={"required": _("Choose when you would come.")}
    )
    alias = LineField(
        label=_("What shall we call you there?"),
        max_length=40,
        required=False,
        error_messages={"max_length": _("This is too long: 40 characters fit here.")},
    )
    guests = forms.TypedChoiceField(
        label=_("How many do you bring along?"), coerce=int, required=False, empty_value=None
    )
    invite = LineField(
        label=_("Invitation code"),
        max_length=40,
        error_messages={"required": _("Type the code of your invitation.")},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        rules: EventRules,
        page_id: int | None = None,
        asks_address: bool = True,
        partner_wordings: Sequence[ConsentWording] | None = None,
    ) -> None:
        event = rules.event
        language = get_language() or ""
        self.rules = rules
        super().__init__(
            data,
            name=f"event-{event.public_id}",
            ask_postal_code=event.ask_postal_code and not event.is_guarded,
            news_wording=rules.news_wordings.get(language) if self._asks_news(rules) else None,
            partner_wordings=(
                rules.partner_wordings.get(language, ()) if partner_wordings is None else partner_wordings
            ),
            page_id=page_id,
        )
        if event.is_guarded:
            for name in ("given_name", "family_name"):
                del self.fields[name]
            self.fields["email"] = OptionalAddressField(label=_("E-mail"))
        else:
            del self.fields["alias"]
        if event.is_guarded and not asks_address:
            del self.fields["email"]
        if self._asks_news(rules):
            # All forms share their fields.
            news = self.fields["news"] = deepcopy(self.fields["news"])
            news.choices = NEWS_CHOICES  # type: ignore[attr-defined]
        else:
            del self.fields["news"]
        if event.max_guests:
            guests = self.fields["guests"] = deepcopy(self.fields["guests"])
            guests.choices = [(number, str(number)) for number in range(event.max_guests + 1)]  # type: ignore[attr-defined]
        else:
            del self.fields["guests"]
        if not event.needs_invite:
            del self.fields["invite"]
        for question in rules.questions:
            self.fields[question_field_name(question)] = _field_of(question, language)
        for agreement in rules.agreements:
            self.fields[f"agree_{agreement.key}"] = AgreementField(agreement, rules, language)

    @staticmethod
    def _asks_news(rules: EventRules) -> bool:
        return rules.event.ask_news and not rules.event.is_guarded

    def clean_part(self) -> str:
        """The key of a date or shift that can be signed up for now."""
        key: str = self.cleaned_data["part"]
        if key not in self.rules.parts:
            raise ValidationError(_("This date or shift is not open any more. Choose another."))
        return key

    def clean(self) -> dict[str, Any]:
        """No answer says what status somebody has; nothing was stored before."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for question in self.rules.questions:
            answer = cleaned.get(question_field_name(question), "")
            if question.kind == QuestionKind.TEXT and (found := find_status_word(answer)):
                self.add_error(
                    question_field_name(question),
                    ValidationError(
                        _("Please leave out “%(word)s”: we keep nothing that says what status somebody has."),
                        params={"word": found.word},
                    ),
                )
        return cleaned

    # --- for the template ------------------------------------------------------------------

    @property
    def parts(self) -> list[OfferedPart]:
        return list(self.rules.parts.values())

    @property
    def part_groups(self) -> list[tuple[Occurrence, list[OfferedPart]]]:
        """What can be signed up for, under its date."""
        groups = groupby(self.parts, lambda part: part.occurrence)
        return [(date, list(group)) for date, group in groups]

    @property
    def has_many_parts(self) -> bool:
        return len(self.parts) > MOST_RADIOS

    @property
    def question_fields(self) -> Iterator[BoundField]:
        return (self[question_field_name(question)] for question in self.rules.questions)

    @property
    def agreement_fields(self) -> Iterator[BoundField]:
        return (self[f"agree_{agreement.key}"] for agreement in self.rules.agreements)

    # --- what was said ---------------------------------------------------------------------

    @property
    def chosen_part(self) -> OfferedPart:
        """What was chosen. Call it on a valid form."""
        return self.rules.parts[self.cleaned_data["part"]]

    def typed(self) -> TypedAttendance:
        """What was typed, as it is sealed. Call it on a valid form."""
        said = self.cleaned_data
        answers = {one.public_id.hex: said.get(question_field_name(one), "") for one in self.rules.questions}
        return TypedAttendance(
            email=said.get("email", ""),
            given_name=said.get("given_name", ""),
            family_name=said.get("family_name", ""),
            alias=said.get("alias", ""),
            postal_code=said.get("postal_code", ""),
            country=default_country() if not self.rules.event.is_guarded else "",
            news=said.get("news", NewsChoice.NO.value),
            consents=self._consents(),
            answers={key: answer for key, answer in answers.items() if answer},
            agreed=[said[f"agree_{one.key}"] for one in self.rules.agreements],
        )

    def _consents(self) -> list[list[Any]]:
        """Each answer with the wording that stood on the page, which may be an older, kept one."""
        answers: list[list[Any]] = []
        if self.news_wording is not None:
            shown = self.shown_wording()
            wording = self.rules.known_wordings.get(shown) if shown is not None else None
            says_yes = self.cleaned_data["news"] == NewsChoice.CAMPAIGN
            list_id = str(self.rules.event.campaign.news_list.public_id)
            answers.append([str((wording or self.news_wording).public_id), says_yes, list_id])
        answers += [[str(wording.public_id), True, ""] for wording in self.ticked_partners()]
        return answers


def question_field_name(question: Question) -> str:
    """Under which name the form asks it."""
    return f"q_{question.public_id.hex}"


def _field_of(question: Question, language: str) -> forms.Field:
    words = marked(question.words)
    required = {"required": _("Please answer this.")}
    if question.kind == QuestionKind.CHOICE:
        choices = question.choices_in(language)
        field: forms.Field = forms.ChoiceField(
            label=words,
            required=question.is_required,
            choices=[("", "—"), *((choice, choice) for choice in choices)],
            error_messages={**required, "invalid_choice": _("Choose one of the answers.")},
        )
        # As countersign/form/select.html marks them.
        field.choices_language = language_of(question.choices)  # type: ignore[attr-defined]
    else:
        field = LineField(
            label=words,
            required=question.is_required,
            max_length=ANSWER_LENGTH,
            error_messages={**required, "max_length": _("This is too long: 300 characters fit here.")},
        )
    return field


class ChangeForm(forms.Form):
    """Behind one's own link: another shift of the same date, and how many come along."""

    part = LineField(required=False)
    guests = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)

    def __init__(self, data: Any = None, *, rules: EventRules, occurrence: Occurrence, **said: Any) -> None:
        super().__init__(data, auto_id="change-%s", **said)
        self.parts = {key: part for key, part in rules.parts.items() if part.occurrence == occurrence}
        if not any(part.shift for part in self.parts.values()):
            del self.fields["part"]
        if rules.event.max_guests:
            self.fields["guests"].choices = [  # type: ignore[attr-defined]
                (number, str(number)) for number in range(rules.event.max_guests + 1)
            ]
        else:
            del self.fields["guests"]

    def chosen_guests(self, before: int) -> int:
        """How many come along; as many as before where that is not asked. Call it on a valid form."""
        return self.cleaned_data["guests"] or 0 if "guests" in self.fields else before

    def clean_part(self) -> str:
        """The key of a shift of this date, or "" to leave it as it is."""
        key: str = self.cleaned_data["part"]
        if key and key not in self.parts:
            raise ValidationError(_("This date or shift is not open any more. Choose another."))
        return key
