"""What organizers do with one date: its places, private part, shifts; moving it and calling it off."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from events.admin_views.common import (
    CAN_ACT,
    CAN_EDIT,
    OfEvent,
    event_trail,
    event_url,
)
from events.admin_views.date_forms import DateForm, MoveForm, PrivateForm
from events.admin_views.deeds import DateDeedView
from events.admin_views.event_forms import NewDateForm, RepeatForm
from events.admin_views.form_views import DateFormView, FormView
from events.models import OccurrencePrivate, PrivateWords
from events.services.attended import release_unclaimed
from events.services.doors import MOST_AT_ONCE, count_walk_ins
from events.services.editing import (
    add_date,
    change_date,
    remove_date,
    write_private,
)
from events.services.moving import call_off, move_occurrence
from events.services.repeating import repeat_event
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import SealedError


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class AddDateView(OfEvent, FormView):
    page_title = _("Add a date")
    header_icon = "plus"
    says = _("It gets the shifts of the last date. Its private part is written for each date by itself.")
    button = _("Add it")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return event_trail(self.event, self.page_title)

    def subject(self) -> str:
        return f"{self.event.name} ({self.event.zone})"

    def back_url(self) -> str:
        return event_url(self.event)

    def make_form(self, data: Any = None) -> NewDateForm:
        return NewDateForm(data, event=self.event)

    def save(self, form: NewDateForm, actor: Actor) -> str:
        add_date(event=self.event, date=form.first_date, actor=actor)
        return gettext("The date is added.")


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class RepeatView(OfEvent, FormView):
    page_title = _("Repeat it")
    header_icon = "rotate"
    says = _(
        "Counted from its first date, at the same time on the clock. No date is taken away by this: call off "
        "or delete those that are not to be. “It does not” ends the series."
    )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return event_trail(self.event, self.page_title)

    def subject(self) -> str:
        return self.event.name

    def back_url(self) -> str:
        return event_url(self.event)

    def make_form(self, data: Any = None) -> RepeatForm:
        return RepeatForm(data, event=self.event)

    def save(self, form: RepeatForm, actor: Actor) -> str:
        number = repeat_event(event=self.event, rule=form.rule, actor=actor)
        if not form.rule:
            return gettext("No more dates are made.")
        text = ngettext("%(number)d date is added.", "%(number)d dates are added.", number)
        return text % {"number": number}


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class EditDateView(DateFormView):
    page_title = _("Places and hours")
    header_icon = "edit"
    says = _("To change when it is, move it: then everybody who comes is told.")

    def make_form(self, data: Any = None) -> DateForm:
        return DateForm(data, instance=self.date)

    def save(self, form: DateForm, actor: Actor) -> str:
        change_date(occurrence=self.date, **form.cleaned_data, actor=actor)
        return gettext("Saved.")


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class PrivateView(DateFormView):
    """Sealed; read here by whoever may change the event, of a guarded one by who decides about its people."""

    page_title = _("Private part")
    header_icon = "lock"
    says = _(
        "For those who have a place alone, behind their own link, from the hour that you set. Of a guarded "
        "date it is destroyed with the date’s key."
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission) or (
            self.date.is_guarded and not request.user.has_perm(CAN_ACT)
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def words(self) -> PrivateWords:
        row = OccurrencePrivate.objects.select_related("occurrence").filter(occurrence=self.date).first()
        try:
            return row.unseal() if row is not None else PrivateWords()
        except SealedError:
            return PrivateWords()

    def make_form(self, data: Any = None) -> PrivateForm:
        return PrivateForm(data, words=self.words, shifts=list(self.date.shifts.all()))

    def save(self, form: PrivateForm, actor: Actor) -> str:
        write_private(occurrence=self.date, words=form.words, actor=actor)
        return gettext("Saved. It is shown to nobody before its hour.")


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class MoveDateView(DateFormView):
    page_title = _("Move it")
    header_icon = "arrow-right"
    says = _(
        "Everybody who comes keeps their place and is told at once. Of a guarded date the mail says nothing "
        "of the new time: they read it behind their link. The rest of a series stays where it is."
    )
    button = _("Move it and tell everybody")

    def make_form(self, data: Any = None) -> MoveForm:
        return MoveForm(data, date=self.date)

    def save(self, form: MoveForm, actor: Actor) -> str:
        return _told(move_occurrence(occurrence=self.date, **form.cleaned_data, actor=actor))


@audience(Audience.STAFF)
class CallOffDateView(DateDeedView):
    permission = CAN_EDIT
    page_title = _("Call it off")
    header_icon = "cross"
    question = _(
        "Everybody who signed up is told at once, and nobody can sign up any more. Of a guarded date the key "
        "is destroyed 72 hours from now at the latest. This cannot be taken back."
    )
    button = _("Call it off and tell everybody")
    done = _("It is called off, and everybody who left an address is told.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        call_off(occurrence=self.date, actor=actor)


@audience(Audience.STAFF)
class RemoveDateView(DateDeedView):
    permission = CAN_EDIT
    page_title = _("Delete this date")
    header_icon = "bin"
    question = _(
        "It goes from every page and calendar. Only a date for which nobody ever signed up can go, and not "
        "the only one of an event that people can find; any other is called off."
    )
    button = _("Delete")
    done = _("The date is deleted.")
    is_danger = True

    def back_url(self) -> str:
        return event_url(self.event)

    def act(self, actor: Actor) -> None:
        remove_date(occurrence=self.date, actor=actor)


@audience(Audience.STAFF)
class ReleaseSeatsView(DateDeedView):
    permission = CAN_ACT
    page_title = _("Release unclaimed seats")
    header_icon = "rotate"
    question = _(
        "Seats that are kept for people who have not confirmed, or not answered an offer, go to the waiting "
        "list now instead of at their hour. Who has not confirmed still can, and takes a free seat or the "
        "end of the list."
    )
    button = _("Release them")
    done = _("They are released.")

    def act(self, actor: Actor) -> None:
        release_unclaimed(occurrence=self.date, actor=actor)


class TallyForm(forms.Form):
    """How many people came in without a code."""

    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_AT_ONCE)
    # Sent twice it is one count.
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid4()})


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class TallyView(DateFormView):
    permission = CAN_ACT
    page_title = _("Count people")
    header_icon = "plus"
    button = _("Count them")
    says = _(
        "People without a code, or the tally of a door that had no link; 500 at once at most. Who they are "
        "is asked of nobody."
    )

    def make_form(self, data: Any = None) -> TallyForm:
        return TallyForm(data)

    def save(self, form: TallyForm, actor: Actor) -> str:
        said = form.cleaned_data
        number = count_walk_ins(occurrence=self.date, number=said["number"], deed=said["key"], actor=actor)
        text = ngettext("%(number)d person came so far.", "%(number)d people came so far.", number)
        return text % {"number": number}


def _told(number: int) -> str:
    text = ngettext(
        "It is moved, and %(number)d person is told.", "It is moved, and %(number)d people are told.", number
    )
    return text % {"number": number}
