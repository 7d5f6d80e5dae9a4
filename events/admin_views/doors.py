"""Links for volunteers at the doors of one date."""

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from campaigns.forms import LineField
from events.admin_views.common import CAN_OPEN_DOORS, date_url
from events.admin_views.deeds import DateDeedView
from events.admin_views.form_views import DateFormView
from events.door_links import door_url
from events.models import DoorLink
from events.services.doors import end_door_link, open_door_link
from privacy.actors import Actor
from privacy.audiences import Audience, audience


class DoorForm(forms.Form):
    """For which door, in which language."""

    label = LineField(
        label=_("For which door"),
        max_length=60,
        help_text=_("“North door”. Not the name of a volunteer."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)
    # Sent twice it is one link.
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid4(), "language": get_language()})


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class DoorsView(DateFormView):
    """Which links there are, with their addresses, and the form for another."""

    permission = CAN_OPEN_DOORS
    template_name = "events/admin/doors.html"
    page_title = _("Doors")
    header_icon = "key"
    button = _("Make a link")

    def make_form(self, data: Any = None) -> DoorForm:
        return DoorForm(data)

    def save(self, form: DoorForm, actor: Actor) -> str:
        said = form.cleaned_data
        open_door_link(
            occurrence=self.date,
            label=said["label"],
            language=said["language"],
            public_id=said["key"],
            actor=actor,
        )
        return gettext("The link is made. Hand it to the volunteer, by a way you trust.")

    def back_url(self) -> str:
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        links = self.date.door_links.select_related("occurrence").order_by("pk")
        return super().get_context_data(
            date=self.date,
            links=[(link, door_url(link)) for link in links],
            date_url=date_url(self.date),
            **kwargs,
        )


@audience(Audience.STAFF)
class EndDoorView(DateDeedView):
    permission = CAN_OPEN_DOORS
    page_title = _("End this link")
    header_icon = "key"
    question = _("Whoever holds it lets nobody in any more, from now on.")
    button = _("End it")
    done = _("The link has ended.")
    back_label = _("Back to the doors")
    is_danger = True

    @cached_property
    def link(self) -> DoorLink:
        link = self.date.door_links.filter(public_id=self.kwargs["link"]).first()
        if link is None:
            raise Http404
        return link

    def subject(self) -> str:
        return f"{super().subject()}: {self.link.label}"

    def back_url(self) -> str:
        return reverse("event:doors", args=[self.date.public_id])

    def act(self, actor: Actor) -> None:
        end_door_link(link=self.link, actor=actor)
