"""Every form of the site, our own and those that are made of models, and its fields that take a text."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from django import forms
from django.forms import BaseForm
from django.forms.widgets import Input
from django.urls import get_resolver
from django_filters.filterset import BaseFilterSet
from wagtail.admin.viewsets import viewsets
from wagtail.contrib.settings.registry import registry as settings_models
from wagtail.contrib.settings.views import get_setting_edit_handler
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import get_page_models

from tests.places import PLUGINS

ROOMS = (*PLUGINS, "pages", "config", "staff")
LISTED = Path(__file__).with_name("typed_forms.txt")
# What the proof does not type into; above each block stands why.
NOT_TYPED = Path(__file__).with_name("untyped_forms.txt")
# Inputs into which nobody types.
CHOSEN = ("checkbox", "radio", "file", "hidden", "submit", "color", "range")


def takes_text(widget: forms.Widget) -> bool:
    """Whether a browser draws a box to write in; numbers and days too, for what is none is drawn again."""
    if isinstance(widget, forms.MultiWidget):
        return any(takes_text(one) for one in widget.widgets)
    if isinstance(widget, forms.Textarea):
        return not widget.is_hidden
    return isinstance(widget, Input) and widget.input_type not in CHOSEN


def text_fields(form: type[Any]) -> list[str]:
    """The names of those of a form's fields."""
    fields = {**getattr(form, "base_fields", {}), **getattr(form, "declared_fields", {})}
    return [name for name, field in fields.items() if takes_text(field.widget)]


def names_of(form: type[Any]) -> Iterator[str]:
    """What a form is called here: our classes that it is made of, the model it is made for, a filter."""
    for one in form.__mro__:
        if one.__module__.split(".")[0] in ROOMS and "<locals>" not in one.__qualname__:
            yield f"{one.__module__}.{one.__name__}"
    model = getattr(getattr(form, "_meta", None), "model", None)
    if model is not None:
        yield model._meta.label
    if form.__name__ in _filters():
        yield form.__name__


def _filters() -> dict[str, type[Any]]:
    return {
        f"{one.__name__}Form": one
        for one in _all_below(BaseFilterSet)
        if one.__module__.split(".")[0] in ROOMS
    }


def _all_below(top: type[Any]) -> Iterator[type[Any]]:
    for one in top.__subclasses__():
        yield one
        yield from _all_below(one)


def all_fields() -> set[str]:
    """Every text field of every form, as ``form.field``."""
    # With the addresses all views are loaded, and their forms.
    assert get_resolver().url_patterns
    found = set()
    for form in _all_below(BaseForm):
        if form.__module__.split(".")[0] in ROOMS and "<locals>" not in form.__qualname__:
            found |= {f"{form.__module__}.{form.__name__}.{name}" for name in text_fields(form)}
    for form in _made_of_models():
        found |= {f"{form._meta.model._meta.label}.{name}" for name in text_fields(form)}
    for name, filters in _filters().items():
        # A filter keeps the field it once made, and its class hands it on to every later request.
        own = deepcopy(filters.base_filters)
        shown = [(field, one.field.widget) for field, one in own.items()]
        found |= {f"{name}.{field}" for field, widget in shown if takes_text(widget)}
    return found


def _made_of_models() -> Iterator[type[Any]]:
    for viewset in viewsets.viewsets:
        if hasattr(viewset, "get_form_class"):
            yield viewset.get_form_class()
            yield viewset.get_form_class(for_update=True)
    for page in get_page_models():
        yield page.get_edit_handler().get_form_class()
    for model in settings_models:
        yield get_setting_edit_handler(model).get_form_class()
    yield get_image_form(get_image_model())
    yield get_document_form(get_document_model())


def listed_fields(file: Path = LISTED) -> set[str]:
    """Those that the proof types into, of which it keeps a list: a form a line, with its fields."""
    said = (line for line in file.read_text().splitlines() if line and not line.startswith("#"))
    lines = (line.partition(": ") for line in said)
    return {f"{form}.{name}" for form, _colon, names in lines for name in names.split()}


def as_lines(fields: set[str]) -> str:
    """The list, as the file has it."""
    forms: dict[str, list[str]] = {}
    for one in sorted(fields):
        form, _dot, name = one.rpartition(".")
        forms.setdefault(form, []).append(name)
    return "".join(f"{form}: {' '.join(names)}\n" for form, names in sorted(forms.items()))
