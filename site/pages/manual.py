"""The documents of ``docs/`` inside the admin: what is needed on a bad day is there without the internet."""

import posixpath
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from pages.markdown import parts_of
from privacy.audiences import Audience, audience
from privacy.staff_views import trail

FIRST = "README.md"
TYPES = {".png": "image/png", ".webp": "image/webp"}


def root() -> Path:
    return Path(settings.BASE_DIR) / "docs"


@cache
def documents() -> frozenset[str]:
    """The names of all documents below ``docs/``; nothing else is ever opened."""
    return frozenset(path.relative_to(root()).as_posix() for path in root().rglob("*.md"))


@cache
def pictures() -> frozenset[str]:
    """The names of the pictures in ``docs/images/``."""
    return frozenset(path.name for path in (root() / "images").iterdir() if path.suffix in TYPES)


def lead_from(name: str, target: str) -> str:
    """The address here of what a document links to; "" for files of the repository that are no documents."""
    if target.startswith(("https://", "#")):
        return target
    path, _sign, anchor = target.partition("#")
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    if wanted in documents():
        return reverse("site_manual_page", args=[wanted]) + (f"#{anchor}" if anchor else "")
    picture = wanted.removeprefix("images/")
    return reverse("site_manual_picture", args=[picture]) if picture in pictures() else ""


@require_safe
@audience(Audience.STAFF)
def manual_page(request: HttpRequest, name: str = FIRST) -> HttpResponse:
    """One document, the list of all at first."""
    language = get_language().partition("-")[0]
    if name == FIRST and f"{language}/{FIRST}" in documents():
        name = f"{language}/{FIRST}"
    if name not in documents():
        raise Http404
    written_in, _slash, _rest = name.partition("/")
    codes = [code for code, _label in settings.LANGUAGES]
    parts = list(parts_of((root() / name).read_text(), lambda target: lead_from(name, target)))
    title = parts[0].rows[0][0][0].text if parts and parts[0].kind == "heading" else name
    context = {
        "parts": parts[1:],
        "page_title": title,
        "header_title": title,
        "header_icon": "help",
        "breadcrumbs_items": trail(title, above=[(reverse("site_manual"), _("Manual"))]),
        "written_in": written_in if written_in in codes else "en",
    }
    return TemplateResponse(request, "pages/admin/manual.html", context)


@require_safe
@audience(Audience.STAFF)
def manual_picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture that a document shows."""
    if name not in pictures():
        raise Http404
    path = root() / "images" / name
    return HttpResponse(path.read_bytes(), content_type=TYPES[path.suffix])
