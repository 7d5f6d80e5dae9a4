"""Mail providers by their API, through Anymail: in batches where the provider can, else one by one.

Opens and clicks are counted by nobody: ``track_*`` is off wherever a request can say so.
"""

from collections import defaultdict
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from weakref import WeakKeyDictionary

from django.core.mail import EmailMultiAlternatives

from outbox.bulk import BulkMessage, BulkTemplate
from outbox.enums import WhyNot
from outbox.esp_batches import BATCHES, batch_of, has_no_marks, joins_like_us
from outbox.exceptions import Unreachable
from outbox.messages import ROW, tell_anymail
from outbox.smtp_answers import word_for
from outbox.transports import HandOver, MailerTransport

# Whose requests cannot switch off the counting: it is a switch in the provider's own pages.
SWITCHED_ELSEWHERE = frozenset({"amazon_ses", "brevo", "mailtrap", "postal", "resend", "scaleway"})
# Who gives no metadata back, but the tag of a mail: it names the row instead.
ONLY_TAGS = frozenset({"mailersend", "postal"})
# What the provider says of one recipient; "sent" and "queued" are a yes.
SAID = {
    "invalid": WhyNot.INVALID,
    "rejected": WhyNot.REJECTED,
    "failed": WhyNot.REJECTED,
    "unknown": WhyNot.UNKNOWN,
}
# Of a key that is wrong, or may not: as if a mail server does not let us in.
NOT_LET_IN = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
# The request failed before a connection stood. Names, for they are of a library below Anymail's.
NEVER_LEFT = frozenset({"ConnectTimeoutError", "NameResolutionError", "NewConnectionError"})


def is_anymail(backend: object) -> bool:
    """Whether a backend of MAILERS leads to a provider."""
    return type(backend).__module__.startswith("anymail.backends.")


class AnymailTransport(MailerTransport):
    """One provider."""

    def __init__(self, backend: Any) -> None:
        super().__init__(backend)
        self.provider = type(backend).__module__.rpartition(".")[2]
        self.batches = BATCHES.get(self.provider)
        self._plain: WeakKeyDictionary[BulkTemplate, bool] = WeakKeyDictionary()

    def hand_over(self, unit: HandOver) -> None:
        for places in self._together(unit):
            self.open()
            self._send_together(unit, places)
        super().hand_over(unit)

    def send(self, message: EmailMultiAlternatives) -> WhyNot | None:
        try:
            self._request(message)
        except Unreachable:
            raise
        except Exception as error:  # noqa: BLE001  every way in which a provider fails has a word of ours
            return said_of(error, message)
        return None

    def _request(self, message: EmailMultiAlternatives) -> None:
        if self.provider not in SWITCHED_ELSEWHERE:
            tell_anymail(message, track_opens=False, track_clicks=False)
        if self.provider in ONLY_TAGS and (named := message.__dict__.pop("metadata", None)):
            tell_anymail(message, tags=[named[ROW]])
        try:
            self.backend.send_messages([message])
        except Exception as error:
            if heard_nothing(error):
                self.close()
                raise Unreachable from None
            raise

    def _together(self, unit: HandOver) -> list[list[int]]:
        """The places that go in one request: of one content, with different addresses."""
        if self.batches is None:
            return []
        groups: dict[int, dict[str, int]] = defaultdict(dict)
        for place in unit.waiting():
            message = unit.messages[place]
            if (
                isinstance(message, BulkMessage)
                and self._is_plain(message.template)
                and joins_like_us(message, self.batches)
                and unit.as_django(place) is not None
            ):
                groups[id(message.template)].setdefault(message.address.lower(), place)
        most = self.batches.at_most
        found = [list(group.values()) for group in groups.values()]
        cut = [places[at : at + most] for places in found for at in range(0, len(places), most)]
        return [places for places in cut if len(places) > 1]

    def _is_plain(self, template: BulkTemplate) -> bool:
        if template not in self._plain:
            self._plain[template] = self.batches is not None and has_no_marks(template, self.batches)
        return self._plain[template]

    def _send_together(self, unit: HandOver, places: Sequence[int]) -> None:
        messages = [message for place in places if isinstance(message := unit.messages[place], BulkMessage)]
        if self.batches is None:
            return
        together = batch_of(messages, self.batches)
        for place in places:
            unit.begin(place)
        try:
            self._request(together)
        except Unreachable:
            unit.take_back(places)
            raise
        except Exception as error:  # noqa: BLE001  every way in which a provider fails has a word of ours
            if not recipients_of(together):
                self._all_refused(unit, places, said_of(error, together))
                return
        # Of whom it says nothing, nobody can tell.
        said = {address.lower(): one for address, one in recipients_of(together).items()}
        for place, message in zip(places, messages, strict=True):
            one = said.get(message.address.lower())
            unit.answer(place, WhyNot.UNKNOWN if one is None else SAID.get(one.status))

    def _all_refused(self, unit: HandOver, places: Sequence[int], why: WhyNot) -> None:
        """A request without an answer for each. Refused, perhaps for one of them, they go singly."""
        if why in {WhyNot.REJECTED, WhyNot.INVALID}:
            unit.take_back(places)
            return
        for place in places:
            unit.answer(place, why)


def recipients_of(message: EmailMultiAlternatives) -> dict[str, Any]:
    """What Anymail noted of each address; empty if the provider's answer had nothing of the kind."""
    status = getattr(message, "anymail_status", None)
    return dict(status.recipients) if status is not None else {}


def heard_nothing(error: Exception) -> bool:
    """Whether the provider has heard nothing of a message, or did not let us in."""
    if getattr(error, "status_code", None) in NOT_LET_IN:
        return True
    cause = error.__cause__
    reason = getattr(cause.args[0], "reason", None) if cause is not None and cause.args else None
    return type(reason).__name__ in NEVER_LEFT


def said_of(error: Exception, message: EmailMultiAlternatives) -> WhyNot:
    """What the provider said of this one recipient, else the status of its answer."""
    if (said := getattr(message, "anymail_status", None)) is not None and said.status:
        return next((SAID[word] for word in said.status if word in SAID), WhyNot.UNKNOWN)
    code = getattr(error, "status_code", None)
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        return WhyNot.DEFERRED
    if isinstance(code, int):
        return WhyNot.REJECTED if 400 <= code <= 499 else WhyNot.UNKNOWN
    return word_for(error)
