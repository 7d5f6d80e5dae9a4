"""Pages of errors: in the language of who asked and under every header, wherever it broke.

Django draws the same templates, but where the middleware that chooses a language was not reached it does
so in the one that this thread spoke last, to somebody else; and none of the headers whose middleware was not.
"""

import logging

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override

from config.hard import with_headers

logger = logging.getLogger(__name__)

# Where even the page of an error cannot be drawn.
PLAIN = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Error</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>
<body><h1>Something broke on our side</h1><p>It is our mistake, not yours. Try again in a few minutes.</p>
<div lang="es"><h2>Algo se rompió de nuestro lado</h2>
<p>Es un error nuestro, no tuyo. Inténtalo otra vez en unos minutos.</p></div></body></html>
"""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """400: what came makes no sense, or names a host that is not ours."""
    return _page(request, 400)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """500: our mistake. Asks no database, which may be what broke."""
    return _page(request, 500)


def _page(request: HttpRequest, status: int) -> HttpResponseBase:
    language = getattr(request, "LANGUAGE_CODE", "") or get_language_from_request(request, check_path=True)
    headers = {"Content-Language": language}
    try:
        with override(language):
            body: str = render_to_string(f"{status}.html")
    except Exception as error:  # noqa: BLE001  or the page of an error would be the next error
        logger.error("The page of an error could not be drawn (%s).", type(error).__name__)
        body, headers = PLAIN, {}
    return with_headers(request, HttpResponse(body, status=status, headers=headers))
