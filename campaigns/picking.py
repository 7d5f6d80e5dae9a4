"""Blocks by which a page's body names one row: a plain choice, kept as its primary key.

Wagtail fetches all rows that a body names in one query for each place a block stands in, knows where a row
is used, and gives None for one that is gone: every template has to live with that.
"""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class PickBlock(blocks.ChooserBlock):
    """One row of ``target_model``, picked from a list."""

    target_model: ClassVar[str]

    @cached_property
    def widget(self) -> forms.Widget:
        return forms.Select()

    @cached_property
    def field(self) -> forms.ModelChoiceField:
        return forms.ModelChoiceField(
            queryset=self.offered(),
            widget=self.widget,
            required=self._required,
            help_text=self._help_text,
        )

    def offered(self) -> Any:
        """The rows that can be picked; evaluated anew for each form."""
        return self.model_class._default_manager.all()

    def get_form_state(self, value: Any) -> Any:
        return self.widget.format_value(value.pk if value is not None else "")

    def get_searchable_content(self, value: Any) -> list[str]:
        return []


class TargetBlock(PickBlock):
    """One of those whom a demand addresses."""

    target_model = "countersign_campaigns.Target"

    class Meta:
        icon = "user"
        label = _("Target")
