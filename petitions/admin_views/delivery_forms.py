"""The forms by which staff hand petitions over and tell of it."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from campaigns.form_fields import WordsField
from campaigns.forms import LineField
from campaigns.models import Target
from petitions.enums import DeliveryWay
from petitions.https_field import HttpsField
from petitions.models import Delivery, Petition, Place
from petitions.selectors import targets_of_campuses
from privacy.days import utc_today

LONGEST_LETTER = 6_000
LONGEST_TITLE = 150
LONGEST_TEXT = 4_000


class DeliveryForm(forms.ModelForm[Delivery]):
    """A planned delivery: to whom, when, how, and the words of the letter on top.

    One of a campus goes to that campus's target, whom nobody chooses here.
    """

    venue = LineField(label=_("Where"), max_length=200, required=False)
    letter = WordsField(
        label=_("Words of the letter"),
        longest=LONGEST_LETTER,
        rows=8,
        required=False,
        help_text=_("Empty: ours, with the number of signatures. Names, date and subject stand around them."),
    )

    class Meta:
        model = Delivery
        fields = ["targets", "day", "way", "venue", "letter", "note"]
        widgets = {
            "targets": forms.CheckboxSelectMultiple,
            "day": AdminDateInput,
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, petition: Petition, place: Place | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["day"].initial = utc_today()
        if place is not None:
            del self.fields["targets"]
            return
        targets = self.fields["targets"]
        # Nobody whom only a campus addresses: whoever gets both could subtract.
        own = Target.objects.filter(petitions=petition).exclude(pk__in=targets_of_campuses(petition))
        targets.queryset = own.distinct().order_by("name")  # type: ignore[attr-defined]
        if self.instance._state.adding:
            targets.initial = [target.pk for target in own]

    @property
    def said(self) -> dict[str, Any]:
        """All but to whom."""
        return {name: value for name, value in self.cleaned_data.items() if name != "targets"}


class PackForm(forms.Form):
    """In which language a pack is, and whether names are in it."""

    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)
    with_names = forms.BooleanField(
        label=_("With the names of those who ticked it"),
        required=False,
        help_text=_("Names of nobody else are ever in it. Whoever takes such a pack along is written down."),
    )

    def __init__(self, *args: Any, may_export: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_export:
            # Not hidden: what is posted all the same is not read.
            del self.fields["with_names"]

    @property
    def with_people(self) -> bool:
        return bool(self.cleaned_data.get("with_names"))


class PastDayField(forms.DateField):
    """A day that has come."""

    widget = AdminDateInput

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value > utc_today():
            raise ValidationError(_("This day is still to come."))


class HandOverForm(forms.Form):
    """When, how and where it was handed over."""

    day = PastDayField(label=_("Day"))
    way = forms.ChoiceField(label=_("How"), choices=DeliveryWay.choices)
    venue = LineField(label=_("Where"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, delivery: Delivery) -> None:
        initial = {"day": min(delivery.day, utc_today()), "way": delivery.way, "venue": delivery.venue}
        super().__init__(data, initial=initial)
        self._first_day = delivery.petition.created

    def clean_day(self) -> date:
        """Signers' data end by this day: with a mistyped year they would be gone tonight."""
        day: date = self.cleaned_data["day"]
        if day < self._first_day:
            raise ValidationError(_("The petition is younger than that."))
        return day


class ReplyForm(forms.Form):
    """What those addressed answered."""

    reply = WordsField(label=_("Their reply"), longest=LONGEST_TEXT, rows=8)
    url = HttpsField(
        label=_("Where it can be read"),
        widget=forms.URLInput,
        help_text=_("A public page, if there is one."),
    )
    day = PastDayField(label=_("Day"), required=False)

    def __init__(self, data: Any = None, *, delivery: Delivery) -> None:
        initial = {
            "reply": delivery.reply,
            "url": delivery.reply_url,
            "day": delivery.replied_on or utc_today(),
        }
        super().__init__(data, initial=initial)


class TellDeliveryForm(forms.Form):
    """What is told of it, and where."""

    title = WordsField(label=_("Heading"), longest=LONGEST_TITLE)
    text = WordsField(label=_("Text"), longest=LONGEST_TEXT, rows=6)
    url = HttpsField(
        label=_("Link"), widget=forms.URLInput, help_text=_("A public page with more, if there is one.")
    )
    on_page = forms.BooleanField(label=_("Show it on the petition's page"), required=False)
    by_mail = forms.BooleanField(
        label=_("Mail it to signers who asked for news"),
        required=False,
        help_text=_("A Mailer reads it first and lets it go out."),
    )

    def __init__(self, *args: Any, offers: dict[str, bool], at_campus: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if at_campus:
            self.fields["on_page"].label = _("Show it on this campus’s page")
            self.fields["by_mail"].label = _("Mail it to those who signed there and asked for news")
        for name, is_offered in offers.items():
            if is_offered:
                self.fields[name].initial = True
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not (cleaned.get("on_page") or cleaned.get("by_mail")):
            raise ValidationError(_("Choose where to tell it."))
        return cleaned
