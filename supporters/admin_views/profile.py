"""One supporter: masked, with what they did, what they take, what they said yes to, and staff's notes."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.denylist import EXPLANATION, refuse_status_words
from privacy.forms import LinesField
from privacy.localized import language_name
from supporters import services
from supporters.admin_views.common import (
    CAN_ACT,
    CAN_ERASE,
    CAN_MERGE,
    CAN_READ_NOTES,
    CAN_WRITE_NOTES,
    WHO,
    OfSupporter,
    file_trail,
    profile_url,
)
from supporters.enums import Legible
from supporters.exceptions import NoteTaken, TooManyNotes
from supporters.models import Supporter, Tag
from supporters.models.notes import LONGEST_NOTE
from supporters.people import CAN_SEE, answers_of, list_histories, masked_people
from supporters.selectors import last_merge, question_labels, timeline_of

TIMELINE_SHOWN = 200


class NoteForm(forms.Form):
    """One note. Its id is drawn with the form: sent twice it is one."""

    text = LinesField(
        label=_("New note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        validators=[refuse_status_words],
        help_text=EXPLANATION,
    )
    public_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class ProfilePage(OfSupporter, WagtailAdminTemplateMixin, View):
    """The page itself; also drawn again around a note that was refused."""

    permission = CAN_SEE
    template_name = "supporters/admin/profile.html"
    header_icon = "user"

    def get_page_title(self) -> str:
        return str(self.supporter)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return file_trail(str(self.supporter))

    def draw(self, form: NoteForm, *, status: int = 200) -> HttpResponse:
        supporter = self.supporter
        [masked] = masked_people([supporter])
        answers = answers_of(supporter)
        entries = timeline_of(supporter)
        tags = list(supporter.tags.all())
        context = self.get_context_data(
            supporter=supporter,
            masked=masked,
            language=language_name(supporter.language),
            can_be_read=masked.legible == Legible.YES,
            entries=entries[:TIMELINE_SHOWN],
            is_cut=len(entries) > TIMELINE_SHOWN,
            histories=list_histories(supporter, answers),
            answers=answers,
            tags=tags,
            other_tags=Tag.objects.exclude(pk__in=[tag.pk for tag in tags]),
            questions=question_labels(masked.questions),
            notes=supporter.notes.count(),
            note_form=form,
            merge=last_merge(supporter),
            **self.rights(),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def rights(self) -> dict[str, bool]:
        """What this user may do here."""
        user = self.request.user
        return {
            "can_act": user.has_perm(CAN_ACT),
            "can_erase": user.has_perm(CAN_ERASE),
            "can_write": user.has_perm(CAN_WRITE_NOTES),
            "can_merge": user.has_perm(CAN_MERGE),
            "can_read_notes": user.has_perm(CAN_READ_NOTES),
        }


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class ProfileView(ProfilePage):
    """Read."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(NoteForm())


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class WriteNoteView(ProfilePage):
    """Write a note. A GET, as of a page that is loaded anew, leads to the profile."""

    permission = CAN_WRITE_NOTES

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(profile_url(self.supporter))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        try:
            services.write_note(
                supporter=self.supporter,
                text=form.cleaned_data["text"],
                public_id=form.cleaned_data["public_id"],
                actor=Actor.staff(self.staff),
            )
        except ValidationError as refusal:
            form.add_error("text", refusal)
            return self.draw(form, status=422)
        except TooManyNotes:
            form.add_error("text", gettext("There are 100 notes about this person: delete some first."))
            return self.draw(form, status=422)
        except (NoteTaken, Supporter.DoesNotExist):
            raise Http404 from None
        messages.success(request, gettext("The note was written down."))
        return redirect(profile_url(self.supporter))
