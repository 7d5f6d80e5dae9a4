"""From what Anymail understood of a provider's event to our words; the one place where this is said.

Anymail calls every failure *bounced*; whether it was for good is in what the provider itself wrote, and
each writes it elsewhere. Opens, clicks and whatever else a provider tells is dropped here, unread.
"""

from collections.abc import Callable, Mapping
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType

from outbox.enums import Outcome, RefusalReason
from outbox.status_words import (
    BLOCKED,
    FOR_NOW,
    FULL,
    NO_MAILBOX,
    REJECTED,
    TIMED_OUT,
    Told,
    told_by_status,
)

type Raw = Mapping[str, Any]

SAID_SPAM = Told(Outcome.REJECTED, REJECTED.reason, RefusalReason.COMPLAINED)
SAID_NO = Told(Outcome.REJECTED, REJECTED.reason, RefusalReason.UNSUBSCRIBED)

PLAIN = {
    EventType.DELIVERED: Told(Outcome.DELIVERED),
    EventType.COMPLAINED: Told(Outcome.COMPLAINED),
    EventType.UNSUBSCRIBED: Told(Outcome.UNSUBSCRIBED),
}
FAILURES = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED, EventType.DEFERRED}


def told_by_provider(provider: str, event: AnymailTrackingEvent) -> Told | None:
    """What became of the mail; None for an event that says nothing of that, or that is not final."""
    raw = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    if provider == "postmark" and raw.get("Type") == "SpamNotification":
        # A filter's verdict, not a person's.
        return BLOCKED
    if (plain := PLAIN.get(event.event_type)) is not None:
        return plain
    if event.event_type not in FAILURES:
        return None
    told = WORDS[provider](raw)
    if told is not None and told.outcome == Outcome.BOUNCED:
        # A provider's "for good" may be a server's "not from you".
        told = told_by_status(str(event.mta_response or "")) or told
    return told


def _within(raw: Raw, *path: str) -> str:
    """A word inside of what the provider wrote, in small letters; '' if it is not there."""
    found: Any = raw
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return str(found or "").strip().lower()


def _amazon_ses(raw: Raw) -> Told | None:
    kind, detail = _within(raw, "bounce", "bounceType"), _within(raw, "bounce", "bounceSubType")
    if not kind:
        return REJECTED
    if kind == "permanent":
        return NO_MAILBOX
    return {
        "mailboxfull": FULL,
        "messagetoolarge": REJECTED,
        "contentrejected": BLOCKED,
        "attachmentrejected": BLOCKED,
    }.get(detail, FOR_NOW)


def _brevo(raw: Raw) -> Told | None:
    return {
        "hard_bounce": NO_MAILBOX,
        "invalid_email": NO_MAILBOX,
        "soft_bounce": FOR_NOW,
        "blocked": BLOCKED,
        "error": REJECTED,
    }.get(_within(raw, "event"))


def _mailersend(raw: Raw) -> Told | None:
    kind = _within(raw, "data", "type")
    return {"hard_bounced": NO_MAILBOX, "soft_bounced": FOR_NOW}.get(kind)


def _mailgun(raw: Raw) -> Told | None:
    if _within(raw, "event-data", "severity") == "temporary":
        return None
    reason = _within(raw, "event-data", "reason")
    known = {
        "suppress-bounce": NO_MAILBOX,
        "suppress-complaint": SAID_SPAM,
        "suppress-unsubscribe": SAID_NO,
        "espblock": BLOCKED,
        "old": TIMED_OUT,
    }
    if reason in known:
        return known[reason]
    status = raw.get("event-data", raw)
    answer = status.get("delivery-status") if isinstance(status, Mapping) else None
    answer = answer if isinstance(answer, Mapping) else {}
    said = f"{answer.get('code') or ''} {answer.get('enhanced-code') or ''} {answer.get('message') or ''}"
    return told_by_status(said) or told_by_status(_within(raw, "code")) or REJECTED


def _mailjet(raw: Raw) -> Told | None:
    known = {
        "user unknown": NO_MAILBOX,
        "mailbox inactive": NO_MAILBOX,
        "invalid domain": NO_MAILBOX,
        "no mail host": NO_MAILBOX,
        "typofix": NO_MAILBOX,
        "quota exceeded": FULL,
        "spam reporter": SAID_SPAM,
        "blacklisted": BLOCKED,
        "relay/access denied": BLOCKED,
        "sender blocked": BLOCKED,
        "content blocked": BLOCKED,
        "policy issue": BLOCKED,
        "preblocked": BLOCKED,
        "connection issue": TIMED_OUT,
        "duplicate in campaign": REJECTED,
    }
    if _within(raw, "error") == "greylisted":
        return None
    if (told := known.get(_within(raw, "error"))) is not None:
        return told
    return NO_MAILBOX if raw.get("hard_bounce") else FOR_NOW if raw.get("event") == "bounce" else REJECTED


