"""One PDF of the flyers of many campuses: the step after opening them, and from their listing."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django import forms
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from campaigns.posters.flyer import MOST_FLYERS, draw_flyers
from petitions.admin_views.common import CAN_INVITE, CAN_SEE_PLACES, OfPetition
from petitions.admin_views.link_forms import MOST_LINKS, LinksForm, places_without_links
from petitions.admin_views.places import campus_trail, places_url
from petitions.models import Petition, Place
from petitions.posters.words import words_for_places
from petitions.selectors import open_places_of, sign_rules
from privacy.audiences import Audience, audience

# In the staff member's own session: which campuses were opened last, by their public ids.
OPENED = "countersign_opened_places"


def note_opened(request: HttpRequest, places: list[Place]) -> None:
    """Have these ticked on the page of flyers."""
    # nosemgrep: no-cookies-for-visitors (staff who are logged in)
    request.session[OPENED] = [str(place.public_id) for place in places]


class FlyersForm(forms.Form):
    """Which campuses, in which language."""

    # All of them, or as many as one file holds, without 300 ticks.
    part = forms.ChoiceField(label=_("Which"), required=False)
    places = forms.ModelMultipleChoiceField(Place.objects.none(), to_field_name="public_id", required=False)
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, data: Any = None, *, petition: Petition, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        paths = sign_rules(petition.public_id).page_paths
        spoken = [(code, name) for code, name in settings.LANGUAGES if code in paths]
        self.open_places = list(open_places_of(petition))
        self.fields["places"].queryset = open_places_of(petition)  # type: ignore[attr-defined]
        self.fields["part"].choices = [  # type: ignore[attr-defined]
            ("", _("Those that are ticked below")),
            *self._parts(),
        ]
        self.fields["language"].choices = spoken  # type: ignore[attr-defined]

    def _parts(self) -> Iterator[tuple[str, str]]:
        number = len(self.open_places)
        if number <= MOST_FLYERS:
            yield "0", ngettext("The only campus", "All %(number)d campuses", number) % {"number": number}
            return
        for first in range(0, number, MOST_FLYERS):
            last = min(first + MOST_FLYERS, number)
            said = {"first": first + 1, "last": last, "number": number}
            yield str(first), gettext("Campuses %(first)d to %(last)d of %(number)d") % said

    def clean(self) -> dict[str, Any]:
        """All, or those that are ticked; at most as many as one file holds."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("part"):
            first = int(cleaned["part"])
            cleaned["places"] = self.open_places[first : first + MOST_FLYERS]
        places = cleaned.get("places")
        if not places and "places" not in self.errors:
            self.add_error("places", _("Tick one campus at least."))
        elif places and len(places) > MOST_FLYERS:
            self.add_error(
                "places",
                _("One file holds %(number)d flyers: tick fewer, and print twice.") % {"number": MOST_FLYERS},
            )
        return cleaned


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class FlyersView(OfPetition, WagtailAdminTemplateMixin, View):
    """The open campuses to choose among on GET; on POST their flyers in one PDF. Neither changes anything."""

    permission = CAN_SEE_PLACES
    template_name = "petitions/admin/flyers.html"
    header_icon = "doc-full"
    page_title = _("Flyers")

    @cached_property
    def has_page(self) -> bool:
        """Whether there is an address that a flyer could name."""
        return bool(sign_rules(self.petition.public_id).page_paths)

    @cached_property
    def opened(self) -> set[str]:
        """The campuses that were opened last, by their public ids."""
        return set(self.request.session.get(OPENED, ()))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return campus_trail(self.petition, self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(FlyersForm(petition=self.petition), ticked=self.opened)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.petition.is_open:
            return self.get(request)
        form = FlyersForm(request.POST, petition=self.petition)
        if not form.is_valid():
            return self.draw(form, ticked=set(request.POST.getlist("places")), status=422)
        chosen = {place.public_id for place in form.cleaned_data["places"]}
        with override(form.cleaned_data["language"]):
            words = words_for_places(self.petition, chosen)
        if not words:
            # Its page, or the last of them, went while this was sent.
            form.add_error("places", _("There is nothing to print for these campuses any more."))
            return self.draw(form, ticked=set(request.POST.getlist("places")), status=422)
        flyers = draw_flyers(words)
        # As a file in pieces: no more than 200 pages of it are ever in memory.
        return FileResponse(
            BytesIO(flyers), as_attachment=True, filename="flyers.pdf", content_type="application/pdf"
        )

    def draw(
        self, form: FlyersForm, *, ticked: set[str], links: LinksForm | None = None, status: int = 200
    ) -> HttpResponse:
        """``links``: the form of private links as it was sent; else one for the campuses that have none."""
        places = [(place, str(place.public_id) in ticked) for place in form.open_places]
        more_links = 0
        if links is None and self.request.user.has_perm(CAN_INVITE):
            without = list(places_without_links(self.petition, self.opened))
            links, more_links = LinksForm(places=without[:MOST_LINKS]), max(0, len(without) - MOST_LINKS)
        context = self.get_context_data(
            form=form,
            links=links,
            more_links=more_links,
            petition=self.petition,
            places=places,
            has_page=self.has_page,
            back_url=places_url(self.petition),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)
