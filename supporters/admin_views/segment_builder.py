"""Where staff build a segment: a plain form whose buttons bring the page again with all that was typed."""

from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
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
from privacy.staff_views import Guarded
from supporters.admin_views.common import WHO
from supporters.admin_views.segment_common import CAN_WRITE, segments_trail
from supporters.admin_views.segment_draft import Draft, rule_choices
from supporters.admin_views.segment_forms import SegmentNameForm
from supporters.admin_views.segment_words import number_words
from supporters.exceptions import BadTree
from supporters.models import Segment
from supporters.segment_reads import needs_reading
from supporters.segment_rules import Book
from supporters.segment_tree import check_tree, is_narrow, tree_in_words
from supporters.services import segments as services


class Builder(Guarded, WagtailAdminTemplateMixin, View):
    """The page itself. Its state is in the form alone, so no address and no session holds any of it."""

    permission = CAN_WRITE
    template_name = "supporters/admin/segment_form.html"
    header_icon = "group"

    @cached_property
    def book(self) -> Book:
        return Book()

    @cached_property
    def segment(self) -> Segment:
        """The one that is edited, or a new one of this id: the same form sent twice makes one."""
        public_id = self.kwargs["segment"]
        return Segment.objects.filter(public_id=public_id).first() or Segment(public_id=public_id)

    @cached_property
    def page_title(self) -> Any:
        return _("Segment") if self.segment.pk else _("New segment")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return segments_trail(self.segment.name or self.page_title)

    def posted(self) -> Draft:
        """What the page holds."""
        return Draft.from_post(self.request.POST, self.book)

    def draw(
        self, draft: Draft, *, form: SegmentNameForm | None = None, number: str = "", status: int = 200
    ) -> HttpResponse:
        """The page with this draft. Without ``form`` the name stands there as it was typed, unchecked."""
        if form is None:
            form = SegmentNameForm(initial={"name": self.request.POST.get("name", self.segment.name)})
        context = self.get_context_data(
            segment=self.segment,
            form=form,
            draft=draft,
            rule_choices=rule_choices(),
            number=number,
            is_refused=status != 200,
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class AddSegmentView(Builder):
    """An empty page, or with ``?copy=`` one that holds another segment's rules. It keeps nothing."""

    http_method_names = ["get"]

    @cached_property
    def segment(self) -> Segment:
        return Segment(public_id=uuid4())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (wanted := request.GET.get("copy")):
            return self.draw(Draft(self.book))
        try:
            copied = Segment.objects.get(public_id=UUID(wanted))
        except (ValueError, Segment.DoesNotExist):
            raise Http404 from None
        self.segment.name = (gettext("Copy of %(name)s") % {"name": copied.name})[:80]
        return self.draw(Draft.from_tree(copied.tree, self.book))


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class EditSegmentView(Builder):
    """One segment; POST keeps it, or draws the page again (422) with what is wrong beside each part."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.segment.pk:
            raise Http404
        return self.draw(Draft.from_tree(self.segment.tree, self.book))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = self.posted()
        form = SegmentNameForm(request.POST, instance=self.segment)
        # Both, so that all of it is said at once.
        is_whole = all([draft.is_whole(), form.is_valid()])
        if not is_whole:
            return self.draw(draft, form=form, status=422)
        try:
            services.save_segment(segment=form.instance, tree=draft.tree(), actor=Actor.staff(self.staff))
        except BadTree as refusal:
            draft.root.errors.append(str(refusal))
            return self.draw(draft, form=form, status=422)
        except ValidationError as refusal:
            form.add_error("name", ValidationError(refusal.messages))
            return self.draw(draft, form=form, status=422)
        messages.success(request, _("The segment is saved."))
        return redirect(reverse("segment:one", args=[self.segment.public_id]))


class ShapeView(Builder):
    """A button of the page: POST draws it again, changed. Nothing is kept."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = self.posted()
        draft.keep_quiet()
        self.shape(draft, self.kwargs["number"])
        return self.draw(draft)

    def shape(self, draft: Draft, number: int) -> None:
        """Change the draft; ``number`` is that of a group or rule."""
        raise NotImplementedError


@audience(*WHO)
class AddRuleView(ShapeView):
    """Put the rule that is chosen in a group's select into that group."""

    def shape(self, draft: Draft, number: int) -> None:
        draft.add_rule(number, self.request.POST.get(f"n{number}-add", ""))


@audience(*WHO)
class AddGroupView(ShapeView):
    """Put a group into a group."""

    def shape(self, draft: Draft, number: int) -> None:
        draft.add_group(number)


@audience(*WHO)
class RemovePartView(ShapeView):
    """Take a rule or a group out."""

    def shape(self, draft: Draft, number: int) -> None:
        draft.remove(number)


class Counted(Builder):
    """What both ways of counting a draft share."""

    http_method_names = ["post"]

    def number_of(self, draft: Draft) -> tuple[str, str]:
        """How many fit, and the segment in words; what is in the way of it, and "", for a draft not whole."""
        if not draft.is_whole():
            return gettext("Fill in the rules: then it is counted."), ""
        try:
            tree = check_tree(draft.tree(), self.book)
        except BadTree as refusal:
            draft.root.errors.append(str(refusal))
            return str(refusal), ""
        if is_narrow(tree) and not needs_reading(tree):
            return gettext("Keep it, then count it there: where somebody is, is counted in sight."), ""
        return number_words(tree), tree_in_words(tree, self.book)


@audience(*WHO)
class CountDraftView(Counted):
    """The page again, with the number: for whoever has no script, or presses the button."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = self.posted()
        number, said = self.number_of(draft)
        return self.draw(draft, number=f"{number} {said}".strip(), status=200 if said else 422)


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class LiveNumberView(Counted):
    """The number alone, for the script: ``{"number": sentence, "words": sentence}``."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number, said = self.number_of(self.posted())
        return JsonResponse({"number": number, "words": said})
