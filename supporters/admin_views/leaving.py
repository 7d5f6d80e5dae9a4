"""What staff's views of all that leaves share: its list, and the deeds with one of it."""

from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages

from privacy.actors import Actor
from privacy.models import SealedFile
from privacy.roles import Role
from privacy.staff_views import Guarded
from privacy.views import stream_file
from supporters.exceptions import (
    FileGone,
    KeyNotAgreed,
    NoRecipient,
    NotAllowed,
    OwnRequest,
    SupportersError,
    TooFewPeople,
    TooManySearches,
)
from supporters.models.leaving import AgreedWork

# Names and addresses leave with them alone.
WHO = (Role.STEWARDS,)
PAGE_SIZE = 20

SENTENCES: dict[type[SupportersError], Any] = {
    FileGone: _("It is not there any more, or not as you saw it: a colleague may have been faster."),
    OwnRequest: _("Another data steward has to agree, not whoever asked for it."),
    NoRecipient: _("This partner has no public key yet: put it on the partner’s page first."),
    KeyNotAgreed: _("A second person has to compare this partner’s key first: see below."),
    NotAllowed: _("That can’t be asked for."),
    TooFewPeople: _("Too few people fit: to count and compare there have to be ten at least."),
    TooManySearches: _("You have searched 20 times within this hour. Go on in the next hour."),
}


def why_not(refusal: SupportersError) -> str:
    """A sentence for staff, which names nobody; raises what is no refusal."""
    sentence = SENTENCES.get(type(refusal))
    if sentence is None:
        raise refusal
    return str(sentence)


def page_of[W: AgreedWork](rows: QuerySet[W], request: HttpRequest) -> Page[W]:
    """The newest first; a constant number of queries."""
    rows = rows.select_related("asked_by", "allowed_by", "file").order_by("-pk")
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("p"))


@method_decorator(never_cache, name="dispatch")
class LeavingDeedView(Guarded, View):
    """A deed with one of them; back to the list. POST only."""

    model: ClassVar[type[AgreedWork]]
    back: ClassVar[str]
    # What is said once it is done; nothing beside a file.
    done: ClassVar[Any] = ""
    http_method_names = ["post"]
    kwargs: dict[str, Any]

    @cached_property
    def work(self) -> Any:
        found = (
            self.model._default_manager.select_related("asked_by")
            .filter(public_id=self.kwargs["public_id"])
            .first()
        )
        if found is None:
            raise Http404
        return found

    @property
    def bound(self) -> bytes:
        """What was shown when the button was pressed; nothing that is bound, where it is no such thing."""
        try:
            return bytes.fromhex(self.request.POST.get("bound", ""))
        except ValueError:
            return b""

    def act(self, actor: Actor) -> SealedFile | None:
        """Do it; the file, where one is taken along. Raises SupportersError where it can't be done."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        back: HttpResponse = redirect(reverse(self.back))
        try:
            file = self.act(Actor.staff(self.staff))
        except SupportersError as refusal:
            messages.error(request, why_not(refusal))
            return back
        if file is not None:
            return stream_file(file)
        messages.success(request, self.done)
        return back
