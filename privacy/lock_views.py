"""The lock: one button to press when something is wrong, and the way back, which takes two."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.access_reads import last_unlocking, who_asked
from privacy.actors import Actor
from privacy.audiences import audience
from privacy.exceptions import KeyTaken
from privacy.freshness import needs_fresh_login
from privacy.key_place import key_place
from privacy.lock import is_locked
from privacy.locked_pages import locked_page, while_locked
from privacy.locking import AGREE_WITHIN, HOLDERS, Unlocking, ask_to_unlock, lock_vault
from privacy.panels import CAN_SEE_RETENTION
from privacy.staff_names import called, logins
from privacy.staff_views import Guarded, GuardedMenuItem, trail


class LockMenuItem(GuardedMenuItem):
    """The way there, for those who may lock."""

    permission = CAN_SEE_RETENTION
    who = HOLDERS

    def __init__(self) -> None:
        super().__init__(_("Lock"), reverse_lazy("countersign_lock"), icon_name="lock", order=990)


@audience(*HOLDERS)
@while_locked
@needs_fresh_login
@method_decorator(never_cache, name="dispatch")
class LockView(Guarded, WagtailAdminTemplateMixin, View):
    """What locking does, and the button. While it is locked, the page that everybody sees."""

    permission = CAN_SEE_RETENTION
    template_name = "privacy/admin/lock.html"
    header_icon = "lock"
    page_title = _("Lock")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_locked():
            return locked_page(request)
        context = self.get_context_data(
            key_place=key_place(), minutes=int(AGREE_WITHIN.total_seconds() // 60), unlocked=_last_unlocked()
        )
        return TemplateResponse(request, self.template_name, context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lock_vault(actor=Actor.staff(self.staff))
        return redirect("countersign_lock")


def _last_unlocked() -> dict[str, Any] | None:
    """When it was unlocked last, and by which two accounts."""
    if (last := last_unlocking()) is None:
        return None
    asked = who_asked(last)
    names = logins([last.user_id, asked])
    return {
        "at": last.minute,
        "agreed": called(last.user_id, names),
        "asked": called(asked, names) if asked is not None else "",
    }


@audience(*HOLDERS)
@while_locked
@needs_fresh_login
@method_decorator(never_cache, name="dispatch")
class UnlockView(Guarded, View):
    """Ask to unlock, or agree. A GET leads to the page."""

    permission = CAN_SEE_RETENTION

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("countersign_lock")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            outcome = ask_to_unlock(actor=Actor.staff(self.staff))
        except KeyTaken:
            # The page itself says that the file has to be put back first.
            return redirect("countersign_lock")
        if outcome == Unlocking.ASKED:
            return redirect("countersign_lock")
        messages.success(request, gettext("The vault is open again."))
        # Where it says by whom.
        return redirect("countersign_lock")
