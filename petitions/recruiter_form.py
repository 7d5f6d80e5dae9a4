"""The form by which a visitor tells of a recruiter at a campus."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.forms import LineField, PublicForm
from campaigns.origins import NotPublic
from petitions.models import LONGEST_URL, Petition, day_not_over
from petitions.public_links import public_link
from petitions.selectors import OfferedPlace

LONGEST_AHEAD = timedelta(days=366)


class RecruiterForm(PublicForm):
    """Asks which day and where it is announced, and nothing of who asks; ``petitions/recruiter.html``."""

    day = forms.DateField(
        label=_("Day"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("Choose the day on which they come."),
            "invalid": _("Write the day as year, month and day: 2027-02-15."),
        },
    )
    url = LineField(
        label=_("Page on which it is announced"),
        max_length=LONGEST_URL,
        error_messages={
            "required": _("Give the address of the page on which it is announced."),
            "max_length": _("This address is too long: 300 characters fit here."),
        },
    )

    def __init__(
        self, data: Any = None, *, petition: Petition, at: OfferedPlace, page_id: int | None = None
    ) -> None:
        super().__init__(data, name=f"recruiter-{at.key}", page_id=page_id)
        self.petition = petition
        self.at = at
        self.action_url = reverse("countersign_recruiter", args=[petition.public_id, at.slug])

    @property
    def day_typed(self) -> str:
        """As a date input takes it back."""
        return str(self.data.get("day", ""))[:10]

    def clean_day(self) -> date:
        """A day that is not over, and not more than a year ahead."""
        day: date = self.cleaned_data["day"]
        if day < day_not_over():
            raise ValidationError(_("This day is over."))
        if day > day_not_over() + LONGEST_AHEAD:
            raise ValidationError(_("This day is more than a year ahead."))
        return day

    def clean_url(self) -> str:
        """A public page's address, without what tells who had it."""
        try:
            return public_link(self.cleaned_data["url"], longest=LONGEST_URL)
        except NotPublic:
            raise ValidationError(
                _("Give a page that everybody can open, beginning with https://, and no person’s address.")
            ) from None
