"""Mail providers by their API, through Anymail: many mails in one request where the provider can.

In such a request stands one mail with gaps, in the provider's own way of writing them, and what each person
has in them, escaped where the mail is HTML. Providers that cannot get each mail singly, joined by us.
Opens and clicks are counted by nobody: ``track_*`` is off wherever a request can say so.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from typing import Any

from django.core.mail import EmailMultiAlternatives

from outbox.bulk import BulkMessage, BulkTemplate, Slotted
from outbox.enums import WhyNot
from outbox.exceptions import Undeliverable, Unreachable
from outbox.messages import ROW, checked_address, feedback_header, list_headers, message_id
from outbox.smtp_answers import word_for
from outbox.transports import HandOver, MailerTransport, as_django


@dataclass(frozen=True)
class Batches:
    """How one provider takes many mails in one request.

    ``gap`` and ``html_gap`` write the name of a value; the second puts it in as it is, for it is escaped
    already. ``marks`` begin a gap: a mail or a value that has one goes singly.
    """

    gap: str
    html_gap: str
    marks: tuple[str, ...]
    at_most: int
    esp_extra: dict[str, Any] | None = None


# By the module of Anymail's backend. Not here, so always single: Postmark and Resend (no values without a
# stored template), MailerSend (no List-Unsubscribe for each), Amazon SES (likewise), and all others.
BATCHES = {
    "brevo": Batches("{{{{params.{}}}}}", "{{{{params.{}|safe}}}}", ("{{", "{%"), 500),
    "mailgun": Batches("%recipient.{}%", "%recipient.{}%", ("%recipient", "{{"), 1000),
    "mailjet": Batches(
        "{{{{var:{}}}}}", "{{{{var:{}}}}}", ("{{", "{%"), 50, {"Globals": {"TemplateLanguage": True}}
    ),
    "sparkpost": Batches("{{{{{{{}}}}}}}", "{{{{{{{}}}}}}}", ("{{",), 1000),
}
# Whose requests cannot switch off the counting: it is a switch in the provider's own pages.
SWITCHED_ELSEWHERE = frozenset({"amazon_ses", "brevo", "resend", "scaleway", "mailtrap", "postal", "test"})

SAID = {
    "invalid": WhyNot.INVALID,
    "rejected": WhyNot.REJECTED,
    "failed": WhyNot.REJECTED,
    "unknown": WhyNot.UNKNOWN,
}


def is_anymail(backend: object) -> bool:
    """Whether a backend of MAILERS leads to a provider."""
    return type(backend).__module__.startswith("anymail.backends.")


class AnymailTransport(MailerTransport):
    """One provider."""

    def __init__(self, backend: Any) -> None:
        super().__init__(backend)
        self.provider = type(backend).__module__.rpartition(".")[2]
        self.batches = BATCHES.get(self.provider)

    def hand_over(self, unit: HandOver) -> None:
        for places in self._together(unit):
            self.open()
            self._send_batch(unit, places)
        for place in unit.waiting():
            self.open()
            unit.begin(place)
            why = self.send(self._untracked(as_django(unit.messages[place])))
            unit.answer(place, why)

    def send(self, message: EmailMultiAlternatives) -> WhyNot | None:
        try:
            self.backend.send_messages([message])
        except Exception as error:  # noqa: BLE001  every way in which a provider fails has a word of ours
            if never_left(error):
                # Of a request that found nobody nothing was begun, but the place is taken: it is put off.
                self.close()
                return WhyNot.DEFERRED
            return said_of(error, message)
        return None

    def _together(self, unit: HandOver) -> list[list[int]]:
        """The places that go in one request: of one content, with different addresses."""
        if self.batches is None:
            return []
        groups: dict[int, dict[str, int]] = defaultdict(dict)
        for place in unit.waiting():
            message = unit.messages[place]
            if isinstance(message, BulkMessage) and self.batches_well(message):
                groups[id(message.template)].setdefault(message.address.lower(), place)
        most = self.batches.at_most
        found = [list(group.values()) for group in groups.values()]
        return [places[at : at + most] for places in found for at in range(0, len(places), most)]

    def batches_well(self, message: BulkMessage) -> bool:
        """Whether nothing in a mail would be taken for a gap by the provider."""
        marks = self.batches.marks if self.batches else ()
        template = message.template
        texts = [part for text in (template.subject, template.text, template.html) for part in text.parts]
        return message.address.isascii() and not any(
            mark in text for mark in marks for text in (*texts, *message.values)
        )

    def _send_batch(self, unit: HandOver, places: Sequence[int]) -> None:
        messages: list[BulkMessage] = []
        good: list[int] = []
        for place in places:
            message = unit.messages[place]
            unit.begin(place)
            if not isinstance(message, BulkMessage):
                raise TypeError("Only mail to many goes in batches.")
            try:
                checked_address(message.address)
            except Undeliverable as failure:
                unit.answer(place, failure.why)
                continue
            messages.append(message)
            good.append(place)
        if not messages or self.batches is None:
            return
        together = self._untracked(batch_of(messages, self.batches))
        try:
            self.backend.send_messages([together])
        except Exception as error:  # noqa: BLE001  every way in which a provider fails has a word of ours
            self._answer_failed(unit, good, error, together)
            return
        self._answer_each(unit, good, together)

    def _answer_failed(
        self, unit: HandOver, places: Sequence[int], error: Exception, together: EmailMultiAlternatives
    ) -> None:
        if getattr(together, "anymail_status", None) and together.anymail_status.recipients:
            self._answer_each(unit, places, together)
            return
        if never_left(error):
            self.close()
            for place in places:
                unit.begun.discard(place)
            raise Unreachable from None
        why = said_of(error, together)
        if why == WhyNot.REJECTED and len(places) > 1:
            # The request was refused as a whole, perhaps for one of them: each goes singly.
            for place in places:
                unit.begun.discard(place)
                single = self._untracked(as_django(unit.messages[place]))
                unit.begin(place)
                unit.answer(place, self.send(single))
            return
        for place in places:
            unit.answer(place, why)

    def _answer_each(self, unit: HandOver, places: Sequence[int], together: EmailMultiAlternatives) -> None:
        """What the provider said of each; of whom it said nothing, nobody can tell."""
        said = {address.lower(): one for address, one in together.anymail_status.recipients.items()}
        for place in places:
            one = said.get(unit.messages[place].to[0].lower())
            unit.answer(place, WhyNot.UNKNOWN if one is None else SAID.get(one.status))

    def _untracked(self, message: EmailMultiAlternatives) -> EmailMultiAlternatives:
        if self.provider not in SWITCHED_ELSEWHERE:
            message.track_opens = message.track_clicks = False
        return message


def batch_of(messages: Sequence[BulkMessage], batches: Batches) -> EmailMultiAlternatives:
    """One message with gaps for all of them, which have one template; Anymail's attributes say the rest."""
    template: BulkTemplate = messages[0].template
    together = EmailMultiAlternatives(
        subject=" ".join(_with_gaps(template.subject, batches.gap, "v").split()),
        body=_with_gaps(template.text, batches.gap, "v"),
        from_email=template.sender,
        to=[message.address for message in messages],
        reply_to=[template.reply_to] if template.reply_to else None,
        headers={"Content-Language": template.language, **feedback_header(template.feedback)},
    )
    together.attach_alternative(_with_gaps(template.html, batches.html_gap, "h"), "text/html")
    together.merge_data = {message.address: _values(message) for message in messages}
    together.merge_metadata = {message.address: {ROW: message.public_id.hex} for message in messages}
    together.merge_headers = {
        message.address: {
            "Message-ID": message_id(message.public_id),
            **list_headers(message.unsubscribe_url, message.list_id),
        }
        for message in messages
    }
    if batches.esp_extra:
        together.esp_extra = batches.esp_extra
    return together


