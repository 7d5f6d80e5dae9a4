"""One side of a subject about mail, in a process of its own: ``… benchmarks.mail_sides SIDE NUMBER [PORT]``.

Prints how many seconds it took. The mail is one of usual length: 4 kB of HTML, 3 kB of text, a name, a link
that only this person has, and the way out.
"""

import sys
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402  needs the settings
from django.core.mail import EmailMultiAlternatives, mailers  # noqa: E402
from django.template import Context, Template  # noqa: E402

from benchmarks.mail_texts import HTML, SUBJECT, TEXT  # noqa: E402
from mailings.merge_tags import Split  # noqa: E402
from outbox.bulk import BulkMessage, BulkTemplate  # noqa: E402
from outbox.esp import AnymailTransport  # noqa: E402
from outbox.links import absolute_url  # noqa: E402
from outbox.messages import list_headers, message_id  # noqa: E402
from outbox.smtp import SmtpTransport  # noqa: E402
from outbox.transports import HandOver  # noqa: E402
from privacy.links import Purpose, make_link_token  # noqa: E402

UNIT = 25
SLOTS = ("name", "act", "leave")
FROM = "Our campaign <mail@campaign.example>"


def addresses(number: int) -> list[str]:
    return [f"ada{place}@example.org" for place in range(number)]


def links() -> tuple[str, str]:
    """Two signed links of one person."""
    public_id = uuid4()
    act = make_link_token(Purpose.ACT, public_id, extra=public_id)
    leave = make_link_token(Purpose.UNSUBSCRIBE, public_id, extra=public_id)
    return absolute_url(f"/do/act/{act}/"), absolute_url(f"/do/unsubscribe/{leave}/")


def split(text: str) -> Split:
    """The same text that the peer's template engine reads, split at its three names."""
    parts, slots = [text], []
    for number, slot in enumerate(SLOTS):
        tag = "{{ " + slot + " }}"
        while tag in parts[-1] or any(tag in part for part in parts):
            at = next(place for place, part in enumerate(parts) if tag in part)
            before, _tag, after = parts[at].partition(tag)
            parts[at : at + 1] = [before, after]
            slots.insert(at, number)
    return Split(tuple(parts), tuple(slots))


def bulk(number: int) -> Iterator[BulkMessage]:
    """Ours: split once, joined for each."""
    template = BulkTemplate(
        language="en", subject=split(SUBJECT), text=split(TEXT), html=split(HTML), feedback="m-ab12cd"
    )
    for address in addresses(number):
        act, leave = links()
        yield BulkMessage(template, uuid4(), address, ("Ada", act, leave), leave, uuid4())


def django_mails(number: int) -> Iterator[EmailMultiAlternatives]:
    """The peer: Django's templates, parsed once, and its message class, with the same headers."""
    texts = [Template(text) for text in (SUBJECT, TEXT, HTML)]
    for address in addresses(number):
        act, leave = links()
        context = Context({"name": "Ada", "act": act, "leave": leave})
        subject, text, html = (template.render(context) for template in texts)
        headers = {"Message-ID": message_id(uuid4()), **list_headers(leave, uuid4())}
        mail = EmailMultiAlternatives(subject, text, to=[address], headers=headers)
        mail.attach_alternative(html, "text/html")
        yield mail


class Prebuilt(BulkMessage):
    """The limit: bytes that are there already."""

    raw = b""

    def as_bytes(self) -> bytes:
        return self.raw


def prebuilt(number: int) -> Iterator[BulkMessage]:
    for mail in bulk(number):
        made = Prebuilt(mail.template, mail.public_id, mail.address, mail.values, mail.unsubscribe_url)
        object.__setattr__(made, "raw", mail.as_bytes())
        yield made


def build_ours(number: int) -> None:
    for mail in bulk(number):
        mail.as_bytes()


def build_peer(number: int) -> None:
    for mail in django_mails(number):
        mail.message().as_bytes()


def build_limit(number: int) -> None:
    """No token, no encoding: the pieces of a written mail put together."""
    raw = next(bulk(1)).as_bytes()
    head, _gap, body = raw.partition(b"\r\nTo: ada0@example.org")
    for address in addresses(number):
        b"".join((head, b"\r\nTo: ", address.encode(), body))


def use(port: str, provider: str = "") -> None:
    """Have all mail go to a server on this machine."""
    if provider:
        options = {
            "api_key": "k",
            "sender_domain": "campaign.example",
            "api_url": f"http://127.0.0.1:{port}/",
        }
        mailer = {"BACKEND": f"anymail.backends.{provider}.EmailBackend", "OPTIONS": options}
    else:
        options = {"host": "127.0.0.1", "port": int(port), "timeout": 20}
        mailer = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
    settings.MAILERS = {"default": mailer}


def hand_over(transport: SmtpTransport | AnymailTransport, mails: Iterator[BulkMessage], unit: int) -> None:
    """As the drain loop does, without its ledger. Raises RuntimeError for a mail that was not taken."""
    waiting = list(mails)
    for at in range(0, len(waiting), unit):
        handed = HandOver(waiting[at : at + unit])
        transport.hand_over(handed)
        if set(handed.answers.values()) != {None} or handed.waiting():
            raise RuntimeError("The server did not take every mail.")
    transport.close()


def smtp_ours(number: int, port: str) -> None:
    use(port)
    hand_over(SmtpTransport("default", mailers["default"]), bulk(number), UNIT)


def smtp_peer(number: int, port: str) -> None:
    use(port)
    mailers["default"].send_messages(list(django_mails(number)))


def smtp_limit(number: int, port: str) -> float:
    use(port)
    mails = list(prebuilt(number))
    began = time.perf_counter()
    hand_over(SmtpTransport("default", mailers["default"]), iter(mails), UNIT)
    return time.perf_counter() - began


def esp_ours(number: int, port: str) -> None:
    use(port, "mailgun")
    hand_over(AnymailTransport(mailers["default"]), bulk(number), 500)


def esp_peer(number: int, port: str) -> None:
    """The same mails one by one, as Django's ``send_messages`` has Anymail send them."""
    use(port, "mailgun")
    mailers["default"].send_messages([mail.as_django() for mail in bulk(number)])


SIDES: dict[str, Callable[..., float | None]] = {
    side.__name__: side
    for side in (build_ours, build_peer, build_limit, smtp_ours, smtp_peer, smtp_limit, esp_ours, esp_peer)
}


def main() -> None:
    name, number, *rest = sys.argv[1:]
    settings.DEFAULT_FROM_EMAIL = FROM
    began = time.perf_counter()
    taken = SIDES[name](int(number), *rest)
    print(time.perf_counter() - began if taken is None else taken)


if __name__ == "__main__":
    main()
