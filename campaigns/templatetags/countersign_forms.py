"""Tags of the public form: the gate's hidden fields, and the links to a page's other languages."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_info

from campaigns import gate
from campaigns.forms import ActionForm

register = template.Library()


@register.inclusion_tag("countersign/form/guard.html")
def form_guard(form: ActionForm) -> dict[str, Any]:
    """The hidden fields and the script of a form. The same for every visitor: the page is cached."""
    return {
        "form": form,
        "honeypot": gate.HONEYPOT,
        "language": get_language(),
        "challenge_url": reverse("countersign_challenge"),
    }


@register.simple_tag
def door_languages(request: HttpRequest) -> list[dict[str, Any]]:
    """This page in the site's other languages; its own address with ``?lang=``, nothing else of the query."""
    spoken = get_language()
    return [
        {"code": code, "name": get_language_info(code)["name_local"], "url": f"{request.path}?lang={code}"}
        for code, _name in settings.LANGUAGES
        if code != spoken
    ]