def _with_gaps(text: Slotted, gap: str, sort: str) -> str:
    return text.joined([gap.format(f"{sort}{slot}") for slot in range(max(text.slots, default=-1) + 1)])


def _values(message: BulkMessage) -> dict[str, str]:
    """``v0``, ``v1`` … as they are, ``h0``, ``h1`` … escaped."""
    return {f"v{slot}": value for slot, value in enumerate(message.values)} | {
        f"h{slot}": escape(value) for slot, value in enumerate(message.values)
    }


def never_left(error: Exception) -> bool:
    """Whether a request failed before a connection stood: the provider has heard nothing."""
    found: BaseException | None = error.__cause__
    reason = getattr(found.args[0], "reason", None) if found is not None and found.args else None
    return type(reason).__name__ in {"NewConnectionError", "ConnectTimeoutError", "NameResolutionError"}


def said_of(error: Exception, message: EmailMultiAlternatives) -> WhyNot:
    """What the provider said of this one recipient, else the status of its answer."""
    if isinstance(error, ValueError) and not hasattr(error, "status_code"):
        return word_for(error)
    if (said := getattr(message, "anymail_status", None)) is not None and said.status:
        return next((SAID[word] for word in said.status if word in SAID), WhyNot.UNKNOWN)
    code = getattr(error, "status_code", None)
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        return WhyNot.DEFERRED
    return WhyNot.REJECTED if isinstance(code, int) and 400 <= code <= 499 else WhyNot.UNKNOWN
