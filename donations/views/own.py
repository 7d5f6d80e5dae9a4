"""One's own gift, behind the link of its receipt: a fresh link by mail, then the page itself.

A GET shows and a POST acts: programs open every link in a mail. No cache keeps anything.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.doors import NEVER, clear_page, form_door, see_other
from campaigns.languages import speak, speaks
from campaigns.money import Money
from donations.enums import RecurringState
from donations.exceptions import DonationMissing, NothingToSum, TooManyAsked
from donations.forms import OwnAmountForm
from donations.models import Donation, RecurringDonation
from donations.months import months_after
from donations.selectors.designations import said_purposes
from donations.selectors.donors import dedication_of, details_of
from donations.selectors.own import charges_of, gift_of, running_of
from donations.selectors.yearly import year_of, years_of
from donations.services.forgetting import forget_donor
from donations.services.own import ask_for_way, open_way
from donations.services.recurring import CHARGED, PAUSES
from donations.summary_pdf import draw_summary
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import LinkBroken, LinkExpired, LinkUsed, SealedError
from privacy.links import Purpose, is_burnt, read_link_token
from privacy.masking import mask_address

PERSON = Actor.the_person()
# What stands on the page after a deed, by what its address says was done.
NOTICES = {
    "amount": gettext_lazy("It is changed. The next payment is of the amount below."),
    "same": gettext_lazy("This is what you give already. Nothing was changed."),
    "paused": gettext_lazy("It is paused, and goes on by itself on the day below."),
    "resumed": gettext_lazy("It goes on. The next payment comes on the day below."),
    "ended": gettext_lazy(
        "Your monthly gift has ended. Nothing more is charged. Thank you for all you gave!"
    ),
    "nothing": gettext_lazy("Nothing was changed: your gift stands as you see below."),
}

type GiftView = Callable[[HttpRequest, Donation, str], HttpResponseBase]


def behind(purpose: Purpose) -> Callable[[GiftView], Callable[..., HttpResponseBase]]:
    """Give the view the gift that the token in its address names, and the token.

    404 for a token that is not ours; 410 where it ran out or was used, or nothing is known of whoever gave.
    """

    def wrap(view: GiftView) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def within(request: HttpRequest, token: str) -> HttpResponseBase:
            try:
                link = read_link_token(token, purpose)
                gift = None if is_burnt(token) else gift_of(link.ref)
                if gift is None:
                    raise DonationMissing
                speak(request, gift.language)
                details_of(gift)
                response = view(request, gift, token)
            except LinkBroken:
                response = clear_page(
                    request,
                    404,
                    _("We cannot find this"),
                    _("The address may have been cut off. Copy the whole link from the mail and try again."),
                )
            except (LinkExpired, LinkUsed, DonationMissing, SealedError):
                response = over_page(request)
            response["Cache-Control"] = NEVER
            return response

        return within

    return wrap


def over_page(request: HttpRequest) -> HttpResponse:
    """410: it ran out, was used, or its donor is forgotten; all look the same."""
    return clear_page(
        request,
        410,
        _("This link has run out"),
        _("Or we know nothing of this gift any more. The mail with your receipt has a link for a new one."),
    )


@audience(Audience.LINK)
@require_safe
@speaks
@behind(Purpose.RECEIPT)
def own(request: HttpRequest, gift: Donation, token: str) -> HttpResponse:
    """The page behind the link of every receipt: one button that mails a fresh link."""
    return TemplateResponse(request, "donations/own/ask.html", {"gift": gift, "token": token})


@audience(Audience.LINK)
@form_door
@behind(Purpose.RECEIPT)
def ask(request: HttpRequest, gift: Donation, token: str) -> HttpResponseBase:
    """Mail it. Asked for too often, nothing is mailed: 429."""
    try:
        ask_for_way(donation=gift, actor=PERSON)
    except TooManyAsked:
        return clear_page(
            request,
            429,
            _("The link is in your mailbox"),
            _("You asked for it three times today. Look into your mail, also among the junk."),
        )
    return see_other(reverse("countersign_gift_asked", query={"lang": request.LANGUAGE_CODE or ""}))


@audience(Audience.PUBLIC)
@require_safe
@speaks
def asked(request: HttpRequest) -> HttpResponse:
    """ "Look into your mail": the same for everybody."""
    response = clear_page(
        request,
        200,
        _("Look into your mail"),
        _("A link is on its way to the address you gave with your donation. It is good for one hour."),
    )
    response["Cache-Control"] = NEVER
    return response


@audience(Audience.LINK)
@require_safe
@speaks
@behind(Purpose.PORTAL)
def door(request: HttpRequest, gift: Donation, token: str) -> HttpResponse:
    """The button behind the mailed link."""
    return TemplateResponse(request, "donations/own/open.html", {"gift": gift, "token": token})


@audience(Audience.LINK)
@form_door
@behind(Purpose.PORTAL)
def enter(request: HttpRequest, gift: Donation, token: str) -> HttpResponseBase:
    """Use the link up and lead inside."""
    return see_other(reverse("countersign_gift_inside", args=[open_way(token=token, actor=PERSON)]))


@audience(Audience.LINK)
@require_safe
@speaks
@behind(Purpose.OPEN_DOOR)
def inside(request: HttpRequest, gift: Donation, token: str) -> HttpResponse:
    """What was given, and all that can be done about it."""
    return draw_inside(request, gift, token)


def draw_inside(
    request: HttpRequest,
    gift: Donation,
    token: str,
    *,
    form: OwnAmountForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; ``form`` is the one that was just refused."""
    context = {
        "gift": gift,
        "token": token,
        "notice": NOTICES.get(request.GET.get("done", "")),
        "years": years_of(gift),
        "masked_address": mask_address(details_of(gift).email),
        "purpose": said_purposes([gift], request.LANGUAGE_CODE or "")[0],
        "dedication": dedication_of(gift),
        **(_monthly(gift.recurring, form) if gift.recurring is not None else {}),
    }
    return TemplateResponse(request, "donations/own/inside.html", context, status=status)


