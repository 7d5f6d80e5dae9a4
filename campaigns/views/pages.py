"""The public pages of this app itself: the gate's challenge, the house rules, and how to tell our mail."""

from urllib.parse import urlsplit

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns import gate
from campaigns.languages import speaks
from campaigns.load import under_load
from campaigns.page_cache import cacheable
from outbox.messages import sending_domain
from privacy.audiences import Audience, audience
from privacy.conf import current
from supporters.models import Organization


@audience(Audience.PUBLIC)
@require_safe
@never_cache
def challenge(request: HttpRequest) -> JsonResponse:
    """What the script in a form fetches on first focus: a time stamp and, under load, work to do.

    ``{"stamp": "…", "challenge": {…} | null}``; nothing about the visitor, kept nowhere.
    ``?work=1`` asks for work in any case: the step page, whose load may just have ended.
    """
    wants_work = under_load() or request.GET.get("work") == "1"
    return JsonResponse(
        {"stamp": gate.make_stamp(), "challenge": gate.make_challenge() if wants_work else None},
        headers={"Cache-Control": "no-store"},
    )


@audience(Audience.PUBLIC)
@require_safe
@cacheable
@speaks
def house_rules(request: HttpRequest) -> HttpResponseBase:
    """What may be written here, and what not; linked from every form that takes public text."""
    return render(request, "countersign/doors/house_rules.html")


@audience(Audience.PUBLIC)
@require_safe
@cacheable
@speaks
def really_us(request: HttpRequest) -> HttpResponseBase:
    """By what people tell our mail and pages from somebody else's; linked from the foot of every page."""
    organization = Organization.load()
    never, language = organization.never_asks.best(get_language() or "")
    context = {
        "organization": organization,
        "host": urlsplit(current().base_url).netloc,
        "domains": list(dict.fromkeys([sending_domain(), *organization.further_domains])),
        "never": never,
        "never_language": language,
    }
    return render(request, "countersign/doors/really_us.html", context)
