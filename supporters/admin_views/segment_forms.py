"""The name of a segment; its rules are a ``Draft``."""

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from supporters.models import Segment


class SegmentNameForm(WagtailAdminModelForm):
    """Refuses a name that is taken, or says something about people's status."""

    class Meta:
        model = Segment
        fields = ["name"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off"})}
