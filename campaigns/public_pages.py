"""Pages that anybody may read. A leaf."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageViewRestriction


def open_to_all[Pages: Any](pages: Pages) -> Pages:
    """Those of these pages that are live, and that neither a password nor a login keeps from anybody.

    The same as Wagtail's ``live().public()``, which asks for all restrictions anew each time it is called:
    here they are part of the one query.
    """
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    kept = PageViewRestriction.objects.alias(here=here).filter(here__startswith=F("page__path"))
    found: Pages = pages.live().filter(~Exists(kept))
    return found
