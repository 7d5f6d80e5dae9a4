"""Adding campuses by their names: first a list of what would be done, then a second button."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from campaigns.services import find_or_add_institution
from petitions import services
from petitions.admin_views.common import CAN_OPEN_PLACES, OfPetition
from petitions.admin_views.flyers import note_opened
from petitions.admin_views.place_forms import NamesForm, OpenForm
from petitions.admin_views.places import campus_trail, places_url
from petitions.place_names import sort_names
from privacy.actors import Actor
from privacy.audiences import Audience, audience


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class AddPlacesView(OfPetition, WagtailAdminTemplateMixin, View):
    """Names on GET; on POST what opening them would do. Neither changes anything."""

    permission = CAN_OPEN_PLACES
    template_name = "petitions/admin/places_add.html"
    header_icon = "plus"
    page_title = _("Add campuses")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return campus_trail(self.petition, self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(form=NamesForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NamesForm(request.POST)
        if not form.is_valid():
            return self.draw(form=form, status=422)
        return self.draw(form=form, sorted_names=sort_names(self.petition, form.cleaned_data["names"]))

    def draw(self, *, status: int = 200, **more: Any) -> HttpResponse:
        context = self.get_context_data(petition=self.petition, back_url=places_url(self.petition), **more)
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(Audience.STAFF)
class OpenPlacesView(OfPetition, View):
    """Open what was ticked in that list: 302 to their flyers, with these ticked. POST only."""

    permission = CAN_OPEN_PLACES
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = OpenForm(request.POST)
        actor = Actor.staff(self.staff)
        institutions = list(form.cleaned_data["institutions"]) if form.is_valid() else []
        cities = list(form.cleaned_data["jurisdictions"]) if form.is_valid() else []
        institutions += [find_or_add_institution(name=name, actor=actor) for name in form.new_names()]
        opened = services.open_places(
            petition=self.petition, institutions=institutions, jurisdictions=cities, actor=actor
        )
        number = len(opened)
        text = ngettext("%(number)d campus was opened.", "%(number)d campuses were opened.", number)
        messages.success(request, text % {"number": number})
        if not opened:
            return redirect(places_url(self.petition))
        note_opened(request, opened)
        return redirect("petition:places_flyers", self.petition.public_id)
