"""Writing to those who come to one date, or to some of them."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages as flash
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from campaigns.forms import LineField, LinesField
from events.admin_views.chosen import ticked
from events.admin_views.common import CAN_WRITE, OfDate, date_trail, date_url, when_of
from events.admin_views.deeds import why_not
from events.enums import MessageAudience
from events.exceptions import EventError
from events.models import MessageWords, Occurrence, Shift
from events.services.messages import takers_of, write_message
from privacy.actors import Actor
from privacy.audiences import Audience, audience

LONGEST_SUBJECT = 120
LONGEST_TEXT = 4_000


class MessageForm(forms.Form):
    """To whom, and what."""

    audience = forms.ChoiceField(label=_("To"), choices=MessageAudience.choices)
    shift = forms.ModelChoiceField(
        label=_("Shift"),
        queryset=Shift.objects.none(),
        required=False,
        help_text=_("For “those of one shift”."),
    )
    subject = LineField(label=_("Subject"), max_length=LONGEST_SUBJECT)
    text = LinesField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Plain text, as you write it: in the language of those who read it, or in both."),
    )
    # Sent twice it is one message.
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, date: Occurrence, has_chosen: bool) -> None:
        super().__init__(data, initial={"key": uuid4(), "audience": MessageAudience.ACCEPTED})
        shifts = date.shifts.all()
        if has_chosen:
            del self.fields["audience"], self.fields["shift"]
        elif not shifts:
            del self.fields["shift"]
            left = [choice for choice in MessageAudience.choices if choice[0] != MessageAudience.SHIFT]
            self.fields["audience"].choices = left  # type: ignore[attr-defined]
        else:
            self.fields["shift"].queryset = shifts  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("audience") == MessageAudience.SHIFT and not cleaned.get("shift"):
            self.add_error("shift", ValidationError(_("Choose the shift.")))
        return cleaned

    @property
    def words(self) -> MessageWords:
        """Call it on a valid form."""
        said = self.cleaned_data
        return MessageWords(subject=said["subject"], text=said["text"], language=get_language() or "")


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class MessageView(OfDate, WagtailAdminTemplateMixin, View):
    """The form; on its own POST the message goes out. From the roster it comes with who was ticked."""

    permission = CAN_WRITE
    template_name = "events/admin/message.html"
    header_icon = "mail"
    page_title = _("Write to them")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return date_trail(self.date, self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(MessageForm(date=self.date, has_chosen=False))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = ticked(request)
        if "sure" not in request.POST:
            if not chosen:
                flash.warning(request, gettext("Tick somebody first."))
                return redirect(date_url(self.date))
            return self.draw(MessageForm(date=self.date, has_chosen=True))
        form = MessageForm(request.POST, date=self.date, has_chosen=bool(chosen))
        if not form.is_valid():
            return self.draw(form, status=422)
        said = form.cleaned_data
        try:
            message = write_message(
                occurrence=self.date,
                words=form.words,
                audience=MessageAudience(said.get("audience") or MessageAudience.ALL),
                shift=said.get("shift"),
                chosen=chosen,
                public_id=said["key"],
                actor=Actor.staff(self.staff),
            )
        except EventError as refusal:
            flash.error(request, why_not(refusal))
            return redirect(date_url(self.date))
        text = ngettext("It goes to %(number)d person.", "It goes to %(number)d people.", message.number)
        flash.success(request, text % {"number": message.number})
        return redirect(date_url(self.date))

    def draw(self, form: MessageForm, *, status: int = 200) -> HttpResponse:
        chosen = ticked(self.request)
        context = self.get_context_data(
            form=form,
            date=self.date,
            subject=f"{self.event.name}, {when_of(self.date)}",
            chosen=chosen,
            numbers=[] if chosen else self.numbers(),
            back_url=date_url(self.date),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def numbers(self) -> list[tuple[str, int]]:
        """How many each choice reaches."""
        asked = [MessageAudience.ALL, MessageAudience.ACCEPTED, MessageAudience.WAITING]
        return [(str(one.label), takers_of(self.date, one).count()) for one in asked]
