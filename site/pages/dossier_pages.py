"""Which page shows the dossier of a target."""

from collections.abc import Sequence

from wagtail.models import get_page_models

from campaigns.pages import TargetPageMixin
from campaigns.public_pages import open_to_all


def pages_of_targets(target_ids: Sequence[int], language: str) -> dict[int, str]:
    """Addresses of the live pages of these targets, in ``language`` if there is one: a query a page type."""
    found: dict[int, str] = {}
    models = [model for model in get_page_models() if issubclass(model, TargetPageMixin)]
    for model in models if target_ids else ():
        pages = open_to_all(model._default_manager.filter(target__in=target_ids)).select_related("locale")
        for page in sorted(pages, key=lambda page: page.locale.language_code == language):
            if url := page.get_url():
                found[page.target_id] = url
    return found
