"""The tag that draws the gate's part of a public form."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from campaigns import gate
from campaigns.forms import PublicForm

register = template.Library()


@register.inclusion_tag("countersign/form/guard.html")
def form_guard(form: PublicForm) -> dict[str, Any]:
    """The hidden fields and the script of a form. The same for every visitor: the page is cached.

    A form drawn again, which no cache keeps, has the stamp of the first time: an answer is mended in
    less time than a form is typed.
    """
    return {
        "form": form,
        "honeypot": gate.HONEYPOT,
        "language": get_language(),
        "stamp": form.data.get(gate.STAMP, ""),
        "challenge_url": reverse("countersign_challenge"),
    }
