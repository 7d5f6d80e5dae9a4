"""Whether mail is set up; the floor above has it on the list of what to do first."""

from django.conf import settings

from outbox.messages import sending_domain

# Backends of Django's whose mail reaches nobody.
_BACKENDS = "django.core.mail.backends."
# Letters wait until a server is named.
WAITING = "outbox.waiting_mail.EmailBackend"
NOWHERE = {f"{_BACKENDS}{name}.EmailBackend" for name in ("filebased", "console", "locmem", "dummy")} | {
    WAITING
}


def mail_leaves() -> bool:
    """Whether answers go by a real server, from a domain that somebody can own. Asks nobody."""
    backend = settings.MAILERS.get("default", {}).get("BACKEND", "")
    return backend not in NOWHERE and "." in sending_domain()
