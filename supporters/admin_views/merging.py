"""Two records of one person: find the other, see both side by side, make them one, and take it back."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.exceptions import BadAddress, BadPhone, CountersignError, TooManyLooks
from privacy.freshness import needs_fresh_login
from privacy.localized import language_name
from privacy.roles import Role
from privacy.staff_views import QuestionView
from supporters import registries, services
from supporters.admin_views.common import (
    CAN_MERGE,
    OfSupporter,
    file_trail,
    own_supporter,
    profile_url,
)
from supporters.admin_views.listing import dress
from supporters.admin_views.search import ExactForm
from supporters.enums import Legible, SupporterState
from supporters.exceptions import (
    CannotBeUndone,
    CannotMerge,
    MergedAlready,
    NotConfirmed,
    ReadByOthers,
    TooManySearches,
)
from supporters.models import Merge, Supporter
from supporters.people import visible_to
from supporters.searching import find_exactly
from supporters.selectors import survivor_of

type Row = tuple[Any, str, str]


@audience(Role.STEWARDS)
@method_decorator(never_cache, name="dispatch")
class FindOtherView(OfSupporter, WagtailAdminTemplateMixin, View):
    """Who else this person is: by an address or phone number that is typed, and posted."""

    permission = CAN_MERGE
    template_name = "supporters/admin/merge_find.html"
    header_icon = "group"
    page_title = _("Merge with another supporter")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return file_trail(self.page_title, supporter=self.supporter)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(ExactForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ExactForm(request.POST)
        if not form.is_valid():
            return self.draw(form, is_bad=True, status=422)
        others = visible_to(request.user).exclude(pk=self.supporter.pk)
        try:
            found = find_exactly(
                people=others, typed=form.cleaned_data["typed"], actor=Actor.staff(self.staff)
            )
        except (BadAddress, BadPhone):
            return self.draw(form, is_bad=True, status=422)
        except TooManySearches:
            return self.draw(form, is_too_many=True, status=429)
        if len(found) == 1:
            return redirect("supporter:merge_with", self.supporter.public_id, found[0].public_id)
        return self.draw(form, found, is_nobody=not found)

    def draw(
        self, form: ExactForm, found: Sequence[Supporter] = (), *, status: int = 200, **said: bool
    ) -> HttpResponse:
        """The page; ``said`` is is_bad, is_nobody or is_too_many."""
        context = self.get_context_data(
            exact=form,
            supporter=self.supporter,
            found=dress(list(found)),
            back_url=profile_url(self.supporter),
            **said,
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(Role.STEWARDS)
@needs_fresh_login
@method_decorator(never_cache, name="dispatch")
class MergeView(OfSupporter, WagtailAdminTemplateMixin, View):
    """Both side by side, masked, and what will happen, on GET; on POST the other becomes part of this one."""

    permission = CAN_MERGE
    template_name = "supporters/admin/merge.html"
    header_icon = "group"
    page_title = _("Merge two records")

    @cached_property
    def other(self) -> Supporter:
        return own_supporter(self.request.user, self.kwargs["other"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return file_trail(self.page_title, supporter=self.supporter)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.supporter == self.other:
            raise Http404
        people = dress([self.supporter, self.other])
        can_be_read = all(one.masked.legible == Legible.YES for one in people)  # type: ignore[attr-defined]
        never_confirmed = [one.state == SupporterState.UNCONFIRMED for one in people]
        context = self.get_context_data(
            supporter=self.supporter,
            other=self.other,
            rows=compare(*people),
            says=says_of(*people) if can_be_read else [],
            can_be_read=can_be_read,
            is_backwards=never_confirmed == [True, False],
            back_url=profile_url(self.supporter),
        )
        return TemplateResponse(request, self.template_name, context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        supporter = self.supporter
        try:
            self.merge(supporter)
        except NotConfirmed:
            messages.error(request, gettext("This one never confirmed their address: keep the other one."))
            return redirect(request.get_full_path())
        except ReadByOthers:
            messages.error(
                request, gettext("Others can read mail to this one's address: keep the other one.")
            )
            return redirect(request.get_full_path())
        except TooManyLooks:
            messages.error(
                request, gettext("You opened as many records as one may in an hour. Nothing was done.")
            )
            return redirect(request.get_full_path())
        except CannotMerge:
            messages.error(request, gettext("One of the two is gone, or cannot be read. Nothing was done."))
        else:
            messages.success(request, gettext("The two are one record now. For a day it can be undone."))
        return redirect(profile_url(supporter))

    def merge(self, supporter: Supporter) -> None:
        """Do it; a second press finds it done. Raises CannotMerge, and Http404 for whom nobody knows."""
        standing = survivor_of(self.kwargs["other"])
        if standing == supporter:
            return
        if self.other == supporter:
            raise Http404
        try:
            services.merge_supporters(survivor=supporter, loser=self.other, actor=Actor.staff(self.staff))
        except MergedAlready:
            return


def compare(mine: Supporter, theirs: Supporter) -> list[Row]:
    """What is known of both, line by line, as staff see it. Two queries, whoever they are."""
    pair = (mine, theirs)

    def line(label: Any, value: Any) -> Row:
        left, right = (str(value(one) or "–") for one in pair)
        return label, left, right

    return [
        line(_("Name"), lambda one: one.masked.name),
        line(_("Address"), lambda one: one.masked.email),
        line(_("Further addresses"), lambda one: ", ".join(one.masked.further_emails)),
        line(_("Phone"), lambda one: one.masked.phone),
        line(_("Postal code"), lambda one: one.masked.postal_code),
        line(_("Region"), lambda one: " ".join(filter(None, [one.region, one.country]))),
        line(_("Language"), lambda one: language_name(one.language)),
        line(_("Standing"), lambda one: one.get_state_display()),
        line(_("Lists"), lambda one: one.lists_taken),
        line(_("Tags"), lambda one: ", ".join(str(tag) for tag in one.tags.all())),
        line(_("Came in"), lambda one: _day(one.joined)),
        line(_("Last active in"), lambda one: _month(one.active_month)),
    ]


def _day(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _month(day: Any) -> str:
    return date_format(day, "YEAR_MONTH_FORMAT")


def says_of(survivor: Supporter, loser: Supporter) -> list[str]:
    """What will happen with these two, in sentences, from every app."""
    return [said for merger in registries.mergers.values() for said in merger.says(survivor, loser)]


@audience(Role.STEWARDS)
@needs_fresh_login
class UndoMergeView(OfSupporter, QuestionView):
    """Two again, for a day."""

    permission = CAN_MERGE
    page_title = _("Make two records again")
    question = _(
        "Both are as they were before, but for what the person did since: whoever left a list or took a "
        "signature back is off at both, and whoever joined a list is on it at neither. What else came in "
        "since stays with this record."
    )
    button = _("Make two of them again")
    done = _("They are two records again.")
    back_label = _("Back to the profile")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return file_trail(self.page_title, supporter=self.supporter)

    def subject(self) -> str:
        return str(self.supporter)

    def back_url(self) -> str:
        return profile_url(self.supporter)

    def act(self, actor: Actor) -> None:
        # One that is gone was undone, or its day is over: a second press says the same.
        merge = Merge.objects.filter(survivor=self.supporter, public_id=self.kwargs["merge"]).first()
        if merge is not None:
            services.undo_merge(merge=merge, actor=actor)

    def why_not(self, refusal: CountersignError) -> str:
        if isinstance(refusal, CannotBeUndone):
            return gettext("It cannot be undone any more, or a later merge has to be undone first.")
        raise refusal
