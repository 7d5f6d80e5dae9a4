"""Mails as other people's servers write them about ours."""

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: returns@campaign.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.net. <{address}>: {code}

--B
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 3C9A81F
Arrival-Date: Thu, 26 Nov 2026 10:00:00 +0000 (UTC)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {code}

--B
Content-Description: Undelivered Message
Content-Type: message/rfc822

From: Our campaign <mail@campaign.example>
To: {address}
Subject: News
Message-ID: {message_id}

The whole mail.
--B--
"""

# Only the headers come back, and nobody says whom it went to at first.
EXCHANGE = """\
From: <postmaster@school.example>
To: <returns@campaign.example>
Subject: Undeliverable: News
Content-Type: multipart/report; report-type=delivery-status; boundary="_000_"

--_000_
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

PHA+WW91ciBtZXNzYWdlIGNvdWxkbid0IGJlIGRlbGl2ZXJlZC48L3A+

--_000_
Content-Type: message/delivery-status

Reporting-MTA: dns;school.example

Final-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp;{code}
X-Display-Name: Ada

--_000_
Content-Type: text/rfc822-headers

Received: from mx.campaign.example by school.example
Subject: =?utf-8?q?News?=
Message-ID:
 {message_id}

--_000_--
"""

# qmail and its kin write no report.
IN_WORDS = """\
Return-Path: <>
From: MAILER-DAEMON@old.example
To: returns@campaign.example
Subject: failure notice

Hi. This is the qmail-send program at old.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<{address}>:
{code}

--- Below this line is a copy of the message.

From: Our campaign <mail@campaign.example>
Message-ID: {message_id}
Subject: News
"""

COMPLAINT = """\
From: <abusedesk@mailbox.example>
To: <returns@campaign.example>
Subject: FW: News
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part"

--part
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report.

--part
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <returns@campaign.example>
Original-Rcpt-To: <redacted@mailbox.example>
Reported-Domain: campaign.example

--part
Content-Type: message/rfc822
Content-Disposition: inline

From: Our campaign <mail@campaign.example>
Message-ID: {message_id}
Subject: News

The mail.
--part--
"""

UNSUBSCRIBE = """\
From: Ada <{address}>
To: returns@campaign.example
Subject: {subject}

"""

LETTER = """\
From: =?utf-8?b?QWRhIPCfjLs=?= <ada@example.org>
To: mail@campaign.example
Subject: Re: News
Content-Type: text/plain; charset=utf-8

Count me in. My number is 555 0100.
"""

HOLIDAY = """\
From: ada@example.org
To: returns@campaign.example
Subject: Out of office
Auto-Submitted: auto-replied

Back on Monday.
"""
