"""The form that every action begins with: who, what news, which partners, and nothing else."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.enums import NewsChoice
from campaigns.signing import FormValue, read_value, sign_value
from privacy.forms import AddressField, LineField, LinesField, PersonFields, VisitorForm
from supporters.countries import country_choices
from supporters.models import ConsentWording

__all__ = ["ActionForm", "LineField", "LinesField", "PublicForm"]

MOST_PARTNERS = 3


class _Shared(dict[str, forms.Field]):
    """Fields that forms of one class share."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


class PublicForm(VisitorForm):
    """What all forms for visitors share; ``{% form_guard form %}`` draws their hidden part.

    ``name`` is unique on the page, for the ids of the inputs; ``page_id`` the page the form stands on,
    shown again whole when there are errors. Nothing per visitor: the page is cached.
    """

    radios: ClassVar[tuple[str, ...]] = ("news",)
    # Whether it is taken only with work done, or by way of the step page, also without load.
    asks_work: ClassVar[bool] = False
    # The question about news that the form asks, where it asks one.
    news_wording: ConsentWording | None = None

    def __init__(
        self,
        data: Any = None,
        *,
        name: str,
        page_id: int | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        # Shared and not copied: copying them costs more than all the cleaning of what was typed. So
        # nothing may change a field afterwards, but take it out or put another in its place.
        self.base_fields = _Shared(self.base_fields)  # type: ignore[misc]
        super().__init__(data, auto_id=f"{name}-%s", initial=initial)
        self.language = get_language() or ""
        self.page_id = page_id

    @property
    def page_token(self) -> str:
        """Says which page the form stands on, as it said itself once sent; "" on none of ours."""
        if self.page_id:
            return sign_value(FormValue.PAGE, str(self.page_id))
        sent: str = self.data.get("page", "")
        return sent if sent and read_value(FormValue.PAGE, sent) else ""

    def shown_wording(self) -> UUID | None:
        """Id of the news wording that was on the page, as the form says; None if it says nothing."""
        return _as_uuid(self.data.get("wording", ""))


class ActionForm(PersonFields, PublicForm):
    """First name, last name, e-mail, postal code, news and partners, as every action asks them.

    An action's own form subclasses it and adds its fields. It holds nothing per
    visitor, so the page it stands on can be cached. Its inputs are written by
    hand in ``countersign/form/``.

    ``name``: kind and id, unique on the page, for the ids of the inputs.
    ``countries``: ISO codes to choose from; one or none shows no question.
    ``news_wording``: what is asked about news; its id travels in the form, so that a
    consent names the words that were on the (cached) page.
    ``partner_wordings``: at most three, one for each partner that asks.
    ``page_id``: the page the form stands on, shown again whole when there are errors.
    """

    email = AddressField(
        label=_("E-mail"),
        error_messages={
            "required": _("Write your e-mail address: we send the link that confirms to it."),
        },
    )
    country = forms.ChoiceField(
        label=_("Country"), error_messages={"invalid_choice": _("Choose a country of the list.")}
    )
    news = forms.ChoiceField(
        label=_("May we write to you?"),
        choices=NewsChoice.choices,
        error_messages={
            "required": _("Choose whether you want news. Every answer is fine."),
            "invalid_choice": _("Choose whether you want news. Every answer is fine."),
        },
    )

    def __init__(
        self,
        data: Any = None,
        *,
        name: str = "action",
        countries: Sequence[str] = (),
        ask_postal_code: bool = True,
        news_wording: ConsentWording | None = None,
        partner_wordings: Sequence[ConsentWording] = (),
        page_id: int | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, name=name, page_id=page_id, initial=initial)
        self.news_wording = news_wording
        self.partner_wordings = list(partner_wordings)[:MOST_PARTNERS]
        if len(countries) > 1:
            country = self.fields["country"] = deepcopy(self.fields["country"])
            country.choices = country_choices(countries)  # type: ignore[attr-defined]
        else:
            del self.fields["country"]
        if not ask_postal_code:
            del self.fields["postal_code"]

    def ticked_partners(self) -> list[ConsentWording]:
        """The partner wordings that were ticked; ids the page does not ask (any more) count as unticked."""
        read = getattr(self.data, "getlist", None)
        posted = {_as_uuid(value) for value in (read("partners") if read else self.data.get("partners", ()))}
        return [wording for wording in self.partner_wordings if wording.public_id in posted]


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except (ValueError, AttributeError, TypeError):
        return None
