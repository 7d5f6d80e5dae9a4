"""Where mail providers tell what became of mail: ``do/mail/<provider>/``, each with its own secret."""

import logging
from http import HTTPStatus

from anymail.exceptions import AnymailWebhookValidationFailure
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from outbox.heard import hear
from outbox.providers import PROVIDERS, event_of, read_events
from privacy.audiences import Audience, audience
from privacy.conf import current
from privacy.worker import class_of, line_of

logger = logging.getLogger(__name__)


@audience(Audience.PUBLIC)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def provider_events(request: HttpRequest, provider: str) -> HttpResponse:
    """Write what the events of one request say. 404 for a provider without a secret of the operator's.

    400 for a forgery and for what cannot be read: nothing of it is written or logged. What goes wrong
    while an event is written is a 500, and the provider tells us again; what was written by then stays,
    and counts once. GET and HEAD, by which some try an address out, do nothing.
    """
    secret = current().mail_webhooks.get(provider, "")
    if provider not in PROVIDERS or not secret:
        raise Http404
    if request.method != "POST":
        return HttpResponse()
    if provider == "amazon_ses" and "Authorization" not in request.headers:
        # Amazon sends a password only when it is asked for it.
        return HttpResponse(
            status=HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": 'Basic realm="mail"'}
        )
    try:
        told = read_events(request, provider=provider, secret=secret, path=request.path)
        events = [event for one in told if (event := event_of(provider, one)) is not None]
    except (AnymailWebhookValidationFailure, RequestDataTooBig):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    except Exception as error:  # noqa: BLE001  hostile input; the error's own text may hold the request
        logger.warning("What %s tells cannot be read: %s at %s", provider, class_of(error), line_of(error))
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    for event in events:
        hear(event)
    return HttpResponse()
