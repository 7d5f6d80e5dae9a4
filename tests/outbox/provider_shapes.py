"""How each provider writes an event; a test puts in the row, the address and the present."""

from typing import Any

ROW, ADDRESS, MESSAGE_ID = "{row}", "{address}", "{message_id}"
# Seconds since 1970, and the same as text; a test puts in the present.
NOW, NOW_TEXT = "{now}", "{now_text}"

type Body = dict[str, Any]


def ses(kind: str, **detail: Any) -> Body:
    return {
        "eventType": kind,
        "mail": {
            "timestamp": NOW_TEXT,
            "source": "news@campaign.example",
            "messageId": "00000137860315fd-34208509-5b74-41f3-95c5-22c1edc3c924-000000",
            "destination": [ADDRESS],
            "headers": [
                {"name": "X-Metadata", "value": '{{"row": "' + ROW + '"}}'},
                {"name": "Subject", "value": "News"},
            ],
        },
        kind.lower(): detail,
    }


def ses_bounce(kind: str, detail: str, diagnostic: str = "") -> Body:
    recipient = {"emailAddress": ADDRESS, "status": "5.0.0", "diagnosticCode": diagnostic}
    return ses("Bounce", bounceType=kind, bounceSubType=detail, bouncedRecipients=[recipient])


def brevo(kind: str, **more: Any) -> Body:
    return {
        "event": kind,
        "email": ADDRESS,
        "id": 901966,
        "date": "2017-03-12 12:30:00",
        "message-id": "<201803011158.9876543210@smtp-relay.mailin.fr>",
        "ts_epoch": "{now_ms}",
        "X-Mailin-custom": '{{"row": "' + ROW + '"}}',
        **more,
    }


def mailersend(kind: str, morph: Body | None = None) -> Body:
    return {
        "type": f"activity.{kind}",
        "webhook_id": "7z3m5jgrogdpyo6n",
        "created_at": NOW_TEXT,
        "data": {
            "object": "activity",
            "id": "63114b5a95d1f4d7a80f1d26",
            "type": kind,
            "created_at": NOW_TEXT,
            "email": {
                "object": "email",
                "tags": [ROW],
                "message": {"object": "message", "id": "62fb66bef54a112e920b5493"},
                "recipient": {"object": "recipient", "email": ADDRESS},
            },
            "morph": morph,
        },
    }


def mailgun(kind: str, **more: Any) -> Body:
    return {
        "event": kind,
        "id": "CPgfbmQMTCKtHW6uIWtuVe",
        "timestamp": NOW,
        "recipient": ADDRESS,
        "message": {"headers": {"to": ADDRESS, "message-id": "20130503182626.18666@campaign.example"}},
        "user-variables": {"row": ROW},
        "tags": [],
        **more,
    }


def mailgun_failed(severity: str, reason: str, code: int, message: str) -> Body:
    status = {"code": code, "message": message, "description": None, "attempt-no": 1}
    return mailgun("failed", severity=severity, reason=reason, **{"delivery-status": status})


def mailjet(kind: str, **more: Any) -> Body:
    return {
        "event": kind,
        "time": NOW,
        "MessageID": 19421777835146490,
        "email": ADDRESS,
        "mj_campaign_id": 7257,
        "CustomID": "",
        "Payload": '{{"row": "' + ROW + '"}}',
        **more,
    }


def mailtrap(kind: str, **more: Any) -> Body:
    return {
        "event": kind,
        "timestamp": NOW,
        "sending_stream": "bulk",
        "custom_variables": {"row": ROW},
        "message_id": "1df37d17-0286-4d8b-8edf-bc4ec5be86e6",
        "email": ADDRESS,
        "event_id": "bede7236-2284-43d6-a953-1fdcafd0fdbc",
        **more,
    }


def mandrill(kind: str, **message: Any) -> Body:
    return {
        "event": kind,
        "ts": NOW,
        "_id": "abcdef012345789abcdef012345789",
        "msg": {"email": ADDRESS, "metadata": {"row": ROW}, "tags": [], "state": kind, **message},
    }


def postal(kind: str, output: str = "") -> Body:
    return {
        "event": f"Message{kind}",
        "timestamp": NOW,
        "uuid": "0fcc831f-92b9-4e2b-97f2-d873abc77fab",
        "payload": {
            "status": kind,
            "details": "Message for {address} accepted",
            "output": output,
            "timestamp": NOW,
            "message": _postal_message(),
        },
    }


def _postal_message() -> Body:
    return {
        "id": 12345,
        "token": "abc",
        "direction": "outgoing",
        "message_id": MESSAGE_ID,
        "to": ADDRESS,
        "from": "news@campaign.example",
        "tag": None,
    }


def postal_bounced() -> Body:
    return {
        "event": "MessageBounced",
        "timestamp": NOW,
        "uuid": "0fcc831f-92b9-4e2b-97f2-d873abc77fab",
        "payload": {
            "original_message": _postal_message(),
            "bounce": {"id": 12346, "direction": "incoming", "message_id": "x@y", "to": "psrp@z"},
        },
    }


def postmark(kind: str, **more: Any) -> Body:
    return {
        "RecordType": kind,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {"row": ROW},
        "Tag": "",
        **more,
    }


def postmark_bounce(kind: str, details: str = "") -> Body:
    return postmark(
        "Bounce", Type=kind, TypeCode=1, ID=42, Email=ADDRESS, BouncedAt=NOW_TEXT, Details=details
    )


def resend(kind: str, **more: Any) -> Body:
    return {
        "type": f"email.{kind}",
        "created_at": NOW_TEXT,
        "data": {
            "created_at": NOW_TEXT,
            "email_id": "56761188-7520-42d8-8898-ff6fc54ce618",
            "from": "news@campaign.example",
            "to": [ADDRESS],
            "headers": [{"name": "X-Metadata", "value": '{{"row": "' + ROW + '"}}'}],
            "subject": "News",
            **more,
        },
    }


def resend_bounce(kind: str, detail: str) -> Body:
    return resend("bounced", bounce={"message": "A bounce message.", "type": kind, "subType": detail})


def sendgrid(kind: str, **more: Any) -> Body:
    return {
        "email": ADDRESS,
        "timestamp": NOW,
        "smtp-id": MESSAGE_ID,
        "event": kind,
        "sg_event_id": "bHJlZHRhcCBtYWlsIGV2ZW50",
        "sg_message_id": "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
        **more,
    }


def sparkpost(kind: str, bounce_class: str | None = None, reason: str = "") -> Body:
    event = {
        "type": kind,
        "event_id": "92356927693813856",
        "timestamp": "{now}",
        "transmission_id": "65832150921904138",
        "rcpt_meta": {"row": ROW},
        "rcpt_to": ADDRESS,
        "raw_rcpt_to": ADDRESS,
        "raw_reason": reason,
    }
    group = "unsubscribe_event" if "unsubscribe" in kind else "message_event"
    return {"msys": {group: event | ({"bounce_class": bounce_class} if bounce_class else {})}}


def unisender(status: str, delivery_status: str = "") -> Body:
    return {
        "event_name": "transactional_email_status",
        "event_data": {
            "job_id": "1a3Q2V-0000OZ-S0",
            "metadata": {"row": ROW},
            "email": ADDRESS,
            "status": status,
            "event_time": "{now_plain}",
            "delivery_info": {"delivery_status": delivery_status, "destination_response": ""},
        },
    }