def _monthly(recurring: RecurringDonation, form: OwnAmountForm | None) -> dict[str, object]:
    state = RecurringState(recurring.state)
    rests = [(months, months_after(recurring.next_day, months)) for months in PAUSES if recurring.next_day]
    return {
        "recurring": recurring,
        "state": state.value,
        "amount": Money(recurring.charged, recurring.currency),
        "is_charged": state in CHARGED,
        "pauses": rests if state == RecurringState.ACTIVE else [],
        "form": form or OwnAmountForm(recurring=recurring),
        "charges": charges_of(recurring),
    }


@audience(Audience.LINK)
@form_door
@behind(Purpose.OPEN_DOOR)
def summary(request: HttpRequest, gift: Donation, token: str) -> HttpResponseBase:
    """The PDF of one year, made now and kept nowhere."""
    try:
        year = year_of(gift, int(request.POST.get("year", "")[:4] or 0))
    except (ValueError, NothingToSum):
        return see_other(reverse("countersign_gift_inside", args=[token]))
    details = details_of(gift)
    name = f"{details.given_name} {details.family_name}".strip()
    response = HttpResponse(draw_summary(year, name=name), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="gifts-{year.year}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@audience(Audience.LINK)
@require_http_methods(["GET", "HEAD"])
@speaks
@behind(Purpose.OPEN_DOOR)
def forget(request: HttpRequest, gift: Donation, token: str) -> HttpResponse:
    """Ask once more before everything about this donor goes."""
    context = {"gift": gift, "token": token, "running": running_of(gift)}
    return TemplateResponse(request, "donations/own/forget.html", context)


@audience(Audience.LINK)
@form_door
@behind(Purpose.OPEN_DOOR)
def forgotten(request: HttpRequest, gift: Donation, token: str) -> HttpResponseBase:
    """Shred it. The nameless gift stays in the books; a monthly gift ends."""
    forget_donor(donation=gift, actor=PERSON)
    return clear_page(
        request,
        200,
        _("You are forgotten"),
        _("Nothing here tells any more who gave. The gift itself stays in our books, without a name."),
    )
