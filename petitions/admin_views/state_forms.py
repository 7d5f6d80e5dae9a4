"""What staff say when they pause a petition, and where they let the page of an archived one lead."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.form_fields import WordsField
from campaigns.pages import pages_of
from petitions import selectors
from petitions.models import Petition

LONGEST_REASON = 500
ABOVE = "above"


class PauseForm(forms.Form):
    """Why, for everybody to read."""

    reason = WordsField(
        label=_("Why it is paused"),
        longest=LONGEST_REASON,
        rows=3,
        required=False,
        help_text=_(
            "A sentence or two, plain text, on its pages in place of the form. You may leave it empty."
        ),
    )


class ArchiveForm(forms.Form):
    """What is live: another petition of the campaign, or the page above."""

    leads_to = forms.ChoiceField(label=_("Where its page leads"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(one.public_id): one for one in selectors.actions_to_lead_to(petition)}
        choices = [(key, one.name) for key, one in self.others.items()]
        self.fields["leads_to"].choices = [*choices, *_above(petition)]  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is live to which it could lead."""
        return not self.fields["leads_to"].choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Petition | None:
        """The petition, None for the page above. Call it on a valid form."""
        return self.others.get(self.cleaned_data["leads_to"])


def _above(petition: Petition) -> list[tuple[str, str]]:
    for page in pages_of(petition):
        if page.live and selectors.page_above(page):
            title = page.get_parent().title
            return [
                (ABOVE, gettext("The page above its own, in each language: %(title)s") % {"title": title})
            ]
    return []
