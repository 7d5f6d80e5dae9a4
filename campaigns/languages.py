"""The language of pages under ``do/``, which stand outside the language prefixes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

ASKED = "countersign_asked_language"


def speaks(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let ``?lang=`` choose the language of the page, or ``lang`` in what was posted.

    Without it the browser's language stands, until the view calls ``speak()`` with
    the language of the row it is about.
    """

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = known_language(request.GET.get("lang") or request.POST.get("lang") or "")
        setattr(request, ASKED, asked)
        with translation.override(asked or translation.get_language()):
            _say(request)
            response = view(request, *args, **kwargs)
            # A template response is drawn here, while the language still stands.
            render = getattr(response, "render", None)
            if render is not None:
                response = render()
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response

    return spoken


def speak(request: HttpRequest, language: str) -> None:
    """Go on in ``language`` (a row's, a page's) unless the address asks for another."""
    if not getattr(request, ASKED, "") and known_language(language):
        translation.activate(language)
        _say(request)


def known_language(code: str) -> str:
    """``code`` if the site speaks it, else ""."""
    return code if code in dict(settings.LANGUAGES) else ""


def _say(request: HttpRequest) -> None:
    request.LANGUAGE_CODE = translation.get_language()
