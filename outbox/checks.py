"""System checks: mail that could not leave, or would lead nowhere, is said at boot."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.mail import mailers

from outbox.dkim import fault_of_key
from outbox.kinds import registered_kinds
from outbox.mailbox_providers import PROVIDERS
from outbox.mailboxes import fault_of_url
from outbox.providers import fault_of
from privacy.conf import current


@register("countersign")
def check_mail(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """E030: no ``default`` mailer. E031: an unknown one. E032: a sender or base of links that can't be."""
    faults: list[CheckMessage] = []
    if "default" not in mailers:
        faults.append(Error('MAILERS has no alias "default".', id="countersign.E030"))
    for name, kind in registered_kinds().items():
        # ``guarded`` may be missing: its forms then offer no mail.
        if kind.mailer not in {"default", "bulk", "guarded"} and kind.mailer not in mailers:
            faults.append(
                Error(
                    f"Letters {name} go by {kind.mailer!r}, which is not in MAILERS.", id="countersign.E031"
                )
            )
    if "@" not in parseaddr(settings.DEFAULT_FROM_EMAIL)[1]:
        faults.append(Error("DEFAULT_FROM_EMAIL is not an address.", id="countersign.E032"))
    if not current().base_url.startswith(("https://", "http://")):
        faults.append(
            Error('COUNTERSIGN["BASE_URL"] must begin with https:// or http://.', id="countersign.E032")
        )
    return faults


@register("countersign")
def check_rates(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """E036: a rate for a mailbox provider that we do not know."""
    strange = sorted(current().mail_provider_per_second.keys() - PROVIDERS.keys())
    known = ", ".join(PROVIDERS)
    return [
        Error(f'COUNTERSIGN["MAIL_PROVIDER_PER_SECOND"] knows {known}, not {name}.', id="countersign.E036")
        for name in strange
    ]


@register("countersign")
def check_what_comes_back(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """E033: a provider that may tell of mail and is not known, or has no proof. E034: the site's mailbox.

    E035: the key that signs mail.
    """
    settings = current()
    faults: list[CheckMessage] = []
    for provider, secret in settings.mail_webhooks.items():
        if fault := fault_of(provider, secret):
            faults.append(Error(f'COUNTERSIGN["MAIL_WEBHOOKS"]: {fault}', id="countersign.E033"))
    if settings.mailbox_url and (fault := fault_of_url(settings.mailbox_url)):
        faults.append(Error(f'COUNTERSIGN["MAILBOX_URL"]: {fault}', id="countersign.E034"))
    if fault := fault_of_key(settings.dkim_selector, settings.dkim_key):
        faults.append(Error(fault, id="countersign.E035"))
    for name in ("mailbox", "mail_replies"):
        address = getattr(settings, name)
        if address and parseaddr(address)[1] != address:
            faults.append(Error(f'COUNTERSIGN["{name.upper()}"] is no address.', id="countersign.E034"))
    if settings.mail_replies and settings.mail_replies == settings.mailbox:
        faults.append(Error("Letters to the mailbox would be sent to the mailbox.", id="countersign.E034"))
    return faults
