"""What staff say of a file of people: what each column holds, which list they join, and on what grounds."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from privacy.days import utc_today
from privacy.denylist import refuse_status_words
from supporters.enums import ImportBasis, ImportField, RowStanding
from supporters.import_answers import CUSTOM
from supporters.import_systems import REPEATED, Column
from supporters.models import CustomField, List, SupporterImport
from supporters.services.imports import Said

LEFT_OUT = [("", _("leave out"))]


class UploadForm(forms.Form):
    """One file; it is sealed before this form sees it."""

    file = forms.FileField(
        label=_("CSV or XLSX file"),
        help_text=_("Nothing is imported yet: you see first what each column holds, and what would happen."),
        # An empty file has a sentence of ours.
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv"},
        ),
    )


class SayForm(forms.Form):
    """A field for each column that may hold something, and what is true of all rows."""

    mail_list = forms.ModelChoiceField(
        label=_("Which list do they join?"),
        queryset=List.objects.none(),
        to_field_name="public_id",
        empty_label="…",
        widget=forms.Select,
    )
    others = forms.ChoiceField(
        label=_("How do those stand whose row does not say it?"),
        choices=RowStanding.choices,
        widget=forms.Select,
        help_text=_("A row that says itself that somebody wants no mail counts, whatever you choose."),
    )
    basis = forms.ChoiceField(
        label=_("May they be written to?"), choices=ImportBasis.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("The words they saw when they said yes"),
        required=False,
        max_length=1000,
        validators=[refuse_status_words],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As they stood on the form. They are kept with each yes, and shown to the person."),
    )
    said_on = forms.DateField(
        label=_("The day on which the last of them said yes"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Where a column holds each one's own day, that day counts."),
    )
    language = forms.ChoiceField(
        label=_("Language of these words, and of those whose row names none"),
        choices=lambda: settings.LANGUAGES,
        widget=forms.Select,
    )

    def __init__(self, data: Any = None, *, columns: Sequence[Column], work: SupporterImport) -> None:
        self.columns = columns
        mapping = dict(work.mapping)
        super().__init__(
            data,
            initial={
                "mail_list": work.mail_list,
                "others": work.others,
                "basis": work.basis,
                "words": work.words,
                "said_on": work.said_on,
                "language": work.language,
                **{f"column_{place}": name for place, name in mapping.items()},
            },
        )
        # What comes from a partner is not ours to promise.
        self.fields["mail_list"].queryset = List.objects.filter(partner=None)  # type: ignore[attr-defined]
        questions = [(f"{CUSTOM}{field.key}", str(field)) for field in CustomField.objects.order_by("key")]
        choices: list[Any] = [*LEFT_OUT, *ImportField.choices]
        if questions:
            choices.append((gettext("Your custom fields (filled in only where empty)"), questions))
        for place, column in enumerate(columns):
            if not column.refused:
                self.fields[f"column_{place}"] = forms.ChoiceField(
                    label=column.heading or gettext("Column %(number)s") % {"number": place + 1},
                    choices=choices,
                    required=False,
                    widget=forms.Select,
                )

    def shown_columns(self) -> list[tuple[int, Column, Any]]:
        """Each column with its number and its field, if it may hold anything."""
        return [
            (place + 1, column, None if column.refused else self[f"column_{place}"])
            for place, column in enumerate(self.columns)
        ]

    def mapping(self) -> dict[int, ImportField | str]:
        """What is said of each column, by its place."""
        said = {place: self.cleaned_data.get(f"column_{place}") for place in range(len(self.columns))}
        return {
            place: name if name.startswith(CUSTOM) else ImportField(name)
            for place, name in said.items()
            if name
        }

    def clean_said_on(self) -> Any:
        day = self.cleaned_data["said_on"]
        if day is not None and day > utc_today():
            raise forms.ValidationError(_("That day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        fields = list(self.mapping().values())
        if ImportField.EMAIL not in fields:
            self.add_error(None, gettext("Say which column holds the e-mail address."))
        for one in ImportField:
            if one not in REPEATED and fields.count(one) > 1:
                self.add_error(
                    None,
                    gettext("Two columns cannot both be “%(field)s”. Leave one of them out.")
                    % {"field": one.label},
                )
        if len(answered := [one for one in fields if str(one).startswith(CUSTOM)]) > len(set(answered)):
            self.add_error(
                None, gettext("Two columns cannot both answer one custom field. Leave one of them out.")
            )
        if cleaned.get("basis") == ImportBasis.CONSENT:
            for name, sentence in (
                ("words", gettext("Write down the words they saw. Without them this is no proof.")),
                ("said_on", gettext("Say by which day they had said yes.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    def said(self) -> Said:
        """For the service; the form is valid."""
        data = self.cleaned_data
        has_proof = data["basis"] == ImportBasis.CONSENT
        return Said(
            mapping=self.mapping(),
            others=RowStanding(data["others"]),
            mail_list=data["mail_list"],
            basis=ImportBasis(data["basis"]),
            language=data["language"],
            words=data["words"] if has_proof else "",
            said_on=data["said_on"] if has_proof else None,
        )
