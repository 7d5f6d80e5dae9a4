"""What organizers do with one shift of a date."""

from typing import Any

from django.http import Http404
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from events.admin_views.common import CAN_EDIT, OfDate
from events.admin_views.date_forms import ShiftForm
from events.admin_views.deeds import DateDeedView
from events.admin_views.form_views import DateFormView
from events.models import Shift
from events.services.editing import remove_shift, save_shift
from privacy.actors import Actor
from privacy.audiences import Audience, audience


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
