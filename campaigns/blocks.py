"""The one block by which any page body holds an action of any kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from campaigns.exceptions import UnknownKind
from campaigns.kinds import action_kind, action_kinds


@dataclass(frozen=True, slots=True)
class ActionRef:
    """A kind and the public id of one object of it."""

    kind: str
    public_id: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.public_id}"

    @classmethod
    def parse(cls, text: str) -> "ActionRef | None":
        """Read ``"petition:<uuid>"``; None for anything else."""
        kind, _colon, public_id = text.partition(":")
        try:
            return cls(kind, UUID(public_id))
        except ValueError:
            return None

    def find(self) -> Any:
        """The object, or None: it is gone, or its app is not installed (any more)."""
        try:
            return action_kind(self.kind).get(self.public_id)
        except UnknownKind:
            return None


def action_choices(*, of_doers: bool = False) -> list[tuple[str, list[tuple[str, str]]]]:
    """All that can be picked, grouped by kind; with ``of_doers`` those of which it is known who did them."""
    found = [(kind, kind.doer_choices() if of_doers else kind.choices()) for kind in action_kinds()]
    return [
        (str(kind.plural), [(f"{kind.name}:{public_id}", label) for public_id, label in rows])
        for kind, rows in found
    ]


class ActionBlock(blocks.FieldBlock):
    """Stores ``kind:public_id``. Its definition is the same whatever is installed, and so are migrations.

    ``form=`` of the parent context may hold a form that was just refused for this object.
    """

    def __init__(self, *, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field = forms.ChoiceField(
            required=required, help_text=help_text, choices=lambda: [("", "—"), *action_choices()]
        )
        super().__init__(**kwargs)

    def value_from_form(self, value: Any) -> ActionRef | None:
        return ActionRef.parse(value or "")

    def value_for_form(self, value: ActionRef | None) -> str:
        return str(value) if value else ""

    def to_python(self, value: Any) -> ActionRef | None:
        return value if isinstance(value, ActionRef) else ActionRef.parse(value or "")

    def get_prep_value(self, value: ActionRef | None) -> str:
        return str(value) if value else ""

    def get_searchable_content(self, value: Any) -> list[str]:
        return []

    def get_preview_value(self) -> ActionRef | None:
        """For the editor's list of blocks: the first that can be picked."""
        rows = [key for _plural, keys in action_choices() for key, _label in keys]
        return ActionRef.parse(rows[0]) if rows else None

    def render(self, value: ActionRef | None, context: Mapping[str, Any] | None = None) -> str:
        """The action as its kind draws it; nothing where it is gone or its app was left out."""
        found = value.find() if value else None
        if value is None or found is None:
            return ""
        kind = action_kind(value.kind)
        request = (context or {}).get("request")
        drawn = {**(context or {}), **kind.block_context(found, request)}
        refused = getattr(request, "countersign_refused", None)
        if refused is not None and refused.obj == found:
            drawn["form"] = refused.form
        return render_to_string(kind.template, drawn, request=request)

    class Meta:
        icon = "form"
        label = _("Action")
        description = _("The form of a petition, the dates of an event, or a fundraiser.")
        default = None
