"""Private links to many campuses at once: one address beside each name, mailed in one press."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from petitions import selectors, services
from petitions.admin_views.common import CAN_INVITE
from petitions.admin_views.flyers import FlyersForm, FlyersView
from petitions.admin_views.link_forms import MOST_LINKS, PREFIX, LinksForm
from petitions.admin_views.organizers import why_no_link
from petitions.exceptions import InvitationsRefused, TooManyInvitations
from privacy.actors import Actor
from privacy.audiences import Audience, audience


def _ids_in(data: Iterable[str]) -> list[UUID]:
    found = []
    for name in data:
        if name.startswith(PREFIX):
            try:
                found.append(UUID(name.removeprefix(PREFIX)))
            except ValueError:
                continue
    return found


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class MailLinksView(FlyersView):
    """Mail a private link to each address that was typed: all of them, or none. POST only.

    What is wrong is named beside its field on the same page, with all that was typed: it lies in no
    session and no message.
    """

    permission = CAN_INVITE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.petition.is_open or not self.has_page:
            return self.get(request)
        asked = _ids_in(request.POST)[: 2 * MOST_LINKS]
        places = list(selectors.open_places_of(self.petition).filter(public_id__in=asked))
        form = LinksForm(request.POST, places=places)
        if len(places) < len(asked):
            form.add_error(None, gettext("A campus was hidden meanwhile and is left out here."))
        if form.is_valid() and not form.addresses():
            form.add_error(None, gettext("Write one address at least."))
        if form.is_valid():
            try:
                services.invite_organizers(
                    addresses=form.addresses(),
                    language=form.cleaned_data["language"],
                    actor=Actor.staff(self.staff),
                )
            except TooManyInvitations as refusal:
                form.add_error(None, why_no_link(refusal))
            except InvitationsRefused as refusal:
                form.refuse({key: why_no_link(why) for key, why in refusal.refused.items()})
            else:
                # Not how many: by one address alone that would say whether it had a link.
                said = gettext(
                    "The links are mailed. Whoever had one before keeps it, and gets no second one."
                )
                messages.success(request, said)
                return redirect("petition:places_flyers", self.petition.public_id)
        return self.draw(FlyersForm(petition=self.petition), ticked=self.opened, links=form, status=422)
