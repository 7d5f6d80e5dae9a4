"""The name of a segment; its rules are a ``Draft``."""

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from supporters.models import Segment
from supporters.models.segments import NAME_TAKEN


class SegmentNameForm(WagtailAdminModelForm):
    """Refuses a name that is taken, or says something about people's status."""

    class Meta:
        model = Segment
        fields = ["name"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off"})}

    def clean_name(self) -> str:
        """Beside the field: the constraint would say it of the whole form."""
        name: str = self.cleaned_data["name"]
        if Segment.objects.exclude(pk=self.instance.pk).filter(name__iexact=name).exists():
            raise ValidationError(NAME_TAKEN)
        return name
