"""One question on GET, the deed on POST, about a mailing; and why a deed was not done."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from mailings.admin_views.common import CAN_EDIT, CAN_SEND, OfMailing, mailing_trail, mailing_url
from mailings.exceptions import (
    HourPassed,
    MailingError,
    NeedsSecond,
    NoLists,
    NoRecipients,
    NothingWritten,
    NotThatState,
    OwnApproval,
    StoppedByCheck,
)
from privacy.actors import Actor
from privacy.exceptions import CountersignError
from privacy.staff_views import QuestionView
from supporters.exceptions import SupportersError, TooManySearches

OTHERWISE = _("Nothing was done. Look at the page again: a colleague may have been faster.")
# Why something was not done: a sentence for staff, which names nobody. The first that fits is said.
SENTENCES: dict[type[CountersignError], Any] = {
    NotThatState: _("It stands elsewhere by now: a colleague may have been faster."),
    NoRecipients: _("Nobody would get it. Look at whom it is for."),
    NothingWritten: _("It has no words yet in the site’s first language. Write them, then go on."),
    NoLists: _("First say which lists it goes to: nobody gets mail without having asked for it."),
    NeedsSecond: _(
        "A second person has not approved it, or something was changed since. Have a colleague read it."
    ),
    OwnApproval: _("Who made a mailing cannot approve it. Ask a colleague."),
    HourPassed: _("The hour for which it was planned is over. Choose another."),
    StoppedByCheck: _("The checklist found something that would hurt. Put it right, then go on."),
    TooManySearches: _("You have searched 20 times within this hour. Go on in the next hour."),
}


# What our services refuse, and what those of the supporter file do while they open a segment.
REFUSALS = (MailingError, SupportersError)


def why_not(refusal: CountersignError) -> str:
    """A sentence for staff, which names nobody."""
    return str(next((text for kind, text in SENTENCES.items() if isinstance(refusal, kind)), OTHERWISE))


@method_decorator(never_cache, name="dispatch")
class MailingDeedView(OfMailing, QuestionView):
    """A deed with a mailing; goes back to it."""

    permission = CAN_SEND
    header_icon = "mail"
    back_label: ClassVar[Any] = _("Back to the mailing")

    def subject(self) -> str:
        return self.mailing.name

    def back_url(self) -> str:
        return mailing_url(self.mailing)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return mailing_trail(self.mailing, self.page_title)

    def why_not(self, refusal: CountersignError) -> str:
        if not isinstance(refusal, REFUSALS):
            raise refusal
        return why_not(refusal)


@method_decorator(never_cache, name="dispatch")
class MailingFormView(OfMailing, WagtailAdminTemplateMixin, View):
    """A form about a draft on GET, kept on POST; what is refused is said above it, with what was typed."""

    permission: ClassVar[str] = CAN_EDIT
    template_name = "mailings/admin/form.html"
    header_icon = "mail"
    button: Any = _("Save")
    # A sentence or two above the form.
    says: Any = ""
    done: Any = _("It is saved.")

    def make_form(self, data: Any = None) -> forms.Form:
        raise NotImplementedError

    def save(self, form: Any, actor: Actor) -> None:
        """Keep it. Raises MailingError."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return mailing_trail(self.mailing, self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.mailing.is_editable:
            messages.warning(request, _("It is no draft any more, so it stays as it is."))
            return redirect(mailing_url(self.mailing))
        return self.draw(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if form.is_valid():
            try:
                self.save(form, Actor.staff(self.staff))
            except REFUSALS as refusal:
                form.add_error(None, why_not(refusal))
            else:
                messages.success(request, self.done)
                return redirect(mailing_url(self.mailing))
        return self.draw(form, status=422)

    def more(self) -> dict[str, Any]:
        """What else its template needs."""
        return {}

    def draw(self, form: forms.BaseForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            mailing=self.mailing,
            says=self.says,
            button=self.button,
            back_url=mailing_url(self.mailing),
            **self.more(),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)
