"""How the public pages of this floor are drawn, and in which language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers


class SeeOther(HttpResponseRedirect):
    """303: the browser fetches the next page with GET, and the back button posts nothing twice."""

    status_code = 303


def asked_language(request: HttpRequest) -> str:
    asked = request.GET.get("lang") or request.POST.get("lang") or ""
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language() or ""


def draw_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Draw one page; its address may hold a token, so no cache keeps it and no search engine lists it."""
    language = translation.get_language() or ""
    response = render(request, template, {**context, "LANGUAGE_CODE": language}, status=status)
    response["Content-Language"] = language
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response
