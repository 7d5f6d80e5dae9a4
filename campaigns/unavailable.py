"""When the database is locked or down: a page that keeps what was typed, and a log line without any of it."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from campaigns.doors import carried_fields
from campaigns.framing import frame_as_noted
from privacy.audiences import OPEN, Who
from privacy.exceptions import KeystoreMissing, VaultLocked

logger = logging.getLogger(__name__)

RETRY_SECONDS = 15


class UnavailableMiddleware:
    """Turns a database that cannot be reached into a 503 page. The last middleware of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """503 for a database that is locked or down, and for a locked vault; any other error goes its way."""
        view: Any = request.resolver_match.func if request.resolver_match else None
        who: Who = getattr(view, "countersign_audience", frozenset())
        is_for_visitors = bool(who) and who <= OPEN
        if isinstance(error, VaultLocked):
            # Staff get a page of their own (privacy.locked_pages).
            if not is_for_visitors and request.user.is_authenticated:
                return None
            logger.info("The vault is locked: nothing was taken.")
        elif isinstance(error, OperationalError | InterfaceError | KeystoreMissing):
            # The class alone: the message may hold a statement and its values.
            logger.error("The database cannot be reached (%s).", type(error).__name__)
        else:
            return None
        # Only what visitors typed into public forms is carried: never a password, never a staff form.
        carries = request.method == "POST" and is_for_visitors
        context = {
            "is_locked": isinstance(error, VaultLocked),
            "carried": carried_fields(request) if carries else [],
            "action_url": request.path if carries else "",
        }
        # Without the request: a context processor could ask the database.
        body = render_to_string("countersign/doors/unavailable.html", context)
        response = HttpResponse(
            body, status=503, headers={"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
        )
        # Django would log the address of this request, which may be a signed link.
        response._has_been_logged = True  # type: ignore[attr-defined]
        frame_as_noted(request, response)
        return response
