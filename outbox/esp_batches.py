"""How providers take many mails in one request, as data, and the one message with gaps that Anymail sends.

Some providers escape what goes into HTML and some do not; so a mail whose values would look different
escaped goes singly, joined by us. So does all mail by providers that know no gaps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.core.mail import EmailMultiAlternatives

from outbox.bulk import BulkMessage, BulkTemplate, Slotted
from outbox.messages import ROW, feedback_header, list_headers, message_id, tell_anymail


@dataclass(frozen=True)
class Batches:
    """How one provider takes many mails in one request.

    ``gap`` writes the name of a value; ``marks`` begin a gap: a mail or a value with one in it goes singly.
    """

    gap: str
    marks: tuple[str, ...]
    at_most: int
    esp_extra: dict[str, Any] | None = None


# By the module of Anymail's backend. Not here, so always single: Postmark and Resend (no values without a
# stored template), MailerSend (no List-Unsubscribe for each), Amazon SES (likewise), and all others.
BATCHES = {
    "brevo": Batches("{{{{params.{}}}}}", ("{{", "{%"), 500),
    "mailgun": Batches("%recipient.{}%", ("%recipient", "{{"), 1000),
    "mailjet": Batches(
        '{{{{var:{}:""}}}}', ("{{", "{%"), 50, esp_extra={"Globals": {"TemplateLanguage": True}}
    ),
    "sparkpost": Batches("{{{{{{{}}}}}}}", ("{{",), 1000),
}


def joins_like_us(message: BulkMessage, batches: Batches) -> bool:
    """Whether the provider would join this mail just as we do; of its template, see ``has_no_marks()``."""
    return message.address.isascii() and all(
        escape(value) == value and not any(mark in value for mark in batches.marks)
        for value in message.values
    )


def has_no_marks(template: BulkTemplate, batches: Batches) -> bool:
    """Whether nothing that all get would be taken for a gap."""
    texts = (part for text in (template.subject, template.text, template.html) for part in text.parts)
    return not any(mark in text for text in texts for mark in batches.marks)


def batch_of(messages: Sequence[BulkMessage], batches: Batches) -> EmailMultiAlternatives:
    """One message with gaps for all of them, which have one template; Anymail's attributes say the rest."""
    template: BulkTemplate = messages[0].template
    together = EmailMultiAlternatives(
        subject=" ".join(_with_gaps(template.subject, batches.gap).split()),
        body=_with_gaps(template.text, batches.gap),
        from_email=template.sender,
        to=[message.address for message in messages],
        reply_to=[template.reply_to] if template.reply_to else None,
        headers={"Content-Language": template.language, **feedback_header(template.feedback)},
    )
    together.attach_alternative(_with_gaps(template.html, batches.gap), "text/html")
    tell_anymail(
        together,
        merge_data={
            message.address: {name_of(slot): value for slot, value in enumerate(message.values)}
            for message in messages
        },
        merge_metadata={message.address: {ROW: message.public_id.hex} for message in messages},
        merge_headers={
            message.address: {
                "Message-ID": message_id(message.public_id),
                **list_headers(message.unsubscribe_url, message.list_id),
            }
            for message in messages
        },
    )
    if batches.esp_extra:
        tell_anymail(together, esp_extra=batches.esp_extra)
    return together


def _with_gaps(text: Slotted, gap: str) -> str:
    return text.joined([gap.format(name_of(slot)) for slot in range(max(text.slots, default=-1) + 1)])


def name_of(slot: int) -> str:
    """What a value is called between us and a provider."""
    return f"v{slot}"
