"""What the supporter file is narrowed by: our own fields, and those that upper floors registered."""

from functools import partial
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from privacy.localized import language_name
from supporters import registries
from supporters.enums import Standing, SupporterState
from supporters.models import List, Supporter, Tag
from supporters.regions import known_regions
from supporters.selectors import stands


class Told(django_filters.ChoiceFilter):
    """A field that says nothing by itself: what it means with others is in ``filter_queryset()``."""

    def filter(self, queryset: "QuerySet[Supporter]", value: Any) -> "QuerySet[Supporter]":
        return queryset


class ToldList(django_filters.ModelChoiceFilter):
    """As ``Told``, for a list."""

    def filter(self, queryset: "QuerySet[Supporter]", value: Any) -> "QuerySet[Supporter]":
        return queryset


class FileFilters(WagtailFilterSet):
    """The fields of the file; what stands in an address is an id, a code or a day, never a person."""

    list = ToldList(label=_("List"), queryset=List.objects.all(), to_field_name="public_id")
    standing = Told(label=_("Standing with the list"), choices=Standing.choices)
    tag = django_filters.ModelChoiceFilter(
        label=_("Tag"), field_name="tags", queryset=Tag.objects.all(), to_field_name="public_id"
    )
    region = django_filters.ChoiceFilter(
        label=_("Region"), choices=lambda: [(code, code) for code in known_regions()]
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"),
        choices=lambda: [(code, language_name(code)) for code, _name in settings.LANGUAGES],
    )
    joined = django_filters.DateFromToRangeFilter(label=_("Came in"), widget=DateRangePickerWidget)
    state = django_filters.ChoiceFilter(label=_("Standing"), choices=SupporterState.choices)

    class Meta:
        model = Supporter
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for narrows in registries.filters.values():
            for name, field in narrows.fields.items():
                told = Told(label=field.label, choices=partial(field.choices, self.request.user))
                told.parent, told.model = self, self._meta.model
                self.filters[name] = told

    def filter_queryset(self, queryset: "QuerySet[Supporter]") -> "QuerySet[Supporter]":
        queryset = super().filter_queryset(queryset)
        said = self.form.cleaned_data
        if said.get("list") or said.get("standing"):
            queryset = queryset.filter(stands(said.get("list"), said.get("standing") or ""))
        for narrows in registries.filters.values():
            chosen = {name: said[name] for name in narrows.fields if said.get(name)}
            if chosen:
                queryset = queryset.filter(narrows.condition(chosen))
        return queryset
