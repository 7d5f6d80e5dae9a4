"""Where mail goes: the aliases of Django's MAILERS, from addresses in the environment.

Three aliases: ``default`` for answers to a person's own deed, ``bulk`` for news, ``guarded`` for
events whose guests must not be known to a mail provider. Without ``guarded`` those forms offer a
code instead of mail.
"""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.environment import part_of, secret, split_url, text

SMTP = "django.core.mail.backends.smtp.EmailBackend"
FILES = "django.core.mail.backends.filebased.EmailBackend"
# scheme → the options it sets and its usual port
SMTP_SCHEMES: dict[str, tuple[dict[str, bool], int]] = {
    "smtps": ({"use_ssl": True}, 465),
    "smtp+starttls": ({"use_tls": True}, 587),
    "smtp": ({}, 25),
}
SECONDS_TO_ANSWER = 20
# No server is named yet: letters wait.
LATER, WAITING = "later", "outbox.waiting_mail.EmailBackend"
# Providers by their API, through Anymail: scheme → what stands behind it, divided by colons.
PROVIDERS = {
    "brevo": ("api_key",),
    "mailersend": ("api_token",),
    "mailgun": ("api_key", "sender_domain"),
    "mailjet": ("api_key", "secret_key"),
    "postmark": ("server_token",),
    "resend": ("api_key",),
    "sparkpost": ("api_key",),
}


def mailers(*, development: bool, files: Path) -> dict[str, dict[str, Any]]:
    """The three aliases (``guarded`` only where it was asked for); in development all write files."""
    if development:
        return {
            alias: {"BACKEND": FILES, "OPTIONS": {"file_path": files}}
            for alias in ("default", "bulk", "guarded")
        }
    default = secret("MAIL_URL", hint="For instance smtp+starttls://user:password@mail.example.org:587")
    found = {"default": mailer("MAIL_URL", default)}
    found["bulk"] = mailer("BULK_MAIL_URL", secret("BULK_MAIL_URL", optional=True) or default)
    guarded = secret("GUARDED_MAIL_URL", optional=True)
    same = text("GUARDED_MAIL")
    if same not in {"", "default"}:
        raise ImproperlyConfigured(
            "GUARDED_MAIL knows one value: default. For its own server set GUARDED_MAIL_URL."
        )
    if guarded and same:
        raise ImproperlyConfigured("Set GUARDED_MAIL=default or GUARDED_MAIL_URL, not both.")
    if guarded:
        found["guarded"] = mailer("GUARDED_MAIL_URL", guarded)
    elif same:
        found["guarded"] = found["default"]
    return found


def mailer(name: str, url: str) -> dict[str, Any]:
    """One entry of MAILERS: a provider from ``postmark://token`` or ``mailgun://key:domain``, else SMTP.

    ``later`` stands for a server that is still to be named.
    """
    if url == LATER:
        return {"BACKEND": WAITING, "OPTIONS": {}}
    scheme, _, rest = url.partition("://")
    if scheme not in PROVIDERS:
        return smtp(name, url)
    wanted = PROVIDERS[scheme]
    given = [part_of(name, part) for part in rest.split(":")]
    if len(given) != len(wanted) or not all(given):
        raise ImproperlyConfigured(f"{name} must look like {scheme}://{':'.join(wanted).upper()}.")
    return {
        "BACKEND": f"anymail.backends.{scheme}.EmailBackend",
        "OPTIONS": dict(zip(wanted, given, strict=True)),
    }


def smtp(name: str, url: str) -> dict[str, Any]:
    """One SMTP server from ``smtp+starttls://user:password@host:587`` (also smtps:// and, unencrypted, smtp://)."""
    parts = split_url(name, url)
    if parts.scheme not in SMTP_SCHEMES or not parts.hostname or parts.path not in {"", "/"} or parts.query:
        raise ImproperlyConfigured(f"{name} must look like smtp+starttls://user:password@host:587.")
    security, port = SMTP_SCHEMES[parts.scheme]
    if parts.password and not security:
        raise ImproperlyConfigured(
            f"{name} would send a password in clear: use smtps:// or smtp+starttls://."
        )
    options: dict[str, Any] = security | {
        "host": parts.hostname,
        "port": parts.port or port,
        "username": part_of(name, parts.username),
        "password": part_of(name, parts.password),
        "timeout": SECONDS_TO_ANSWER,
    }
    return {"BACKEND": SMTP, "OPTIONS": options}


def webhook_secrets(name: str) -> dict[str, str]:
    """Who may tell what became of mail: ``provider=secret`` pairs, divided by commas.

    Which providers there are is the outbox's to say (countersign.E033).
    """
    found: dict[str, str] = {}
    for pair in filter(None, secret(name, optional=True).split(",")):
        provider, divider, value = pair.strip().partition("=")
        if not divider or not provider or not value:
            raise ImproperlyConfigured(
                f"{name} must hold pairs like postmark=name:password, divided by commas."
            )
        found[provider] = value
    return found
