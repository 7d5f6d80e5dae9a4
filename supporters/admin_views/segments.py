"""Segments: their list, one of them, whom it means, and its end."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.localized import language_name
from privacy.staff_views import Guarded, GuardedMenuItem, QuestionView
from supporters.admin_views.bulk import CAN_DO
from supporters.admin_views.common import WHO
from supporters.admin_views.segment_common import (
    CAN_DELETE,
    CAN_SEE,
    OfSegment,
    segments_trail,
)
from supporters.admin_views.segment_words import number_words, reading_words, told_words, too_few_beside
from supporters.enums import WorkState
from supporters.exceptions import SegmentGone, TooFewLeft, TooManySearches
from supporters.models import Segment, SegmentCount
from supporters.models.leaving import MAY_EXPORT
from supporters.segment_reads import needs_reading, preview_of
from supporters.segment_rules import Book
from supporters.segment_tree import faults_of, is_narrow, tree_in_words
from supporters.services import segments as services

PAGE_SIZE = 50


class SegmentsMenuItem(GuardedMenuItem):
    """The way there, for whoever may."""

    permission = CAN_SEE
    who = WHO

    def __init__(self) -> None:
        super().__init__(_("Segments"), reverse_lazy("segment:index"), icon_name="group", order=10)


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class SegmentsView(Guarded, WagtailAdminTemplateMixin, View):
    """All of them in words, without numbers. The number of queries does not depend on theirs."""

    permission = CAN_SEE
    template_name = "supporters/admin/segments.html"
    header_icon = "group"
    page_title = _("Segments")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return segments_trail()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        book = Book()
        page = Paginator(Segment.objects.order_by("name", "pk"), PAGE_SIZE).get_page(request.GET.get("p"))
        shown = [(one, tree_in_words(one.tree, book), faults_of(one.tree, book)) for one in page]
        return TemplateResponse(
            request, self.template_name, self.get_context_data(segments=shown, page_obj=page)
        )


class SegmentPage(OfSegment, WagtailAdminTemplateMixin, View):
    """The page of one segment."""

    permission = CAN_SEE
    template_name = "supporters/admin/segment.html"
    header_icon = "group"

    @cached_property
    def page_title(self) -> Any:
        return self.segment.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return segments_trail(self.segment.name)

    def draw(self, *, number: str = "", **context: Any) -> HttpResponse:
        tree, book = self.segment.tree, Book()
        reads = needs_reading(tree)
        count = SegmentCount.objects.filter(segment=self.segment).first() if reads else None
        if count is not None and count.state == WorkState.DONE:
            if count.asked_by_id == self.staff.pk:
                number = told_words(count.hits, tree)
            else:
                # Whoever wants to know asks for it: each number that is told stands in the access log.
                count = None
        return TemplateResponse(
            self.request,
            self.template_name,
            self.get_context_data(
                segment=self.segment,
                words=tree_in_words(tree, book),
                faults=faults_of(tree, book),
                reads=reads,
                count=count,
                costs=reading_words(tree) if reads else "",
                number=number,
                is_narrow=is_narrow(tree),
                may_export=self.request.user.has_perm(MAY_EXPORT),
                may_delete=self.request.user.has_perm(CAN_DELETE),
                may_do=self.request.user.has_perm(CAN_DO),
                **context,
            ),
        )


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class SegmentView(SegmentPage):
    """What it asks, in words, and what can be done with it. Nothing is counted by itself."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw()


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class CountSegmentView(SegmentPage):
    """Count it: the page with the number, or (302) the page that tells how far a worker is.

    A GET, as of a page that is loaded anew, leads to the segment.
    """

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(reverse("segment:one", args=[self.segment.public_id]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if not needs_reading(self.segment.tree):
                if is_narrow(self.segment.tree):
                    services.note_narrow_count(segment=self.segment, actor=Actor.staff(self.staff))
                return self.draw(number=number_words(self.segment.tree))
            services.count_sealed(segment=self.segment, actor=Actor.staff(self.staff))
        except TooManySearches:
            messages.error(
                request,
                _("You have searched 20 times within this hour. Go on in the next hour."),
            )
        except TooFewLeft:
            messages.error(request, too_few_beside())
        except SegmentGone:
            messages.error(request, _("It was changed meanwhile: a colleague may have been faster."))
        return self.get(request)


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class PeopleView(SegmentPage):
    """The newest 20 who fit, masked: one query of the keystore."""

    template_name = "supporters/admin/segment_people.html"
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = preview_of(self.segment.tree)
        return self.draw(people=[(one, person, language_name(one.language)) for one, person in found])


@audience(*WHO)
class DeleteSegmentView(OfSegment, QuestionView):
    """Asks on GET, deletes on POST; sent twice, it was deleted before: that is no fault."""

    permission = CAN_DELETE
    page_title = _("Delete this segment")
    question = _("The question is deleted. Nothing happens to the people who fit it.")
    button = _("Delete")
    done = _("The segment is deleted.")
    back_label = _("Keep it")
    is_danger = True

    def subject(self) -> str:
        return f"{self.segment.name}: {tree_in_words(self.segment.tree, Book())}"

    def back_url(self) -> str:
        return reverse("segment:one", args=[self.segment.public_id])

    def next_url(self) -> str:
        return reverse("segment:index")

    def act(self, actor: Actor) -> None:
        if (found := Segment.objects.filter(public_id=self.kwargs["segment"]).first()) is not None:
            services.delete_segment(segment=found, actor=actor)
