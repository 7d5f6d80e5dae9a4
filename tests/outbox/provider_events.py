"""What each provider documents that it posts, one body for each thing it can tell of a mail.

ROW, ADDRESS, MESSAGE_ID and the times stand for what a test puts there.
"""

from typing import Any

from outbox.enums import BounceReason as Reason
from outbox.enums import Outcome

ROW, ADDRESS, MESSAGE_ID = "{row}", "{address}", "{message_id}"
# Seconds since 1970, and the same as text; a test puts in the present.
NOW, NOW_TEXT = "{now}", "{now_text}"

type Body = dict[str, Any]
type Told = tuple[Outcome, Reason | None] | None

DELIVERED: Told = (Outcome.DELIVERED, None)
COMPLAINED: Told = (Outcome.COMPLAINED, None)
UNSUBSCRIBED: Told = (Outcome.UNSUBSCRIBED, None)
NO_MAILBOX: Told = (Outcome.BOUNCED, Reason.NO_MAILBOX)
FULL: Told = (Outcome.PUT_BACK, Reason.FULL)
FOR_NOW: Told = (Outcome.PUT_BACK, Reason.OTHER)
TIMED_OUT: Told = (Outcome.PUT_BACK, Reason.TIMED_OUT)
BLOCKED: Told = (Outcome.REJECTED, Reason.BLOCKED)
REJECTED: Told = (Outcome.REJECTED, Reason.OTHER)
NO_SUCH_USER = "550 5.1.1 The email account that you tried to reach does not exist. gsmtp"


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


