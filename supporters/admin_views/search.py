"""Finding somebody: what is typed stands in a POST's body, and in no address, log, session or message."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django import forms
from django.core.signing import BadSignature, TimestampSigner
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.ui.tables import Table
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.exceptions import BadAddress, BadPhone
from privacy.staff_views import Guarded
from supporters.admin_views.common import WHO, file_trail, profile_url
from supporters.admin_views.filters import FileFilters
from supporters.admin_views.listing import COLUMNS, dress
from supporters.exceptions import TooFewLeft, TooManySearches
from supporters.models import Supporter
from supporters.paging import Place
from supporters.people import CAN_SEE, visible_to
from supporters.searching import (
    MOST_FOUND,
    MOST_SHARED,
    PORTION,
    SHORTEST_WORD,
    begin_name_search,
    find_exactly,
    name_words,
    search_names,
)

# Between two presses of "go on".
PATIENCE = 60 * 60


class ExactForm(forms.Form):
    """An address or a phone number."""

    typed = forms.CharField(label=_("Address or phone number"), max_length=400)


class NameForm(forms.Form):
    """A name, or the beginnings of its words; ``progress`` is ours, from the page before."""

    name = forms.CharField(label=_("Name"), max_length=100)
    progress = forms.CharField(required=False, max_length=8000)

    def clean_name(self) -> list[str]:
        words = name_words(self.cleaned_data["name"])
        if not any(len(word) >= SHORTEST_WORD for word in words):
            raise forms.ValidationError(_("Type three letters at least."))
        return words


@dataclass(frozen=True)
class Progress:
    """How far a search by name has come: it goes along in the page, signed, and is kept nowhere."""

    total: int
    opened: int = 0
    place: str = ""
    found: tuple[str, ...] = ()

    def sign(self, search: str) -> str:
        value = json.dumps([search, self.total, self.opened, self.place, self.found])
        return TimestampSigner(salt="supporters.names").sign(value)

    @classmethod
    def read(cls, signed: str, search: str) -> "Progress | None":
        """The progress of this very search of the last hour; None for anything else: it begins anew."""
        try:
            value = TimestampSigner(salt="supporters.names").unsign(signed, max_age=PATIENCE)
        except BadSignature:
            return None
        whose, total, opened, place, found = json.loads(value)
        return cls(total, opened, place, tuple(found)) if whose == search else None


class SearchView(Guarded, WagtailAdminTemplateMixin, View):
    """A search that is posted. A GET, as of a page that is loaded anew, leads to the file."""

    permission = CAN_SEE
    header_icon = "search"
    page_title = _("Search the file")
    template_name = "supporters/admin/found.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return file_trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("supporter:index")

    def draw(self, found: Sequence[Supporter] = (), *, status: int = 200, **said: Any) -> HttpResponse:
        """Who was found, in the file's own table; ``said`` is what the page says beside it."""
        rows = dress(list(found))
        context = self.get_context_data(
            table=Table(COLUMNS, rows) if rows else None,
            number=len(rows),
            names_url=self.request.get_full_path() if said.get("is_name") else reverse("supporter:names"),
            portion=PORTION,
            **said,
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class ExactSearchView(SearchView):
    """By address or phone: straight to who has it, or the few who share it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ExactForm(request.POST)
        if not form.is_valid():
            return self.draw(exact=form, is_bad=True, status=422)
        people = visible_to(request.user)
        try:
            found = find_exactly(
                people=people, typed=form.cleaned_data["typed"], actor=Actor.staff(self.staff)
            )
        except (BadAddress, BadPhone):
            return self.draw(exact=form, is_bad=True, status=422)
        except TooManySearches:
            return self.draw(exact=form, is_too_many=True, status=429)
        if len(found) == 1:
            return redirect(profile_url(found[0]))
        return self.draw(found, exact=form, is_nobody=not found, is_cut=len(found) == MOST_SHARED)


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class NameSearchView(SearchView):
    """By name, over the filters that stand in the address, 5,000 records a press."""

    def people(self) -> "QuerySet[Supporter]":
        """Who fits the filters; nobody where they make no sense, rather than everybody."""
        everybody = visible_to(self.request.user)
        filters = FileFilters(data=self.request.GET, request=self.request)
        return filters.filter_queryset(everybody) if filters.is_valid() else everybody.none()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NameForm(request.POST)
        if not form.is_valid():
            return self.draw(by_name=form, is_name=True, is_short=True, status=422)
        words = form.cleaned_data["name"]
        people = self.people()
        search = self.search_of(words)
        progress = Progress.read(form.cleaned_data["progress"], search)
        if progress is None:
            try:
                progress = Progress(begin_name_search(people=people, actor=Actor.staff(self.staff)))
            except TooManySearches:
                return self.draw(by_name=form, is_name=True, is_too_many=True, status=429)
            except TooFewLeft:
                return self.draw(by_name=form, is_name=True, is_too_few=True, status=422)
        portion = search_names(
            people=people,
            words=words,
            behind_place=Place.read(progress.place),
            room=MOST_FOUND - len(progress.found),
        )
        found = [*progress.found, *(str(row.public_id) for row in portion.found)]
        opened = progress.opened + portion.opened
        is_full = len(found) >= MOST_FOUND
        goes_on = portion.rest is not None and not is_full
        after = Progress(progress.total, opened, str(portion.rest), tuple(found))
        rows = people.filter(public_id__in=[UUID(one) for one in found]).order_by("-joined", "-pk")
        return self.draw(
            list(rows),
            by_name=form,
            is_name=True,
            opened=opened,
            total=max(progress.total, opened),
            is_full=is_full,
            progress=after.sign(search) if goes_on else "",
        )

    def search_of(self, words: Sequence[str]) -> str:
        """Whose search it is, for what, over which filters: no other may go on under its log entry."""
        said = [str(self.staff.pk), sorted(words), self.request.GET.urlencode()]
        return sha256(json.dumps(said).encode()).hexdigest()
