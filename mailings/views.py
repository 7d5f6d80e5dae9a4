"""The links of mailings, under ``do/s/``: counted in total, then led on to where the row says.

The one GET that writes: a number by the hour, the same for everybody. No cookie, nothing of who came.
"""

from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from campaigns.act_links import act_path
from campaigns.doors import clear_page
from campaigns.languages import speaks
from mailings.jobs.visits import count_visit
from mailings.models import MailLink
from mailings.selectors.many import many_had_its_words
from outbox.links import absolute_url, is_ours
from privacy.audiences import Audience, audience


@audience(Audience.PUBLIC)
@require_safe
@cache_control(private=True, no_store=True)
@speaks
def follow(request: HttpRequest, code: str) -> HttpResponseBase:
    """On to the address that this code stands for, and nowhere else; 404 for a code that is none of ours."""
    link = _counted(request, code)
    path = _path_of(link) if link is not None else ""
    return HttpResponseRedirect(absolute_url(path)) if path else _missing(request)


@audience(Audience.LINK)
@require_safe
@cache_control(private=True, no_store=True)
@speaks
def follow_to_act(request: HttpRequest, code: str, token: str) -> HttpResponseBase:
    """On to the page of one press, which reads the token; here nothing of it is kept."""
    link = _counted(request, code)
    if link is None:
        return _missing(request)
    return HttpResponseRedirect(absolute_url(act_path(token, link.mailing.source_of(link.variant))))


def _counted(request: HttpRequest, code: str) -> MailLink | None:
    """The link, counted for a GET: a HEAD is no visit. Where fewer than ten had it nobody's are counted."""
    rows = MailLink.objects.select_related("mailing__series_step").annotate(is_of_many=many_had_its_words())
    link = rows.filter(code=code).first()
    if link is not None and link.is_of_many and request.method == "GET":
        count_visit(link)
    return link


def _path_of(link: MailLink) -> str:
    """The path and query of an address of ours; "" for one that leads elsewhere."""
    parts = urlsplit(link.url)
    path = urlunsplit(("", "", parts.path or "/", parts.query, parts.fragment))
    return path if is_ours(link.url) and not path.startswith("//") else ""


def _missing(request: HttpRequest) -> HttpResponseBase:
    return clear_page(
        request,
        404,
        _("We cannot find this"),
        _("The address may have been cut off. Copy the whole link from the mail and try again."),
    )
