"""What others wrote and staff let through: updates, and messages to signers. Of one's own campaigns only."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from petitions import selectors, services
from petitions.admin_views.common import CAN_SEE_NEWS, CAN_TELL
from petitions.admin_views.deeds import DeedView
from petitions.models import Petition, Update
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.scopes import AnyUser

# Shown at once of each sort; the others come up as these are decided on.
AT_ONCE = 30


def may_enter(user: AnyUser) -> bool:
    """Whether anything on the page is for this user."""
    return user.has_perm(CAN_TELL) or user.has_perm(CAN_SEE_NEWS)


class WordsMenuItem(MenuItem):
    """The way there, for whoever finds something."""

    def __init__(self) -> None:
        super().__init__(_("To approve"), reverse_lazy("petition:words"), icon_name="mail", order=210)

    def is_shown(self, request: HttpRequest) -> bool:
        return may_enter(request.user)


def words_trail(label: Any) -> list[dict[str, Any]]:
    """Breadcrumbs through the page of all that waits."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("petition:words"), "label": _("To approve")},
        {"url": "", "label": label},
    ]


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class WordsView(WagtailAdminTemplateMixin, View):
    """What waits, the oldest first, and the newest of what was let through: the same queries for 1 and 30."""

    template_name = "petitions/admin/words.html"
    header_icon = "mail"
    page_title = _("To approve")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_enter(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return words_trail(self.page_title)[:2]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        visible = selectors.visible_to(user)
        context = self.get_context_data(
            can_tell=user.has_perm(CAN_TELL), can_see_news=user.has_perm(CAN_SEE_NEWS)
        )
        if context["can_tell"]:
            context["proposed"] = selectors.proposed_updates(visible)[:AT_ONCE]
            context["told"] = selectors.told_updates(visible)[:AT_ONCE]
        if context["can_see_news"]:
            context["waiting"] = selectors.waiting_news(visible)[:AT_ONCE]
            context["sent"] = selectors.approved_news(visible)[:AT_ONCE]
        return TemplateResponse(request, self.template_name, context)


class UpdateDeedView(DeedView):
    """A deed with one update; goes back to what waits."""

    permission = CAN_TELL
    header_icon = "mail"
    back_label = _("Back to what waits")

    @cached_property
    def update(self) -> Update:
        return own_update(self.request.user, self.kwargs["update"])

    @cached_property
    def petition(self) -> Petition:
        return self.update.petition

    def subject(self) -> str:
        title = self.update.title or selectors.shown_update(self.update).title
        return f"{self.petition.name}: {title}"

    def back_url(self) -> str:
        return reverse("petition:words")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return words_trail(self.page_title)


def own_update(user: AnyUser, public_id: Any) -> Update:
    """An update of a petition that this user may see. Raises Http404."""
    rows = Update.objects.filter(petition__in=selectors.visible_to(user)).select_related("petition__campaign")
    update = rows.filter(public_id=public_id).first()
    if update is None:
        raise Http404
    return update


@audience(Audience.STAFF)
class ShowUpdateView(UpdateDeedView):
    page_title = _("Show this update")
    question = _(
        "It stands on its page from now on, for everybody. "
        "Is it true, and does it name nobody who has not agreed?"
    )
    button = _("Show it")
    done = _("The update is on its page.")

    def act(self, actor: Actor) -> None:
        services.show_update(update=self.update, actor=actor)


@audience(Audience.STAFF)
class HideUpdateView(UpdateDeedView):
    page_title = _("Hide this update")
    question = _("It leaves its page at once. You can show it again.")
    button = _("Hide")
    done = _("The update is hidden.")

    def act(self, actor: Actor) -> None:
        services.hide_update(update=self.update, actor=actor)


@audience(Audience.STAFF)
class DeclineUpdateView(UpdateDeedView):
    page_title = _("Decline this update")
    question = _("It is not shown, and deleted after 30 days.")
    button = _("Decline")
    done = _("The update was declined.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        services.decline_update(update=self.update, actor=actor)
