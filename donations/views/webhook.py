"""Where Stripe tells what became of payments."""

import logging
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from donations.exceptions import MessageRefused
from donations.services.messages import take_message
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.conf import current
from privacy.worker import class_of, line_of

logger = logging.getLogger(__name__)


@audience(Audience.PUBLIC)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest) -> HttpResponse:
    """Take one message. 404 where no key and secret of Stripe's are set; GET and HEAD do nothing.

    400 for a forgery and what cannot be read: nothing of it is written or logged. 500 where it could not be
    stored, whatever the reason: Stripe sends it again, for three days.
    """
    if not (current().stripe_secret_key and current().stripe_webhook_secrets):
        raise Http404
    if request.method != "POST":
        return HttpResponse()
    try:
        take_message(
            body=request.body,
            signature=request.headers.get("Stripe-Signature", ""),
            actor=Actor.system(),
        )
    except (MessageRefused, RequestDataTooBig, UnreadablePostError):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    except Exception as error:  # noqa: BLE001  its text may hold what Stripe or the database said
        logger.error("A message of Stripe was not stored: %s at %s", class_of(error), line_of(error))
        return HttpResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR)
    return HttpResponse()
