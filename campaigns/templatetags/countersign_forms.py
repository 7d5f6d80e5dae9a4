"""The tag that draws the gate's part of a public form."""

from collections.abc import Mapping
from typing import Any

from django import template

from campaigns.forms import PublicForm
from campaigns.list_gate import hidden_fields

register = template.Library()


@register.inclusion_tag("countersign/form/guard.html")
def form_guard(form: PublicForm) -> Mapping[str, Any]:
    """The hidden fields and the script of a form. The same for every visitor: the page is cached.

    A form drawn again, which no cache keeps, has the stamp of the first time: an answer is mended in
    less time than a form is typed.
    """
    return hidden_fields(form)
