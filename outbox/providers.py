"""Which mail providers may tell us what became of mail, how each proves who it is, and what it says.

Parsing a provider's request, and checking its signature, is Anymail's; what an event means is ours
(``provider_words``). Anymail's own settings, addresses and signals are not used.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from anymail.signals import AnymailTrackingEvent
from anymail.webhooks.amazon_ses import AmazonSESTrackingWebhookView
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailersend import MailerSendTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.mailjet import MailjetTrackingWebhookView
from anymail.webhooks.mailtrap import MailtrapTrackingWebhookView
from anymail.webhooks.mandrill import MandrillCombinedWebhookView
from anymail.webhooks.postal import PostalTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.resend import ResendTrackingWebhookView
from anymail.webhooks.sendgrid import SendGridTrackingWebhookView
from anymail.webhooks.sparkpost import SparkPostTrackingWebhookView
from anymail.webhooks.unisender_go import UnisenderGoTrackingWebhookView
from django.http import HttpRequest
from django.utils.timezone import is_aware

from outbox.heard import Event
from outbox.links import absolute_url
from outbox.messages import ROW, NamedRow, read_message_id
from outbox.provider_words import told_by_provider

HEXADECIMAL = re.compile(r"[0-9a-f]{32}")


class SesView(AmazonSESTrackingWebhookView):
    """Without Amazon's own library, which Anymail wants only to confirm a subscription by itself."""

    def __init__(self, **kwargs: Any) -> None:
        self.auto_confirm_enabled = False
        AnymailBaseWebhookView.__init__(self, **kwargs)


class SendGridView(SendGridTrackingWebhookView):
    """By user name and password, and without Anymail's warning that it does not test SendGrid any more."""

    def __init__(self, **kwargs: Any) -> None:
        AnymailBaseWebhookView.__init__(self, **kwargs)


@dataclass(frozen=True)
class Provider:
    """How one proves who it is: by ``signed_by``, the name of Anymail's setting, or by name and password.

    ``signs_always``: Anymail knows no other way for it.
    """

    view: type[Any]
    signed_by: str = ""
    signs_always: bool = False


PROVIDERS: Mapping[str, Provider] = {
    "amazon_ses": Provider(SesView),
    "brevo": Provider(BrevoTrackingWebhookView),
    "mailersend": Provider(MailerSendTrackingWebhookView, "signing_secret", signs_always=True),
    "mailgun": Provider(MailgunTrackingWebhookView, "webhook_signing_key", signs_always=True),
    "mailjet": Provider(MailjetTrackingWebhookView),
    "mailtrap": Provider(MailtrapTrackingWebhookView, "tracking_secret"),
    "mandrill": Provider(MandrillCombinedWebhookView, "webhook_key", signs_always=True),
    "postal": Provider(PostalTrackingWebhookView, "webhook_key", signs_always=True),
    "postmark": Provider(PostmarkTrackingWebhookView),
    "resend": Provider(ResendTrackingWebhookView),
    "sendgrid": Provider(SendGridView),
    "sparkpost": Provider(SparkPostTrackingWebhookView),
    "unisender_go": Provider(UnisenderGoTrackingWebhookView, "api_key", signs_always=True),
}


def fault_of(provider: str, secret: str) -> str:
    """What is wrong with a provider's secret, in one sentence that does not say it; '' if nothing is."""
    if (known := PROVIDERS.get(provider)) is None:
        return f"No provider is called {provider!r}; known are {', '.join(PROVIDERS)}."
    if not known.signs_always and not _is_password(secret) and not known.signed_by:
        return f"{provider} needs a user name and a password of 16 characters at least: name:password."
    return "" if secret else f"{provider} needs a secret."


def _is_password(secret: str) -> bool:
    name, divider, password = secret.partition(":")
    return bool(name and divider) and len(password) >= 16


def read_events(
    request: HttpRequest, *, provider: str, secret: str, path: str
) -> Iterator[AnymailTrackingEvent]:
    """What a provider's request tells. ``path`` is that of the request: Mandrill signs the whole address.

    Raises AnymailWebhookValidationFailure for a forgery, and for a request that cannot be read whatever
    reading it raises; neither may be logged with its text, which can hold the request.
    """
    known = PROVIDERS[provider]
    options: dict[str, Any] = {"webhook_secret": [secret]}
    if known.signed_by and (known.signs_always or not _is_password(secret)):
        options = {"webhook_secret": [], known.signed_by: secret}
    if provider == "mandrill":
        options["webhook_url"] = absolute_url(path)
    view = known.view(**options)
    view.setup(request)
    view.run_validators(request)
    return iter(view.parse_events(request))


def event_of(provider: str, event: AnymailTrackingEvent) -> Event | None:
    """The same in our words; None if it says nothing of a row of ours."""
    if (told := told_by_provider(provider, event)) is None or (row := _row_named(event)) is None:
        return None
    return Event(
        outcome=told.outcome,
        public_id=row.public_id,
        leaves_no_row=row.leaves_no_row,
        address=str(event.recipient or ""),
        reason=told.reason,
        refusal=told.refusal,
        told_at=event.timestamp if event.timestamp and is_aware(event.timestamp) else None,
        is_vouched_for=True,
    )


def _row_named(event: AnymailTrackingEvent) -> NamedRow | None:
    metadata = event.metadata if isinstance(event.metadata, Mapping) else {}
    for name in (metadata.get(ROW), *(event.tags or ())):
        if isinstance(name, str) and HEXADECIMAL.fullmatch(name):
            return NamedRow(UUID(name))
    for text in (event.message_id, *_message_ids(event.esp_event)):
        if isinstance(text, str) and (row := read_message_id(text)) is not None:
            return row
    return None


def _message_ids(raw: Any) -> Iterator[Any]:
    """Where providers whose own number Anymail takes write the Message-ID that we gave."""
    if not isinstance(raw, Mapping):
        return
    yield raw.get("smtp-id")
    payload = raw.get("payload")
    if isinstance(payload, Mapping):
        for name in ("message", "original_message"):
            message = payload.get(name)
            yield message.get("message_id") if isinstance(message, Mapping) else None
    mail = raw.get("mail")
    headers = mail.get("commonHeaders") if isinstance(mail, Mapping) else None
    yield headers.get("messageId") if isinstance(headers, Mapping) else None
