"""Staff's forms: partners, and the words of a consent question in every language of the site."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from supporters.models import ConsentWording, Partner
from supporters.registries import IMPORTED_QUESTION, question_name


class WordingForm(WagtailAdminModelForm):
    """A new version: the question, whom the yes is for, and the words by language."""

    key = forms.ChoiceField(label=_("Question"))
    partner = forms.ModelChoiceField(
        label=_("Yes to whom"), queryset=Partner.objects.all(), required=False, empty_label=_("Us")
    )

    class Meta:
        model = ConsentWording
        fields = ["key", "partner"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What another system asked is asked by nobody here.
        asked = ConsentWording.objects.exclude(key__startswith=IMPORTED_QUESTION)
        keys = asked.order_by("key").values_list("key", flat=True).distinct()
        self.fields["key"].choices = [(key, question_name(key)) for key in keys]
        for language, name in settings.LANGUAGES:
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("Words in %(language)s") % {"language": name},
                widget=forms.Textarea(attrs={"rows": 3, "lang": language}),
                max_length=1000,
                required=False,
            )

    def texts(self) -> dict[str, str]:
        """The words by language, without the empty ones."""
        named = {
            language: self.cleaned_data.get(f"text_{language}", "") for language, _name in settings.LANGUAGES
        }
        return {language: text for language, text in named.items() if text}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.errors and not self.texts():
            raise forms.ValidationError(_("Write the words in one language at least."))
        return cleaned
