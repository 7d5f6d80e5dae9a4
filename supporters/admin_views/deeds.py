"""What staff do for one person: look, take off lists, delete a note, erase."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.choices import AccessReason
from privacy.exceptions import CountersignError, SealedError, TooManyDeeds
from privacy.kind_names import LABELS
from privacy.staff_views import LookView, QuestionView
from supporters import services
from supporters.admin_views.common import (
    CAN_ACT,
    CAN_DELETE_NOTES,
    CAN_ERASE,
    CAN_READ_NOTES,
    WHO,
    OfSupporter,
    file_trail,
    profile_url,
    too_many_deeds,
)
from supporters.door_forms import EraseForm
from supporters.enums import Fingerprint
from supporters.models import List, SupporterNote
from supporters.people import CAN_SEE, ShownNote, masked_people
from supporters.selectors import question_labels

BACK = _("Back to the profile")


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class LookAtSupporterView(OfSupporter, LookView):
    """One supporter in clear, for a reason, logged first."""

    permission = CAN_SEE
    page_title = _("One supporter")
    back_label = BACK
    gone = SealedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return file_trail(self.page_title, supporter=self.supporter)

    def back_url(self) -> str:
        return profile_url(self.supporter)

    def look(self, reason: AccessReason, actor: Actor) -> Mapping[str, str]:
        return services.unmask_supporter(supporter=self.supporter, reason=reason, actor=actor)

    def label_of(self, name: str) -> Any:
        return LABELS[name] if name in LABELS else question_labels([name])[name]

    def masked(self) -> Sequence[tuple[Any, str]]:
        [masked] = masked_people([self.supporter])
        return [(_("Name"), masked.name), (_("Address"), masked.email), (_("Phone"), masked.phone)]


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class LookAtNotesView(OfSupporter, LookView):
    """What staff wrote down about one supporter, in clear, for a reason, logged first."""

    permission = CAN_READ_NOTES
    template_name = "supporters/admin/notes.html"
    page_title = _("Notes")
    look_label = _("Show the notes")
    back_label = BACK
    gone = SealedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return file_trail(self.page_title, supporter=self.supporter)

    def back_url(self) -> str:
        return profile_url(self.supporter)

    def look(self, reason: AccessReason, actor: Actor) -> list[ShownNote]:
        return services.read_notes(supporter=self.supporter, reason=reason, actor=actor)

    def said(self, shown: list[ShownNote]) -> dict[str, Any]:
        can_delete = self.request.user.has_perm(CAN_DELETE_NOTES)
        return {"notes": shown, "supporter": self.supporter, "can_delete": can_delete}

    def masked(self) -> Sequence[tuple[Any, str]]:
        return [(_("Notes"), str(self.supporter.notes.count()))]


class SupporterQuestionView(OfSupporter, QuestionView):
    """A question about one supporter."""

    back_label = BACK

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return file_trail(self.page_title, supporter=self.supporter)

    def subject(self) -> str:
        return str(self.supporter)

    def why_not(self, refusal: CountersignError) -> str:
        if isinstance(refusal, TooManyDeeds):
            return too_many_deeds()
        return super().why_not(refusal)

    def back_url(self) -> str:
        return profile_url(self.supporter)


@audience(*WHO)
class UnsubscribeView(SupporterQuestionView):
    """Off one list, because the person asked for it."""

    permission = CAN_ACT
    page_title = _("Take off this list")
    question = _(
        "Do this when the person asks you to. They get no more mail of this list, and only they can join "
        "again: a fingerprint of the address keeps the no. Leaving the last list counts as leaving all mail."
    )
    button = _("Take off the list")
    done = _("They were taken off the list.")

    @cached_property
    def list(self) -> List:
        mail_list = List.objects.filter(public_id=self.kwargs["list"]).first()
        if mail_list is None:
            raise Http404
        return mail_list

    def subject(self) -> str:
        return f"{self.supporter} · {self.list}"

    def act(self, actor: Actor) -> None:
        services.take_off_mail(supporter=self.supporter, list=self.list, actor=actor)


@audience(*WHO)
class UnsubscribeAllView(SupporterQuestionView):
    """Off all mail, because the person asked for it."""

    permission = CAN_ACT
    page_title = _("Stop all mail")
    question = _(
        "Do this when the person asks you to. They leave every list, and only they can join again: a "
        "fingerprint of the address keeps the no. Answers to what they do themselves still reach them."
    )
    button = _("Stop all mail")
    done = _("They get no more mail.")

    def act(self, actor: Actor) -> None:
        services.take_off_mail(supporter=self.supporter, actor=actor)


@audience(*WHO)
class DeleteNoteView(SupporterQuestionView):
    """Delete one note."""

    permission = CAN_DELETE_NOTES
    page_title = _("Delete the note")
    question = _("The note goes for good, in every copy: its key is destroyed.")
    button = _("Delete the note")
    done = _("The note was deleted.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        # One that is gone was deleted: a second press says the same.
        note = SupporterNote.objects.filter(supporter=self.supporter, public_id=self.kwargs["note"]).first()
        if note is not None:
            services.throw_note_away(note=note, actor=actor)


class StaffEraseForm(EraseForm):
    """The same question, about somebody else."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"fingerprint": Fingerprint.KEEP.value})
        self.fields["fingerprint"].label = _("What did the person say?")


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class EraseView(OfSupporter, WagtailAdminTemplateMixin, View):
    """Erase one supporter: what goes and what stays on GET, with the question of the fingerprint."""

    permission = CAN_ERASE
    template_name = "supporters/admin/erase.html"
    header_icon = "warning"
    page_title = _("Erase this supporter")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return file_trail(self.page_title, supporter=self.supporter)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(StaffEraseForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = StaffEraseForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        try:
            services.erase_at_request(
                supporter=self.supporter,
                keep_fingerprint=form.keeps_fingerprint,
                actor=Actor.staff(self.staff),
            )
        except TooManyDeeds:
            said = gettext("You have erased as many as one may within an hour. Go on in the next hour.")
            messages.error(request, said)
            return redirect(profile_url(self.supporter))
        messages.success(request, gettext("They were erased."))
        return redirect("supporter:index")

    def draw(self, form: StaffEraseForm, *, status: int = 200) -> HttpResponse:
        [masked] = masked_people([self.supporter])
        context = self.get_context_data(
            form=form, supporter=self.supporter, masked=masked, back_url=profile_url(self.supporter)
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)
