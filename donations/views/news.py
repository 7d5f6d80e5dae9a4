"""The button in a receipt by which a donor joins the list they ticked."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.doors import clear_page, form_door, see_other
from campaigns.languages import speaks
from donations.exceptions import NewsGone
from donations.models import Donation
from donations.services.news import confirm_news
from donations.views.own import PERSON, behind, over_page
from privacy.audiences import Audience, audience
from privacy.links import Purpose


@audience(Audience.LINK)
@require_safe
@speaks
@behind(Purpose.CONFIRM)
def news(request: HttpRequest, gift: Donation, token: str) -> HttpResponse:
    """The button: programs open every link in a mail, so a GET joins nothing."""
    return TemplateResponse(request, "donations/own/news.html", {"gift": gift, "token": token})


@audience(Audience.LINK)
@form_door
@behind(Purpose.CONFIRM)
def join(request: HttpRequest, gift: Donation, token: str) -> HttpResponseBase:
    """Join the list. A second press says the same."""
    try:
        confirm_news(donation=gift, actor=PERSON)
    except NewsGone:
        return over_page(request)
    return see_other(reverse("countersign_gift_news_done", query={"lang": request.LANGUAGE_CODE or ""}))


@audience(Audience.PUBLIC)
@require_safe
@speaks
def done(request: HttpRequest) -> HttpResponse:
    """ "You are on the list": the same for everybody."""
    return clear_page(
        request,
        200,
        _("You are on the list"),
        _(
            "Our news come by mail from now on. Each has a link at its foot: one press, "
            "and you are off the list."
        ),
    )
