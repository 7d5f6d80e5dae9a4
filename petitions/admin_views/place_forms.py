"""The forms by which staff tend the campuses of a petition."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from campaigns.forms import LineField
from campaigns.models import Institution, Jurisdiction, Target
from campaigns.validators import country_code
from petitions.models import Place, PlaceProposal
from petitions.place_names import institutions_called, names_in
from privacy.cleaning import clean_line
from privacy.localized import language_name
from supporters.default_country import default_country

MOST_NAMES = 500
LONGEST_NAME = 200


class NamesForm(forms.Form):
    """Names of campuses, one a line."""

    names = forms.CharField(
        label=_("Names"),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        max_length=MOST_NAMES * (LONGEST_NAME + 2),
        help_text=_("One campus on a line, 500 at most. Nothing is opened before you have seen the list."),
    )

    def clean_names(self) -> list[str]:
        """The names, each once."""
        names = names_in(self.cleaned_data["names"])
        if not names:
            raise ValidationError(_("Write one name at least."))
        if len(names) > MOST_NAMES:
            raise ValidationError(_("At most 500 names at a time."))
        if any(len(name) > LONGEST_NAME for name in names):
            raise ValidationError(_("A name has 200 characters at most."))
        return names


class OpenForm(forms.Form):
    """What was ticked in the list: institutions that exist, and names to make new ones of."""

    institutions = forms.ModelMultipleChoiceField(
        Institution.objects.all(), to_field_name="public_id", required=False
    )
    jurisdictions = forms.ModelMultipleChoiceField(
        Jurisdiction.objects.all(), to_field_name="public_id", required=False
    )

    def new_names(self) -> list[str]:
        """The names ticked; what is no name is left out."""
        read: Any = getattr(self.data, "getlist", lambda name: [])
        names = dict.fromkeys(clean_line(name) for name in read("new")[:MOST_NAMES])
        return [name for name in names if name and len(name) <= LONGEST_NAME]


class PlaceForm(forms.ModelForm[Place]):
    """A campus's own sentence, and who decides there."""

    class Meta:
        model = Place
        fields = ["ask", "target"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        target = self.fields["target"]
        target.queryset = Target.objects.order_by("name")  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """To whom a private link to a campus is mailed, and in which language."""

    address = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("A personal address: a school can read mail that is sent to its own."),
    )
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        choices = [(code, language_name(code)) for code, _name in settings.LANGUAGES]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    """As which institution a proposed campus is opened: one of its name, or a new one."""

    institution = forms.ModelChoiceField(
        Institution.objects.none(),
        label=_("Institution"),
        required=False,
        empty_label=_("A new one, as below"),
    )
    name = LineField(label=_("Name"), max_length=LONGEST_NAME, widget=AdminAutoHeightTextInput)
    locality = LineField(label=_("City"), max_length=100, required=False)
    region = LineField(
        label=_("State or region"),
        max_length=10,
        required=False,
        help_text=_("Its short form, as in postal addresses: CA."),
    )
    country = LineField(
        label=_("Country"),
        max_length=2,
        required=False,
        validators=[country_code],
        help_text=_("For instance US."),
    )

    def __init__(self, data: Any = None, *, proposal: PlaceProposal) -> None:
        known = institutions_called([proposal.name]).get(proposal.name.casefold(), [])
        super().__init__(
            data,
            initial={
                "institution": known[0].pk if len(known) == 1 else None,
                "name": proposal.name,
                "locality": proposal.locality,
                "region": proposal.region[:10],
                "country": default_country(),
            },
        )
        choice = self.fields["institution"]
        choice.queryset = Institution.objects.filter(pk__in=[row.pk for row in known])  # type: ignore[attr-defined]
