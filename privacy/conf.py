"""The one setting of the plugins: the dict ``COUNTERSIGN``, typed, and read when it is needed.

Its keys are the field names below in capitals. ``privacy.checks`` refuses an unknown key or a
value of the wrong type; ``current()`` raises for them.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.dispatch import receiver

from privacy.secret import KeySet

SETTING = "COUNTERSIGN"


@dataclass(frozen=True, kw_only=True)
class Settings:
    # --- privacy ---
    # The keys of the installation: KeySet(kek=…, idx=…, sig=…), each made by parse_keys().
    keys: KeySet = field(repr=False)
    # The file that the KEK was read from; empty: it came from the environment. Unlinked by the lock where
    # it lies in memory (privacy.key_place).
    kek_file: str = ""
    # The IANA zone by whose clock it is night for the organization (privacy.finding_rules); empty: UTC.
    organization_zone: str = ""
    # Words that no tag, field or question may hold, beside our own list.
    denylist_extra: tuple[str, ...] = ()
    # Days by which the law makes a retention rule longer, by the rule's key.
    retention_longer: Mapping[str, int] = field(default_factory=dict)
    # Public keys (age1…) that backups are encrypted to, where the command names none.
    backup_recipients: tuple[str, ...] = ()

    # --- outbox ---
    # The only base of links in mail.
    base_url: str = "http://localhost:8000"
    # That of links to the staff side, where it has a host of its own; empty: the same.
    staff_url: str = ""
    # Letters taken at once by the drain loop, and sent per second by each mailer, all workers together.
    drain_batch: int = 50
    drain_rate_per_second: int = 20
    # Connections at once that mail to many takes to one SMTP server, and other rates than ours for big
    # mailbox providers (outbox.mailbox_providers), by name; 0: as many as there are.
    smtp_connections: int = 4
    mail_provider_per_second: Mapping[str, int] = field(default_factory=dict)
    # Mails a day to an address that has not confirmed, and first mails an hour to all together.
    mail_per_address_per_day: int = 2
    mail_first_per_hour: int = 2000
    # The mailbox that bounces, complaints and unsubscribes by mail come back to; empty: there is none.
    mailbox: str = ""
    # Where that mailbox is read (imaps://…, maildir:/…), and who gets the letters that came to it.
    mailbox_url: str = field(default="", repr=False)
    mail_replies: str = ""
    # The name and the key (RSA, PEM) by which mail by SMTP is signed; empty: whoever relays it signs.
    dkim_selector: str = ""
    dkim_key: str = field(default="", repr=False)
    # Who may tell what became of mail: a provider's name → its secret (docs/operators/mail.md).
    mail_webhooks: Mapping[str, str] = field(default_factory=dict, repr=False)
    # Whether mailings of a domain that sent little in 30 days begin small.
    mail_warm_up: bool = True

    # Mails of mailings to one person, and how long one that was sent can be taken back.
    mail_per_person_per_day: int = 1
    mail_per_person_per_week: int = 3
    mail_undo_minutes: int = 5

    # --- supporters and campaigns ---
    # ISO 3166 code of the country that a form assumes.
    default_country: str = "US"
    # Hosts whose own pages may send our form, with a token of ours in it.
    # Cache alias and lifetime in seconds of public pages.
    page_cache_alias: str = "default"
    page_cache_seconds: int = 60
    # Sign-ups a minute above which the form asks for a proof of work.
    sign_load_per_minute: int = 600

    # --- petitions ---
    # Signatures from which a petition's total is shown.
    total_shown_from: int = 25
    # Those from which a campus's total is shown, and an affiliation's there.
    place_total_shown_from: int = 10

    # --- donations ---
    # The secret key of Stripe's API, empty: no gifts are taken (a demo page with DEBUG), and the secrets
    # by which Stripe signs what it tells: two while one takes the other's place.
    stripe_secret_key: str = field(default="", repr=False)
    stripe_webhook_secrets: tuple[str, ...] = field(default=(), repr=False)
    # Another server that speaks Stripe's language; empty: Stripe's own.
    stripe_base_url: str = ""
    # Gifts that may be begun on one page in an hour, paid or not.
    gifts_begun_per_hour: int = 1000


@cache
def _known() -> dict[str, tuple[Field[Any], Any]]:
    hints = get_type_hints(Settings)
    return {one.name.upper(): (one, hints[one.name]) for one in fields(Settings)}


def _fits(value: Any, hint: Any) -> bool:
    origin = get_origin(hint)
    if origin is tuple:
        return isinstance(value, list | tuple) and all(_fits(item, get_args(hint)[0]) for item in value)
    if origin is Mapping:
        key, kind = get_args(hint)
        return isinstance(value, dict) and all(_fits(k, key) and _fits(v, kind) for k, v in value.items())
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, hint)


def _called(hint: Any) -> str:
    if get_origin(hint) is Mapping:
        return "a mapping of {} to {}".format(*(part.__name__ for part in get_args(hint)))
    return str(hint) if get_origin(hint) else str(hint.__name__)


def faults(raw: object) -> list[str]:
    """What is wrong with a value of the setting, one sentence each; never a value, only names."""
    if not isinstance(raw, dict):
        return [f"{SETTING} must be a dict."]
    known = _known()
    found = [
        f"{SETTING} has an unknown key: {name!s}." for name in sorted(raw.keys() - known.keys(), key=str)
    ]
    for name, (one, hint) in known.items():
        if name not in raw:
            if one.default is MISSING and one.default_factory is MISSING:
                found.append(f"{SETTING}[{name!r}] is missing.")
        elif not _fits(raw[name], hint):
            found.append(f"{SETTING}[{name!r}] must be {_called(hint)}.")
    return found


@cache
def current() -> Settings:
    """The setting as it is now. Raises ImproperlyConfigured with everything that is wrong."""
    raw = getattr(settings, SETTING, None)
    if found := faults(raw):
        raise ImproperlyConfigured(" ".join(found))
    values: dict[str, Any] = {
        name.lower(): tuple(value) if isinstance(value, list) else value
        for name, value in dict(raw or {}).items()
    }
    return Settings(**values)


@receiver(setting_changed)
def _read_again(*, setting: str, **kwargs: Any) -> None:
    if setting == SETTING:
        current.cache_clear()
