"""Staff's views of deeds on a segment: asking for one, how far it is, taking it back."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.exceptions import CountersignError
from privacy.staff_views import Guarded, QuestionView
from supporters.admin_views.bulk_words import changed_words, deed_words, restored_words
from supporters.admin_views.common import WHO
from supporters.admin_views.segment_common import OfSegment, segments_trail
from supporters.exceptions import CannotBeUndone, DeedTaken, SegmentGone, TooManySearches
from supporters.field_forms import answer_field, stored
from supporters.models import BulkDeed, CustomField, Tag
from supporters.segment_rules import Book
from supporters.segment_tree import faults_of, is_narrow, tree_in_words
from supporters.services import bulk as services

CAN_SEE = "countersign_supporters.view_bulkdeed"
CAN_DO = "countersign_supporters.add_bulkdeed"
PAGE_SIZE = 50


class DeedForm(forms.Form):
    """One deed. Its id is drawn with the form: sent twice it is one."""

    public_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class TagForm(DeedForm):
    """Which tag."""

    tag = forms.ModelChoiceField(
        label=_("Tag"), queryset=Tag.objects.all(), to_field_name="public_id", empty_label="…"
    )


class FieldForm(DeedForm):
    """What is written into one field: an answer, or nothing."""

    def __init__(self, data: Any = None, *, field: CustomField) -> None:
        super().__init__(data)
        self.field = field
        self.fields["answer"] = answer_field(field)
        self.fields["empties"] = forms.BooleanField(label=_("Empty the field instead"), required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and (stored(self.field, said["answer"]) is None) != said["empties"]:
            raise ValidationError(
                _("Fill in the answer, or tick that the field is to be emptied: one of the two.")
            )
        return said

    @property
    def value(self) -> Any:
        return stored(self.field, self.cleaned_data["answer"])


@method_decorator(never_cache, name="dispatch")
class AskView(OfSegment, WagtailAdminTemplateMixin, View):
    """Ask for a deed on everybody of a segment."""

    permission = CAN_DO
    template_name = "supporters/admin/bulk_ask.html"
    header_icon = "tasks"
    page_title: Any
    button: ClassVar[Any]

    def form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def ask(self, form: Any, actor: Actor) -> BulkDeed:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        try:
            deed = self.ask(form, Actor.staff(self.staff))
        except ValidationError as refusal:
            form.add_error("answer", refusal)
            return self.draw(form, status=422)
        except TooManySearches:
            form.add_error(
                None, gettext("You have searched 20 times within this hour. Go on in the next hour.")
            )
            return self.draw(form, status=429)
        except (DeedTaken, SegmentGone):
            raise Http404 from None
        return redirect(reverse("segment:deed", args=[deed.public_id]))

    def draw(self, form: Any, *, status: int = 200) -> HttpResponse:
        tree, book = self.segment.tree, Book()
        context = self.get_context_data(
            form=form,
            segment=self.segment,
            words=tree_in_words(tree, book),
            faults=faults_of(tree, book),
            is_narrow=is_narrow(tree),
            writes_field=isinstance(form, FieldForm),
            button=self.button,
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


class AskForTagView(AskView):
    """Ask for one tag."""

    is_put_on: ClassVar[bool]

    def form(self, data: Any = None) -> TagForm:
        return TagForm(data)

    def ask(self, form: TagForm, actor: Actor) -> BulkDeed:
        return services.tag_everybody(
            segment=self.segment,
            tag=form.cleaned_data["tag"],
            is_put_on=self.is_put_on,
            public_id=form.cleaned_data["public_id"],
            actor=actor,
        )


@audience(*WHO)
class PutTagOnAllView(AskForTagView):
    """A tag for everybody."""

    page_title = _("Put a tag on all")
    button = _("Put the tag on")
    is_put_on = True


@audience(*WHO)
class TakeTagOffAllView(AskForTagView):
    """A tag off everybody."""

    page_title = _("Take a tag off all")
    button = _("Take the tag off")
    is_put_on = False


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class ChooseFieldView(OfSegment, WagtailAdminTemplateMixin, View):
    """Which field is to be written: each has a page of its own, for each asks something else."""

    permission = CAN_DO
    template_name = "supporters/admin/bulk_fields.html"
    header_icon = "tasks"
    page_title = _("Write a field of all")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(segment=self.segment, fields=CustomField.objects.all())
        return TemplateResponse(request, self.template_name, context)


@audience(*WHO)
class WriteFieldOfAllView(AskView):
    """One field of everybody."""

    page_title = _("Write a field of all")
    button = _("Write the field")

    @cached_property
    def field(self) -> CustomField:
        found = CustomField.objects.filter(public_id=self.kwargs["field"]).first()
        if found is None:
            raise Http404
        return found

    def form(self, data: Any = None) -> FieldForm:
        return FieldForm(data, field=self.field)

    def ask(self, form: FieldForm, actor: Actor) -> BulkDeed:
        return services.write_everybody(
            segment=self.segment,
            field=self.field,
            value=form.value,
            public_id=form.cleaned_data["public_id"],
            actor=actor,
        )


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class DeedsView(Guarded, WagtailAdminTemplateMixin, View):
    """Those of the last days, newest first. The number of queries does not depend on theirs."""

    permission = CAN_SEE
    template_name = "supporters/admin/bulk_deeds.html"
    header_icon = "tasks"
    page_title = _("Bulk changes")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return segments_trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        deeds = BulkDeed.objects.select_related("tag", "field", "asked_by").order_by("-pk")
        page = Paginator(deeds, PAGE_SIZE).get_page(request.GET.get("p"))
        context = self.get_context_data(deeds=[(one, deed_words(one)) for one in page], page_obj=page)
        return TemplateResponse(request, self.template_name, context)


class OfDeed(Guarded):
    """A view of the deed that its address names."""

    kwargs: dict[str, Any]

    @cached_property
    def deed(self) -> BulkDeed:
        public_id: UUID = self.kwargs["deed"]
        rows = BulkDeed.objects.select_related("tag", "field", "undo_file", "asked_by")
        found = rows.filter(public_id=public_id).first()
        if found is None:
            raise Http404
        return found


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class DeedView(OfDeed, WagtailAdminTemplateMixin, View):
    """How far it is, whom it changed, and the way back."""

    permission = CAN_SEE
    template_name = "supporters/admin/bulk_deed.html"
    header_icon = "tasks"

    @cached_property
    def page_title(self) -> str:
        return deed_words(self.deed)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return segments_trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        deed = self.deed
        undo_file = deed.undo_file
        context = self.get_context_data(
            deed=deed,
            words=tree_in_words(deed.tree, Book()),
            changed=changed_words(deed),
            restored=restored_words(deed) if deed.is_undone else "",
            may_do=request.user.has_perm(CAN_DO),
            undo_until=undo_file.expires_at if undo_file is not None else None,
        )
        return TemplateResponse(request, self.template_name, context)


class DeedQuestionView(OfDeed, QuestionView):
    """A question about one deed."""

    permission = CAN_DO
    back_label = _("Back to the change")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return segments_trail(deed_words(self.deed), self.page_title)

    def subject(self) -> str:
        return f"{deed_words(self.deed)} · {self.deed.segment_name}"

    def back_url(self) -> str:
        return reverse("segment:deed", args=[self.deed.public_id])


@audience(*WHO)
class UndoDeedView(DeedQuestionView):
    """Take it back."""

    page_title = _("Undo this change")
    question = _(
        "Everybody whom this changed gets back what stood there before, as one step. Who was changed again "
        "since is left alone. This cannot be undone a second time."
    )
    button = _("Undo the change")
    done = _("It is being undone.")

    def act(self, actor: Actor) -> None:
        services.undo_bulk(deed=self.deed, actor=actor)

    def why_not(self, refusal: CountersignError) -> str:
        if not isinstance(refusal, CannotBeUndone):
            raise refusal
        return gettext("It cannot be undone: it is not done yet, or its day is over.")


@audience(*WHO)
class GoOnView(DeedQuestionView):
    """Let it go on where it stopped."""

    page_title = _("Go on")
    question = _("It goes on where it stopped; nobody is changed twice.")
    button = _("Go on")
    done = _("It goes on.")

    def act(self, actor: Actor) -> None:
        services.go_on_with_bulk(deed=self.deed, actor=actor)
