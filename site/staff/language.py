"""The language of whoever is logged in, on pages of the door that Wagtail does not wrap."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.localization import get_localized_response


def in_their_language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer in the language and zone that the user chose for the admin; strangers, in their browser's."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = get_localized_response(view, request, *args, **kwargs)
        return answer

    return inner