def _mailtrap(raw: Raw) -> Told | None:
    return {"bounce": NO_MAILBOX, "soft bounce": FOR_NOW, "reject": BLOCKED, "suspension": REJECTED}.get(
        _within(raw, "event")
    )


def _mandrill(raw: Raw) -> Told | None:
    kind = _within(raw, "event")
    if kind == "deferral":
        return None
    detail = _within(raw, "msg", "bounce_description") or _within(raw, "msg", "reject", "reason")
    known = {
        "mailbox_full": FULL,
        "spam": SAID_SPAM,
        "unsub": SAID_NO,
        "hard-bounce": NO_MAILBOX,
        "soft-bounce": FOR_NOW,
    }
    if detail in known:
        return known[detail]
    return {"hard_bounce": NO_MAILBOX, "soft_bounce": FOR_NOW}.get(kind, REJECTED)


def _postal(raw: Raw) -> Told | None:
    kind = _within(raw, "payload", "status")
    if kind in {"softfail", "held"}:
        return None
    if kind == "hardfail":
        return told_by_status(_within(raw, "payload", "output")) or REJECTED
    # A mail came back, and nobody says why.
    return FOR_NOW


def _postmark(raw: Raw) -> Told | None:
    kind = _within(raw, "Type") or _within(raw, "SuppressionReason")
    return {
        "hardbounce": NO_MAILBOX,
        "bademailaddress": NO_MAILBOX,
        "softbounce": FOR_NOW,
        "transient": None,
        "dnserror": None,
        "openrelaytest": None,
        "blocked": BLOCKED,
        "dmarcpolicy": BLOCKED,
        "virusnotification": BLOCKED,
    }.get(kind, REJECTED)


def _resend(raw: Raw) -> Told | None:
    kind = _within(raw, "data", "bounce", "type")
    if _within(raw, "type") == "email.delivery_delayed":
        return None
    if kind == "permanent":
        return NO_MAILBOX
    detail = _within(raw, "data", "bounce", "subType")
    return {"mailboxfull": FULL, "contentrejected": BLOCKED, "suppressed": NO_MAILBOX}.get(detail, FOR_NOW)


def _sendgrid(raw: Raw) -> Told | None:
    kind = _within(raw, "event")
    if kind == "deferred":
        return None
    if kind == "bounce":
        return BLOCKED if _within(raw, "type") == "blocked" else NO_MAILBOX
    return {
        "invalid": NO_MAILBOX,
        "bounced address": NO_MAILBOX,
        "bounce": NO_MAILBOX,
        "spam reporting address": SAID_SPAM,
        "unsubscribed address": SAID_NO,
        "expired": TIMED_OUT,
        "blocked": BLOCKED,
    }.get(_within(raw, "type") or _within(raw, "reason"), REJECTED)


def _sparkpost(raw: Raw) -> Told | None:
    parts = next((one for one in raw.get("msys", {}).values() if isinstance(one, Mapping)), {})
    kind = _within(parts, "type")
    if kind == "delay":
        return None
    return {
        "10": NO_MAILBOX,
        "21": NO_MAILBOX,
        "30": NO_MAILBOX,
        "22": FULL,
        "24": TIMED_OUT,
        "20": FOR_NOW,
        "40": FOR_NOW,
        "70": FOR_NOW,
        "1": FOR_NOW,
        "23": REJECTED,
        "25": BLOCKED,
        "50": BLOCKED,
        "51": BLOCKED,
        "52": BLOCKED,
        "53": BLOCKED,
        "54": BLOCKED,
    }.get(_within(parts, "bounce_class"), REJECTED if "bounce" not in kind else FOR_NOW)


def _unisender_go(raw: Raw) -> Told | None:
    status = _within(raw, "delivery_info", "delivery_status")
    return {
        "err_user_unknown": NO_MAILBOX,
        "err_user_inactive": NO_MAILBOX,
        "err_mailbox_discarded": NO_MAILBOX,
        "err_domain_inactive": NO_MAILBOX,
        "err_mailbox_full": FULL,
        "err_unreachable": TIMED_OUT,
        "err_will_retry": None,
        "err_spam_rejected": BLOCKED,
        "err_spam_skipped": BLOCKED,
        "err_blacklisted": BLOCKED,
        "err_unsubscribed": SAID_NO,
    }.get(status, REJECTED if _within(raw, "status") == "hard_bounced" else None)


WORDS: Mapping[str, Callable[[Raw], Told | None]] = {
    "amazon_ses": _amazon_ses,
    "brevo": _brevo,
    "mailersend": _mailersend,
    "mailgun": _mailgun,
    "mailjet": _mailjet,
    "mailtrap": _mailtrap,
    "mandrill": _mandrill,
    "postal": _postal,
    "postmark": _postmark,
    "resend": _resend,
    "sendgrid": _sendgrid,
    "sparkpost": _sparkpost,
    "unisender_go": _unisender_go,
}
