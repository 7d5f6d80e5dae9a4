"""What Django writes: an address in a header stands there as it is, however long."""

import email.policy
from uuid import UUID

import pytest

from outbox.kinds import Content, Recipient
from outbox.messages import build_message

TOKEN = "DwABAAAAADzqUIdhIE0IpTOXAiaIKtn4D-PX90VOxYDtcxxUII1C-lD0_mSNIMvDPVMt2MdbmhVyug" * 2


@pytest.mark.parametrize("policy", [email.policy.default, email.policy.SMTP])
def test_an_address_to_leave_by_is_never_encoded(policy):
    url = f"http://localhost:8000/do/unsubscribe/{TOKEN}/?source=m-952g2kcu"
    message = build_message(
        public_id=UUID(int=7),
        recipient=Recipient("ada@example.org", "es", unsubscribe_url=url),
        content=Content("Novedades", "Hola\n"),
        is_news=True,
        list_id=UUID(int=8),
    )
    raw = message.message(policy=policy).as_bytes().decode()
    head = raw.replace("\r\n", "\n").partition("\n\n")[0]

    assert f"<{url}>" in head.replace("\n ", " ").partition("List-Unsubscribe: ")[2].partition("\n")[0]
    assert "=?" not in head
    assert max(map(len, head.split("\n"))) < 998
