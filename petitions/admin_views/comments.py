"""What signers wrote: read, approved and hidden by moderators, many at once or one by one."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from petitions import selectors, services
from petitions.admin_views.common import CAN_DECIDE_COMMENTS, CAN_SEE_COMMENTS
from petitions.enums import CommentState
from petitions.models import Comment
from petitions.services import Decided
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.staff_views import Guarded

AT_ONCE = 50
STATES = {
    CommentState.HELD: _("Comments that wait"),
    CommentState.APPROVED: _("Comments that are approved"),
    CommentState.DECLINED: _("Comments that are hidden"),
}


class CommentsMenuItem(MenuItem):
    """The way there, for whoever may read them."""

    def __init__(self) -> None:
        super().__init__(_("Comments"), reverse_lazy("petition:comments"), icon_name="comment", order=211)

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(CAN_SEE_COMMENTS))


def comments_trail(label: Any = None) -> list[dict[str, Any]]:
    """Breadcrumbs through the comments that wait."""
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("petition:comments"), "label": _("Comments")},
    ]
    return [*trail, {"url": "", "label": label}] if label else trail


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _as_state(text: str) -> CommentState:
    return CommentState(text) if text in CommentState.values else CommentState.HELD


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class CommentsView(Guarded, WagtailAdminTemplateMixin, View):
    """Comments in one state (``?state=``), 50 a page, each with an initial and what to look at twice.

    The number of queries does not depend on that of the rows; the keystore is asked once.
    """

    permission = CAN_SEE_COMMENTS
    template_name = "petitions/admin/comments.html"
    header_icon = "comment"
    page_title = _("Comments")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return comments_trail()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        state = _as_state(request.GET.get("state", ""))
        rows = selectors.comments_visible_to(request.user, state)
        page = Paginator(rows, AT_ONCE).get_page(request.GET.get("p"))
        context = self.get_context_data(
            state=state.value,
            heading=STATES[state],
            states=[(one.value, label) for one, label in STATES.items()],
            page_obj=page,
            rows=selectors.read_comments(list(page.object_list)),
            decisions=selectors.latest_decisions(request.user),
            can_decide=request.user.has_perm(CAN_DECIDE_COMMENTS),
        )
        return TemplateResponse(request, self.template_name, context)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class NextCommentView(Guarded, WagtailAdminTemplateMixin, View):
    """The oldest comment that waits, alone, to be decided on by a key; ``?after=`` one that is passed over.

    Two moderators may see the same: of their decisions the first holds, and the other is told.
    """

    permission = CAN_DECIDE_COMMENTS
    template_name = "petitions/admin/comment_next.html"
    header_icon = "comment"
    page_title = _("One by one")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return comments_trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = selectors.comments_visible_to(request.user, CommentState.HELD)
        waiting = rows.count()
        after = _as_uuid(request.GET.get("after", ""))
        if after is not None:
            # It may have been decided on, or be gone: then from the beginning.
            mine = Comment.objects.filter(signature__petition__in=selectors.visible_to(request.user))
            passed = mine.filter(public_id=after).values_list("pk", flat=True).first()
            rows = rows.filter(pk__gt=passed) if passed is not None else rows
        found = selectors.read_comments(list(rows[:1]))
        context = self.get_context_data(
            read=found[0] if found else None, waiting=waiting, seen=CommentState.HELD.value
        )
        return TemplateResponse(request, self.template_name, context)


class DecideView(Guarded, View):
    """Decides on the comments that were ticked, as they were seen. POST only; one address a deed.

    Only comments of one's own petitions are found; what a colleague decided meanwhile stays as it is.
    """

    permission = CAN_DECIDE_COMMENTS
    http_method_names = ["post"]

    def decide(self, comments: list[Comment], seen: CommentState, actor: Actor) -> Decided:
        raise NotImplementedError

    def told(self, number: int) -> str:
        """How many were decided on, as a sentence."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sent = dict.fromkeys(request.POST.getlist("comment")[:AT_ONCE])
        ids = [one for text in sent if (one := _as_uuid(text))]
        seen = _as_state(request.POST.get("seen", ""))
        decided = self.decide(list(self.found(ids)), seen, Actor.staff(self.staff))
        self.tell(decided, ticked=len(ids))
        if request.POST.get("next") == "one" and ids:
            return redirect(f"{reverse('petition:comments_next')}?after={ids[-1]}")
        return redirect(f"{reverse('petition:comments')}?state={seen.value}")

    def found(self, ids: list[UUID]) -> QuerySet[Comment]:
        rows = Comment.objects.filter(
            public_id__in=ids, signature__petition__in=selectors.visible_to(self.request.user)
        )
        return rows.select_related("signature__petition").order_by("pk")

    def tell(self, decided: Decided, *, ticked: int) -> None:
        if not ticked:
            messages.warning(self.request, gettext("Tick the comments first."))
        # What is gone altogether counts as decided on before.
        late = ticked - decided.done - decided.unfit
        if decided.done:
            messages.success(self.request, self.told(decided.done))
        if late:
            text = ngettext(
                "%(number)d was decided on before, or is gone: a colleague may have been faster.",
                "%(number)d were decided on before, or are gone: a colleague may have been faster.",
                late,
            )
            messages.warning(self.request, text % {"number": late})
        if decided.unfit:
            text = ngettext(
                "%(number)d cannot be approved: it tells where or what somebody is.",
                "%(number)d cannot be approved: they tell where or what somebody is.",
                decided.unfit,
            )
            messages.error(self.request, text % {"number": decided.unfit})


@audience(Audience.STAFF)
class ApproveCommentsView(DecideView):
    def decide(self, comments: list[Comment], seen: CommentState, actor: Actor) -> Decided:
        return services.approve_comments(comments=comments, seen=seen, actor=actor)

    def told(self, number: int) -> str:
        return ngettext("%(number)d comment approved.", "%(number)d comments approved.", number) % {
            "number": number
        }


@audience(Audience.STAFF)
class HideCommentsView(DecideView):
    def decide(self, comments: list[Comment], seen: CommentState, actor: Actor) -> Decided:
        return services.hide_comments(comments=comments, seen=seen, actor=actor)

    def told(self, number: int) -> str:
        return ngettext("%(number)d comment hidden.", "%(number)d comments hidden.", number) % {
            "number": number
        }
