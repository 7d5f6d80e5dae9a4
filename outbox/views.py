"""The local outbox page: in development, mails are read here instead of being sent."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from outbox.dev_notes import dev_notes
from outbox.mail_files import find_mail, newest_mails
from privacy.audiences import Audience, audience

PAGE_POLICY = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
}
# A mail has its styles in itself; nothing else of it is let in, and no script of anybody's runs.
MAIL_POLICY = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
}


def _directory() -> Path:
    """Where mails are kept as files; 404 outside of development, whatever the URLs say."""
    directory = getattr(settings, "MAIL_FILES", None)
    if not settings.DEBUG or directory is None:
        raise Http404
    return Path(directory)


@audience(Audience.PUBLIC)
@require_safe
@never_cache
@csp_override(PAGE_POLICY)
def mails(request: HttpRequest) -> HttpResponse:
    """The newest mails, their text with links that can be followed, their HTML in a frame."""
    context = {"mails": newest_mails(_directory()), "notes": dev_notes()}
    return render(request, "outbox/dev/mails.html", context)


@audience(Audience.PUBLIC)
@require_safe
@never_cache
@csp_override(MAIL_POLICY)
def mail_html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML part of one mail as it was written; its links open in the whole window."""
    mail = find_mail(_directory(), key)
    if mail is None or not mail.html:
        raise Http404
    return HttpResponse(mail.html.replace("<head>", '<head><base target="_top">', 1))
