"""What stands beside the page tree: search, and what search engines read."""

from urllib.parse import urlencode, urljoin

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.page_cache import cacheable
from pages.finding import FOUND_A_PAGE, campaigns_offered, find_pages, read_sought
from pages.kinds import KINDS
from pages.site_map import entries
from privacy.audiences import Audience, audience
from privacy.conf import current


@audience(Audience.PUBLIC)
@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponseBase:
    """Pages by their words. What was looked for is kept nowhere, also not in the page cache."""
    language = get_language() or ""
    asked = request.GET.dict()
    campaigns = campaigns_offered(language)
    sought = read_sought(asked, campaigns)
    listed = Paginator(find_pages(sought, language), FOUND_A_PAGE).get_page(asked.get("page", ""))
    said = {
        "q": sought.words,
        "kind": sought.kind,
        "campaign": sought.campaign.slug if sought.campaign is not None else "",
    }
    context = {
        "sought": sought,
        "listed": listed,
        "kinds": [(name, label) for name, (label, _models) in KINDS.items()],
        "campaigns": campaigns,
        "same": urlencode({name: value for name, value in said.items() if value}),
    }
    response = TemplateResponse(request, "pages/search.html", context)
    # Never in a search engine: somebody could have it say anything.
    response["X-Robots-Tag"] = "noindex"
    return response


@audience(Audience.PUBLIC)
@require_safe
@cacheable
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that anybody may read, each with its translations."""
    content = render_to_string("pages/sitemap.xml", {"entries": entries()})
    return HttpResponse(content, content_type="application/xml; charset=utf-8")


@audience(Audience.PUBLIC)
@require_safe
@cacheable
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines need not read: the staff side, and the forms' own addresses."""
    context = {
        "doors": reverse("countersign_house_rules").removesuffix("house-rules/"),
        "sitemap": urljoin(current().base_url, reverse("pages:sitemap")),
    }
    return HttpResponse(
        render_to_string("pages/robots.txt", context), content_type="text/plain; charset=utf-8"
    )
