"""A form on a page of its own: what all of staff's forms about events share."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events.admin_views.common import CAN_EDIT, OfDate, date_trail, when_of
from events.admin_views.deeds import why_not
from events.exceptions import EventError
from privacy.actors import Actor
from privacy.exceptions import NoSuchTime


class FormView(WagtailAdminTemplateMixin, View):
    """A form on GET, saved on POST; what is refused is said above it, with what was typed."""

    permission: ClassVar[str] = CAN_EDIT
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
                said = self.save(form, Actor.staff(self.staff))
            except (EventError, NoSuchTime) as refusal:
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
