"""Private links to one campus: who holds one, masked; given, renewed and ended."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from petitions import selectors, services
from petitions.admin_views.common import CAN_INVITE, CAN_SEE_ORGANIZERS
from petitions.admin_views.deeds import why_not
from petitions.admin_views.place_forms import InviteForm
from petitions.admin_views.places import OfPlace, PlaceDeedView, places_url
from petitions.exceptions import ReadByOthers, TooManyInvitations, TooManyOrganizers
from petitions.models import CampusOrganizer, Place
from petitions.models.organizers import MOST_ORGANIZERS
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import BadAddress


def why_no_link(refusal: Exception) -> str:
    """Why no private link was given, for staff; names nobody."""
    if isinstance(refusal, TooManyOrganizers):
        return gettext("Three links are given out here. End one to give another.")
    if isinstance(refusal, TooManyInvitations):
        return why_not(refusal)
    if isinstance(refusal, ReadByOthers):
        return gettext(
            "Mail to this address can be read by others: a school, an employer or a target. "
            "Ask for a personal one."
        )
    return gettext("This is no e-mail address.")


def organizers_url(place: Place) -> str:
    """Where staff see who holds a link to a campus."""
    return reverse("petition:organizers", args=[place.petition.public_id, place.public_id])


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class OrganizersView(OfPlace, WagtailAdminTemplateMixin, View):
    """The live links to one campus, masked, and the form that gives one more."""

    permission = CAN_SEE_ORGANIZERS
    template_name = "petitions/admin/organizers.html"
    header_icon = "group"
    page_title = _("Organizers at this campus")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(InviteForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(CAN_INVITE):
            raise Http404
        form = InviteForm(request.POST)
        if form.is_valid() and self._invite(form):
            messages.success(
                request,
                gettext(
                    "This address has a link now. A new one is mailed; to mail an older one again, renew it."
                ),
            )
            return redirect(organizers_url(self.place))
        return self.draw(form, status=422)

    def _invite(self, form: InviteForm) -> bool:
        """Whether it worked; else the form says why not."""
        try:
            services.invite_organizer(
                place=self.place,
                address=form.cleaned_data["address"],
                language=form.cleaned_data["language"],
                actor=Actor.staff(self.staff),
            )
        except (TooManyOrganizers, TooManyInvitations) as refusal:
            form.add_error(None, why_no_link(refusal))
        except (ReadByOthers, BadAddress) as refusal:
            form.add_error("address", why_no_link(refusal))
        return form.is_valid()

    def draw(self, form: InviteForm, *, status: int = 200) -> HttpResponse:
        rows = selectors.masked_organizers(self.place)
        context = self.get_context_data(
            form=form,
            petition=self.petition,
            place=self.place,
            rows=rows,
            can_invite=self.request.user.has_perm(CAN_INVITE),
            is_full=len(rows) >= MOST_ORGANIZERS,
            back_url=places_url(self.petition),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


class OrganizerDeedView(PlaceDeedView):
    """A deed with one private link; goes back to the campus's."""

    permission = CAN_INVITE
    header_icon = "group"
    back_label = _("Back to the organizers")

    @cached_property
    def organizer(self) -> CampusOrganizer:
        row = self.place.organizers.filter(public_id=self.kwargs["organizer"]).first()
        if row is None:
            raise Http404
        row.place = self.place
        return row

    def subject(self) -> str:
        return f"{self.place.where}: {self.organizer}"

    def back_url(self) -> str:
        return organizers_url(self.place)


@audience(Audience.STAFF)
class RenewOrganizerView(OrganizerDeedView):
    page_title = _("Renew this link")
    question = _("It is good for 30 days from today, and a fresh one is mailed, once an hour at most.")
    button = _("Renew")
    done = _("The link was renewed.")

    def act(self, actor: Actor) -> None:
        services.renew_organizer(organizer=self.organizer, actor=actor)


@audience(Audience.STAFF)
class RevokeOrganizerView(OrganizerDeedView):
    page_title = _("End this link")
    question = _("It opens nothing from now on, and the address is destroyed. Nobody is told.")
    button = _("End it")
    done = _("The link has ended.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        services.revoke_organizer(organizer=self.organizer, actor=actor)
