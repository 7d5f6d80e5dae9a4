"""Pages that anybody may read. A leaf."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import Page, PageViewRestriction


def open_to_all[Pages: Any](pages: Pages) -> Pages:
    """Those of these pages that are live, and that neither a password nor a login keeps from anybody.

    The same as Wagtail's ``live().public()``, which asks for all restrictions anew each time it is called:
    here they are part of the one query.
    """
    found: Pages = pages.live().filter(~Exists(_kept()))
    return found


def surely_open() -> Q:
    """Whether nothing can keep a page from anybody: no restriction on its way up, and no alias.

    What keeps an alias is asked of its source, which only Wagtail itself does.
    """
    above = Page.objects.alias(here=_here()).filter(here__startswith=F("path"))
    return ~Exists(_kept()) & ~Exists(above.filter(alias_of__isnull=False))


def _kept() -> Any:
    return PageViewRestriction.objects.alias(here=_here()).filter(here__startswith=F("page__path"))


def _here() -> ExpressionWrapper:
    return ExpressionWrapper(OuterRef("path"), output_field=CharField())
