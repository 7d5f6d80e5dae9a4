"""What organizers do with one date: its places, private part, shifts; moving it and calling it off."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events.admin_views.common import (
    CAN_ACT,
    CAN_EDIT,
    OfDate,
    OfEvent,
    date_trail,
    event_trail,
    event_url,
    when_of,
)
from events.admin_views.date_forms import DateForm, MoveForm, PrivateForm, ShiftForm
from events.admin_views.deeds import DateDeedView, why_not
from events.admin_views.event_forms import NewDateForm, RepeatForm
from events.exceptions import EventError
from events.models import OccurrencePrivate, PrivateWords, Shift
from events.services.attended import release_unclaimed
from events.services.editing import (
    add_date,
    change_date,
    remove_date,
    remove_shift,
    save_shift,
    write_private,
)
from events.services.moving import call_off, move_occurrence
from events.services.repeating import repeat_event
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import SealedError


class FormView(WagtailAdminTemplateMixin, View):
    """A form on GET, saved on POST; what is refused is said above it, with what was typed."""

    permission = CAN_EDIT
    template_name = "events/admin/form.html"
    header_icon = "date"
    button: Any = _("Save")
    # A sentence or two above the form.
    says: Any = ""

    def make_form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def save(self, form: Any, actor: Actor) -> str:
        """Save it; what is said then. Raises EventError."""
        raise NotImplementedError

    def subject(self) -> str:
        raise NotImplementedError

    def back_url(self) -> str:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if form.is_valid():
            try:
                said = self.save(form, Actor.staff(self.staff))  # type: ignore[attr-defined]
            except EventError as refusal:
                form.add_error(None, why_not(refusal))
            else:
                messages.success(request, said)
                return redirect(self.back_url())
        return self.draw(form, status=422)

    def draw(self, form: forms.BaseForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            subject=self.subject(),
            says=self.says,
            button=self.button,
            back_url=self.back_url(),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


class DateFormView(OfDate, FormView):
    """A form of one date; goes back to it."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return date_trail(self.date, self.page_title)

    def subject(self) -> str:
        return f"{self.event.name}, {when_of(self.date)} ({self.event.zone})"

    def back_url(self) -> str:
        return self.way_back


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
    """Sealed; read here by whoever may change the event."""

    page_title = _("Private part")
    header_icon = "lock"
    says = _(
        "For those who have a place alone, behind their own link, from the hour that you set. Of a guarded "
        "date it is destroyed with the date’s key."
    )

    @cached_property
    def words(self) -> PrivateWords:
        row = OccurrencePrivate.objects.select_related("occurrence").filter(occurrence=self.date).first()
        try:
            return row.unseal() if row is not None else PrivateWords()
        except SealedError:
            return PrivateWords()

    def make_form(self, data: Any = None) -> PrivateForm:
        return PrivateForm(data, words=self.words)

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
        "the last one of its event; any other is called off."
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


class OfShift(OfDate):
    """Views of one shift of a date."""

    @cached_property
    def shift(self) -> Shift:
        shift = self.date.shifts.filter(public_id=self.kwargs["shift"]).first()
        if shift is None:
            raise Http404
        return shift


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class AddShiftView(DateFormView):
    page_title = _("Add a shift")
    header_icon = "plus"
    button = _("Add it")
    says = _("People choose it as they sign up. Its places count beside those of the date.")

    def make_form(self, data: Any = None) -> ShiftForm:
        return ShiftForm(data, instance=Shift(occurrence=self.date))

    def save(self, form: ShiftForm, actor: Actor) -> str:
        save_shift(shift=form.save(commit=False), actor=actor)
        return gettext("The shift is added.")


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class EditShiftView(OfShift, DateFormView):
    page_title = _("Change this shift")
    header_icon = "edit"
    template_name = "events/admin/shift.html"

    def make_form(self, data: Any = None) -> ShiftForm:
        return ShiftForm(data, instance=self.shift)

    def save(self, form: ShiftForm, actor: Actor) -> str:
        save_shift(shift=form.save(commit=False), actor=actor)
        return gettext("Saved.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(date=self.date, shift=self.shift, **kwargs)


@audience(Audience.STAFF)
class RemoveShiftView(OfShift, DateDeedView):
    permission = CAN_EDIT
    page_title = _("Delete this shift")
    header_icon = "bin"
    question = _("It goes from the form. One that somebody has chosen stays.")
    button = _("Delete")
    done = _("The shift is deleted.")
    is_danger = True

    def subject(self) -> str:
        return f"{super().subject()}: {self.shift}"

    def act(self, actor: Actor) -> None:
        remove_shift(shift=self.shift, actor=actor)


def _told(number: int) -> str:
    text = ngettext(
        "It is moved, and %(number)d person is told.", "It is moved, and %(number)d people are told.", number
    )
    return text % {"number": number}
