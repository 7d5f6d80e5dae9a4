"""The demo's pages of payment, on a development machine only: they say so, and no money moves."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.doors import form_door, see_other
from campaigns.languages import speak, speaks
from campaigns.money import Money
from donations.enums import PaymentRank, RecurringState
from donations.models import Donation, RecurringDonation
from donations.payment_links import back_url, done_url
from donations.providers.local_provider import LocalProvider
from donations.services.demo import charge_demo, pay_demo
from privacy.actors import Actor
from privacy.audiences import Audience, audience

WORKS, REFUSED = "works", "refused"
PERSON = Actor.the_person()

type View = Callable[..., HttpResponseBase]


def demo_only(view: View) -> View:
    """404 outside of development, whatever the URLs say."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not settings.DEBUG:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@audience(Audience.LINK)
@demo_only
@never_cache
@require_safe
@speaks
def demo_pay(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The page that stands in for the provider's: one card that works, and one that is refused."""
    return _draw_payment(request, _gift(public_id))


@audience(Audience.LINK)
@demo_only
@form_door
def demo_paid(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the card: 303 to the thanks, or 422 where it is refused."""
    donation = _gift(public_id)
    speak(request, donation.language)
    if request.POST.get("card") != WORKS:
        return _draw_payment(request, donation, error=_("This card was refused. Try the other one."))
    if donation.rank < PaymentRank.PAID:
        pay_demo(donation=donation, actor=PERSON)
    return see_other(_here(done_url(donation)))


@audience(Audience.LINK)
@demo_only
@never_cache
@require_safe
@speaks
def demo_portal(request: HttpRequest, ref: str) -> HttpResponse:
    """The page that stands in for the provider's own, of the card alone: the next charge works, or not."""
    recurring = _recurring(ref)
    speak(request, recurring.language)
    context = {
        "recurring": recurring,
        "money": Money(recurring.charged, recurring.currency),
        "is_running": recurring.state != RecurringState.ENDED,
        "back": _way_back(request.GET.get("back", "")),
    }
    return TemplateResponse(request, "donations/demo_portal.html", context)


@audience(Audience.LINK)
@demo_only
@form_door
def demo_charge(request: HttpRequest, ref: str, outcome: str) -> HttpResponse:
    """The next month's charge: it works or is refused."""
    charge_demo(recurring=_recurring(ref), works=outcome == WORKS, actor=PERSON)
    way = {"back": _way_back(request.POST.get("back", ""))}
    return see_other(reverse("countersign_demo_portal", args=[ref], query=way))


def _draw_payment(request: HttpRequest, donation: Donation, *, error: str = "") -> HttpResponse:
    speak(request, donation.language)
    context = {
        "donation": donation,
        "is_paid": donation.rank == PaymentRank.PAID,
        "error": error,
        "works": WORKS,
        "refused": REFUSED,
        "back": _here(back_url(donation)),
        "done": _here(done_url(donation)),
    }
    status = 422 if error else 200
    return TemplateResponse(request, "donations/demo_pay.html", context, status=status).render()


def _gift(public_id: UUID) -> Donation:
    return get_object_or_404(
        Donation.objects.select_related("fundraiser", "recurring"),
        public_id=public_id,
        provider=LocalProvider.name,
    )


def _recurring(ref: str) -> RecurringDonation:
    return get_object_or_404(RecurringDonation, provider=LocalProvider.name, provider_ref=ref)


def _way_back(path: str) -> str:
    """Where the donor came from, which is a page of ours; else the front page."""
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else "/"


def _here(url: str) -> str:
    """The same on this host: a development machine is reached by two names."""
    parts = urlsplit(url)
    return parts._replace(scheme="", netloc="").geturl()