EVENTS: dict[str, list[tuple[Body, Told]]] = {
    "amazon_ses": [
        (ses("Delivery", recipients=[ADDRESS], smtpResponse="250 ok"), DELIVERED),
        (ses("Complaint", complainedRecipients=[{"emailAddress": ADDRESS}]), COMPLAINED),
        (ses_bounce("Permanent", "General", f"smtp; {NO_SUCH_USER}"), NO_MAILBOX),
        (ses_bounce("Permanent", "NoEmail"), NO_MAILBOX),
        (ses_bounce("Permanent", "General", "smtp; 550 5.7.1 not from you"), BLOCKED),
        (ses_bounce("Transient", "MailboxFull"), FULL),
        (ses_bounce("Transient", "General"), FOR_NOW),
        (ses_bounce("Transient", "ContentRejected"), BLOCKED),
        (ses_bounce("Undetermined", "Undetermined"), FOR_NOW),
        (ses("Reject", reason="Bad content"), REJECTED),
        (ses("Send"), None),
        (ses("Open", userAgent="Mozilla"), None),
        (ses("Click", link="https://campaign.example"), None),
    ],
    "brevo": [
        (brevo("request"), None),
        (brevo("delivered"), DELIVERED),
        (brevo("hard_bounce", reason=NO_SUCH_USER), NO_MAILBOX),
        (brevo("hard_bounce", reason="550 5.7.26 unauthenticated"), BLOCKED),
        (brevo("soft_bounce", reason="421 4.7.0 later"), FOR_NOW),
        (brevo("invalid_email"), NO_MAILBOX),
        (brevo("blocked"), BLOCKED),
        (brevo("error"), REJECTED),
        (brevo("deferred"), None),
        (brevo("spam"), COMPLAINED),
        (brevo("complaint"), COMPLAINED),
        (brevo("unsubscribe"), UNSUBSCRIBED),
        (brevo("unique_opened"), None),
        (brevo("click", link="https://campaign.example"), None),
    ],
    "mailersend": [
        (mailersend("sent"), None),
        (mailersend("delivered"), DELIVERED),
        (mailersend("hard_bounced", {"object": "recipient_bounce", "reason": NO_SUCH_USER}), NO_MAILBOX),
        (mailersend("soft_bounced", {"object": "recipient_bounce", "reason": "later"}), FOR_NOW),
        (mailersend("spam_complaint", {"object": "spam_complaint"}), COMPLAINED),
        (mailersend("unsubscribed", {"object": "recipient_unsubscribe"}), UNSUBSCRIBED),
        (mailersend("opened", {"object": "open"}), None),
        (mailersend("clicked", {"object": "click", "url": "https://campaign.example"}), None),
    ],
    "mailgun": [
        (mailgun("delivered"), DELIVERED),
        (mailgun_failed("permanent", "bounce", 550, "5.1.1 does not exist"), NO_MAILBOX),
        (mailgun_failed("permanent", "suppress-bounce", 605, "Not delivering"), NO_MAILBOX),
        (mailgun_failed("permanent", "suppress-complaint", 607, "Not delivering"), REJECTED),
        (mailgun_failed("permanent", "suppress-unsubscribe", 606, "Not delivering"), REJECTED),
        (mailgun_failed("permanent", "generic", 554, "5.7.1 blocked"), BLOCKED),
        (mailgun_failed("permanent", "generic", 552, "mailbox full"), FULL),
        (mailgun_failed("permanent", "old", 602, "Too old"), TIMED_OUT),
        (mailgun_failed("temporary", "generic", 450, "4.2.0 later"), None),
        (mailgun("rejected", reject={"reason": "Sandbox"}), REJECTED),
        (mailgun("complained"), COMPLAINED),
        (mailgun("unsubscribed"), UNSUBSCRIBED),
        (mailgun("opened", **{"client-info": {"user-agent": "Mozilla"}}), None),
        (mailgun("clicked", url="https://campaign.example"), None),
    ],
    "mailjet": [
        (mailjet("sent", smtp_reply="250 ok"), DELIVERED),
        (mailjet("bounce", hard_bounce=True, error="user unknown", blocked=False), NO_MAILBOX),
        (mailjet("bounce", hard_bounce=False, error="quota exceeded"), FULL),
        (mailjet("bounce", hard_bounce=False, error="connection issue"), TIMED_OUT),
        (mailjet("bounce", hard_bounce=False, error="greylisted"), None),
        (mailjet("bounce", hard_bounce=True, error="sender blocked"), BLOCKED),
        (mailjet("bounce", hard_bounce=False, error="something new"), FOR_NOW),
        (mailjet("blocked", error="preblocked", error_related_to="mailjet"), BLOCKED),
        (mailjet("blocked", error="spam reporter"), REJECTED),
        (mailjet("spam", source="JMRPP"), COMPLAINED),
        (mailjet("unsub", ip="127.0.0.1"), UNSUBSCRIBED),
        (mailjet("open", agent="Mozilla"), None),
        (mailjet("click", url="https://campaign.example"), None),
    ],
    "mailtrap": [
        (mailtrap("delivery"), DELIVERED),
        (mailtrap("bounce", response=NO_SUCH_USER, response_code=550), NO_MAILBOX),
        (mailtrap("bounce", response="550 5.7.1 policy", response_code=550), BLOCKED),
        (mailtrap("soft bounce", response="450 4.2.0 later", response_code=450), FOR_NOW),
        (mailtrap("reject", reason="unknown"), BLOCKED),
        (mailtrap("suspension", reason="other"), REJECTED),
        (mailtrap("spam"), COMPLAINED),
        (mailtrap("unsubscribe"), UNSUBSCRIBED),
        (mailtrap("open"), None),
        (mailtrap("click", url="https://campaign.example"), None),
    ],
    "mandrill": [
        (mandrill("send"), None),
        (mandrill("hard_bounce", bounce_description="bad_mailbox", diag=f"smtp;{NO_SUCH_USER}"), NO_MAILBOX),
        (mandrill("hard_bounce", bounce_description="general", diag="smtp;554 5.7.1 spam"), BLOCKED),
        (mandrill("soft_bounce", bounce_description="mailbox_full", diag="smtp;552 5.2.2 full"), FULL),
        (mandrill("soft_bounce", bounce_description="general", diag="smtp;421 later"), FOR_NOW),
        (mandrill("reject", reject={"reason": "hard-bounce"}), NO_MAILBOX),
        (mandrill("reject", reject={"reason": "unsub"}), REJECTED),
        (mandrill("reject", reject=None), REJECTED),
        (mandrill("deferral"), None),
        (mandrill("spam"), COMPLAINED),
        (mandrill("unsub"), UNSUBSCRIBED),
        (mandrill("open"), None),
        (mandrill("click", url="https://campaign.example"), None),
    ],
    "postal": [
        (postal("Sent", "250 2.0.0 OK"), DELIVERED),
        (postal("HardFail", NO_SUCH_USER), NO_MAILBOX),
        (postal("HardFail", "554 5.7.1 blocked"), BLOCKED),
        (postal("HardFail"), REJECTED),
        (postal("SoftFail", "450 4.2.0 later"), None),
        (postal("Held"), None),
        (postal_bounced(), FOR_NOW),
    ],
    "postmark": [
        (postmark("Delivery", Recipient=ADDRESS, DeliveredAt=NOW_TEXT, Details="250 ok"), DELIVERED),
        (postmark_bounce("HardBounce", NO_SUCH_USER), NO_MAILBOX),
        (postmark_bounce("BadEmailAddress"), NO_MAILBOX),
        (postmark_bounce("SoftBounce", "smtp;552 full"), FOR_NOW),
        (postmark_bounce("Transient"), None),
        (postmark_bounce("DnsError"), None),
        (postmark_bounce("AutoResponder"), None),
        (postmark_bounce("Blocked"), BLOCKED),
        (postmark_bounce("SpamNotification"), BLOCKED),
        (postmark_bounce("ManuallyDeactivated"), REJECTED),
        (
            postmark("SpamComplaint", Type="SpamComplaint", Email=ADDRESS, BouncedAt=NOW_TEXT, ID=43),
            COMPLAINED,
        ),
        (
            postmark(
                "SubscriptionChange",
                Recipient=ADDRESS,
                ChangedAt=NOW_TEXT,
                SuppressSending=True,
                SuppressionReason="ManualSuppression",
            ),
            UNSUBSCRIBED,
        ),
        (
            postmark(
                "SubscriptionChange",
                Recipient=ADDRESS,
                ChangedAt=NOW_TEXT,
                SuppressSending=True,
                SuppressionReason="HardBounce",
            ),
            NO_MAILBOX,
        ),
        (postmark("Open", Recipient=ADDRESS, ReceivedAt=NOW_TEXT, UserAgent="Mozilla"), None),
        (postmark("Click", Recipient=ADDRESS, ReceivedAt=NOW_TEXT, OriginalLink="https://a.example"), None),
    ],
    "resend": [
        (resend("sent"), None),
        (resend("delivered"), DELIVERED),
        (resend("delivery_delayed"), None),
        (resend_bounce("Permanent", "General"), NO_MAILBOX),
        (resend_bounce("Permanent", "Suppressed"), NO_MAILBOX),
        (resend_bounce("Transient", "MailboxFull"), FULL),
        (resend_bounce("Transient", "General"), FOR_NOW),
        (resend("complained"), COMPLAINED),
        (resend("opened"), None),
        (resend("clicked", click={"link": "https://campaign.example", "userAgent": "Mozilla"}), None),
    ],
    "sendgrid": [
        (sendgrid("processed"), None),
        (sendgrid("delivered", response="250 OK"), DELIVERED),
        (sendgrid("deferred", response="400 try again later"), None),
        (sendgrid("bounce", type="bounce", reason=NO_SUCH_USER, status="5.1.1"), NO_MAILBOX),
        (sendgrid("bounce", type="blocked", reason="550 5.7.1 blocked", status="5.7.1"), BLOCKED),
        (sendgrid("dropped", reason="Bounced Address", status="5.0.0"), NO_MAILBOX),
        (sendgrid("dropped", reason="Spam Reporting Address"), REJECTED),
        (sendgrid("dropped", reason="Unsubscribed Address"), REJECTED),
        (sendgrid("dropped", reason="Invalid"), NO_MAILBOX),
        (sendgrid("spamreport"), COMPLAINED),
        (sendgrid("unsubscribe"), UNSUBSCRIBED),
        (sendgrid("group_unsubscribe", asm_group_id=10), UNSUBSCRIBED),
        (sendgrid("open", useragent="Mozilla"), None),
        (sendgrid("click", url="https://campaign.example"), None),
    ],
    "sparkpost": [
        (sparkpost("injection"), None),
        (sparkpost("delivery"), DELIVERED),
        (sparkpost("delay", "20"), None),
        (sparkpost("bounce", "10", NO_SUCH_USER), NO_MAILBOX),
        (sparkpost("bounce", "30"), NO_MAILBOX),
        (sparkpost("bounce", "22", "552 5.2.2 full"), FULL),
        (sparkpost("bounce", "24"), TIMED_OUT),
        (sparkpost("bounce", "40"), FOR_NOW),
        (sparkpost("bounce", "51", "550 5.7.1 spam"), BLOCKED),
        (sparkpost("out_of_band", "10"), NO_MAILBOX),
        (sparkpost("bounce", "60"), None),
        (sparkpost("policy_rejection", "25"), BLOCKED),
        (sparkpost("generation_failure"), REJECTED),
        (sparkpost("spam_complaint"), COMPLAINED),
        (sparkpost("list_unsubscribe"), UNSUBSCRIBED),
        (sparkpost("link_unsubscribe"), UNSUBSCRIBED),
        (sparkpost("open"), None),
        (sparkpost("click"), None),
    ],
    "unisender_go": [
        (unisender("sent"), None),
        (unisender("delivered", "ok_delivered"), DELIVERED),
        (unisender("hard_bounced", "err_user_unknown"), NO_MAILBOX),
        (unisender("hard_bounced", "err_spam_rejected"), BLOCKED),
        (unisender("hard_bounced", "err_unsubscribed"), REJECTED),
        (unisender("hard_bounced", "err_lost"), REJECTED),
        (unisender("soft_bounced", "err_mailbox_full"), FULL),
        (unisender("soft_bounced", "err_will_retry"), None),
        (unisender("spam"), COMPLAINED),
        (unisender("unsubscribed"), UNSUBSCRIBED),
        (unisender("opened"), None),
        (unisender("clicked"), None),
    ],
}
