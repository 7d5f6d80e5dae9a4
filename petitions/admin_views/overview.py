"""One petition at a glance: how it stands, where signatures come from, what to do next."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from petitions import selectors
from petitions.admin_views.common import CAN_RULE, CAN_SEE, CAN_SEE_PLACES, OfPetition, petition_trail
from petitions.admin_views.deliveries import deliveries_button
from petitions.admin_views.exports import exports_button
from petitions.admin_views.places import places_button
from petitions.admin_views.telling import tell_button
from petitions.chart import chart_of
from petitions.models import Petition
from petitions.staff_steps import staff_steps
from privacy.audiences import Audience, audience
from privacy.localized import language_name
from privacy.scopes import AnyUser


def overview_url(petition: Petition) -> str:
    """Where staff see at a glance how a petition stands."""
    return reverse("petition:overview", args=[petition.public_id])


def overview_button(user: AnyUser, petition: Petition) -> list[Button]:
    """The way to it, for whoever sees signatures."""
    if not user.has_perm(CAN_SEE):
        return []
    return [Button(gettext("At a glance"), url=overview_url(petition), icon_name="view", priority=4)]


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class OverviewView(OfPetition, WagtailAdminTemplateMixin, View):
    """All that a petition's team decides by, on one page.

    As many queries for ten signatures as for a million.
    """

    permission = CAN_SEE
    template_name = "petitions/admin/overview.html"
    header_icon = "view"
    page_title = _("At a glance")

    def get_page_subtitle(self) -> str:
        return self.petition.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *petition_trail(self.petition),
            {"url": "", "label": self.page_title, "sublabel": self.petition.name},
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        user, petition = self.request.user, self.petition
        signatures = reverse("petition:signatures", args=[petition.public_id])
        ways = [Button(gettext("Signatures"), url=signatures, icon_name="form", priority=5)]
        for button in (places_button, tell_button, deliveries_button, exports_button):
            ways += button(user, petition)
        if user.has_perm(CAN_RULE):
            edit = reverse("petition:edit", args=[petition.pk])
            ways.append(Button(gettext("Edit"), url=edit, icon_name="edit", priority=3))
        return ways

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shown = selectors.overview_of(self.petition, languages=[code for code, _name in settings.LANGUAGES])
        steps = [
            (step, bool(step.url) and (not step.permission or request.user.has_perm(step.permission)))
            for step in staff_steps(shown)
        ]
        context = self.get_context_data(
            petition=self.petition,
            shown=shown,
            steps=steps,
            pages=[(language_name(code), code, path) for code, path in shown.page_paths.items()],
            chart=chart_of(shown.days),
            may_see_places=request.user.has_perm(CAN_SEE_PLACES),
        )
        return TemplateResponse(request, self.template_name, context)
