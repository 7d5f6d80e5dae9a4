"""What every stored field is: how dangerous it is, what it is for, how long it stays, what removes it.

Each app declares its models' fields in its own ``inventory.py`` (loaded in ``ready()``).
A field nobody declared, and a declaration without its field, fail a system check. The public page
"What we hold" and ``manage.py dpia`` are made from what is here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import CompositePrimaryKey, ForeignObject, Model
from django.db.models import Field as ModelField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy.choices import Sensitivity, Why

__all__ = ["Field", "Held", "Sensitivity", "Why", "declare", "held_fields", "is_ours"]

type Text = str | Promise

OUR_LABELS = ("countersign_", "site_pages", "site_staff")


@dataclass(frozen=True)
class Field:
    """One stored field, declared.

    ``retention`` is a sentence, or the key of a retention rule, whose days are then shown.
    ``eraser`` names the function or rule that removes it ("" where the row's own end does).
    ``says`` is what the public page calls it; by default the field's verbose name.
    """

    sensitivity: Sensitivity
    purpose: Why
    retention: Text
    eraser: str = ""
    says: Text = ""


@dataclass(frozen=True)
class Held:
    """A declared field together with the model that has it."""

    model: type[Model]
    name: str
    field: Field


_declared: dict[str, dict[str, Field]] = {}

# Names that mean the same wherever privacy's abstract classes or the house rules bring them in.
ALIKE: dict[str, Field] = {
    "id": Field(Sensitivity.OPERATIONAL, Why.RUN, _("as long as its row"), says=_("A number of the row")),
    "public_id": Field(
        Sensitivity.OPERATIONAL,
        Why.RUN,
        _("as long as its row"),
        says=_("A random number, used in addresses of pages"),
    ),
    "subject_id": Field(
        Sensitivity.SECRET,
        Why.PROTECT,
        _("until you are erased"),
        eraser="privacy.erasure.destroy_subjects",
        says=_("The random number of the key that your data are sealed with"),
    ),
    "sealed": Field(
        Sensitivity.CONTACT,
        Why.CONTACT,
        _("until you are erased"),
        eraser="privacy.erasure.destroy_subjects",
        says=_("Your name and contact data, encrypted with a key of their own"),
    ),
    "sealed_version": Field(
        Sensitivity.OPERATIONAL, Why.PROTECT, _("as long as its row"), says=_("How often that was changed")
    ),
    "created": Field(
        Sensitivity.OPERATIONAL, Why.RUN, _("as long as its row"), says=_("The day it was made")
    ),
    "changed": Field(
        Sensitivity.OPERATIONAL, Why.RUN, _("as long as its row"), says=_("The day it was last changed")
    ),
    "row_hash": Field(
        Sensitivity.SECRET,
        Why.CONSENT,
        _("as long as its ledger"),
        says=_("A fingerprint that shows tampering"),
    ),
    "seal": Field(
        Sensitivity.OPERATIONAL,
        Why.CONSENT,
        _("as long as its ledger"),
        says=_("The seal over that fingerprint"),
    ),
}


def declare(model_label: str, **fields: Field) -> None:
    """Declare fields of a model, ``"app_label.Model"``; calling again adds to what is declared."""
    _declared.setdefault(model_label.lower(), {}).update(fields)


def is_ours(label: str) -> bool:
    """Whether an app label is one of the plugins' or of the ready-made site's."""
    return label.startswith(OUR_LABELS)


def our_models() -> list[type[Model]]:
    """Every model of ours that has a table, also those Django makes for a many-to-many field."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if is_ours(model._meta.app_label) and not model._meta.proxy
    ]


def stored_fields(model: type[Model]) -> list["ModelField[Any, Any]"]:
    """The fields in this model's own table: no inherited table's, no link to a parent's row, no pair."""
    meta = model._meta
    return [
        field
        for field in [*meta.local_fields, *meta.local_many_to_many]
        if not isinstance(field, CompositePrimaryKey)
        and not (isinstance(field, ForeignObject) and getattr(field.remote_field, "parent_link", False))
    ]


def declared_field(model: type[Model], name: str) -> Field | None:
    """What was declared for this field; what its name alone says, if nobody declared it here."""
    if model._meta.auto_created:
        # The two keys of a many-to-many table are declared by the field that made it.
        return Field(Sensitivity.OPERATIONAL, Why.RUN, _("as long as its row"))
    return _declared.get(model._meta.label_lower, {}).get(name) or ALIKE.get(name)


def held_fields() -> Iterator[Held]:
    """Every declared field of every installed model of ours, in the models' order."""
    for model in our_models():
        if model._meta.auto_created:
            continue
        for stored in stored_fields(model):
            if (field := declared_field(model, stored.name)) is not None:
                yield Held(model, stored.name, field)


@register("countersign")
def check_inventory(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """E010: a field nobody declared. E011: a declaration of a field or model that is not there."""
    models = our_models()
    labels = {model._meta.label_lower for model in models}
    faults: list[CheckMessage] = [fault for model in models for fault in _faults_of(model)]
    faults += [
        Error(f"The inventory declares {label}, which is no model.", id="countersign.E011")
        for label in sorted(_declared.keys() - labels)
        if is_ours(label)
    ]
    return faults


def _faults_of(model: type[Model]) -> Iterator[CheckMessage]:
    label = model._meta.label
    names = {field.name for field in stored_fields(model)}
    for name in sorted(names):
        if declared_field(model, name) is None:
            yield Error(
                f"The field {label}.{name} is not in the data inventory.",
                hint=(
                    f'Add it in the inventory.py of its app: declare("{label}", {name}='
                    'Field(Sensitivity.…, Why.…, retention=_("…"))).'
                ),
                obj=model,
                id="countersign.E010",
            )
    for name in sorted(_declared.get(model._meta.label_lower, {}).keys() - names):
        yield Error(f"The inventory declares {label}.{name}, which is no field.", id="countersign.E011")
