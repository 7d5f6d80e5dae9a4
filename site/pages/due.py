"""Publishing and taking down what has its hour, one by one: what is refused holds nothing else up."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from privacy.exceptions import CountersignError

logger = logging.getLogger(__name__)

# The worker looks each minute: what still waits after these was refused.
REFUSED_AFTER = timedelta(minutes=3)


def publish_due() -> None:
    """As Wagtail's command ``publish_scheduled``, which stops at the first that is refused.

    What is refused keeps its hour, is tried again the next time, and is told to editors (``late_pages()``).
    Whatever else goes wrong is raised at the end, after all others were tried.
    """
    broken = [error for deed in _due() if (error := _tried(deed)) is not None]
    if broken:
        raise broken[0]


def late_pages() -> list[tuple[Page, Any]]:
    """Pages that should be published by now and are not, with their hour: two queries."""
    waiting = Revision.page_revisions.filter(approved_go_live_at__lt=timezone.now() - REFUSED_AFTER)
    hours = {int(key): hour for key, hour in waiting.values_list("object_id", "approved_go_live_at")}
    return [(page, hours[page.pk]) for page in Page.objects.filter(pk__in=hours).order_by("path")]


def _due() -> Iterator[Callable[[], Any]]:
    now = timezone.now()
    drafted = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    for model in (Page, *(model for model in drafted if not issubclass(model, Page))):
        for one in list(model._default_manager.filter(live=True, expire_at__lt=now).order_by("expire_at")):
            yield partial(one.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled")
    # Only now: what was taken down has no hour to go live any more.
    for one in list(Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")):
        yield partial(one.publish, log_action="wagtail.publish.scheduled")


def _tried(deed: Callable[[], Any]) -> Exception | None:
    try:
        deed()
    except CountersignError as refusal:
        logger.warning("What has its hour was refused: %s", type(refusal).__name__)
    except Exception as error:  # noqa: BLE001 - raised once all others were tried
        logger.warning("What has its hour failed: %s", type(error).__name__)
        return error
    return None
