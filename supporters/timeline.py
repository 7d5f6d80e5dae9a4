"""What this floor itself tells about a supporter: that they joined, answered, and joined or left lists."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from supporters.models import Supporter
from supporters.registries import TimelineEntry
from supporters.selectors import consents_of


def joined(supporter: Supporter) -> Iterator[TimelineEntry]:
    yield TimelineEntry(supporter.joined, "joined", _("Came in"))


def answered(supporter: Supporter) -> Iterator[TimelineEntry]:
    for consent in consents_of(supporter):
        said = _("Said yes: %(text)s") if consent.answer else _("Said no: %(text)s")
        if consent.day is not None and consent.wording is not None:
            yield TimelineEntry(consent.day, "consent", said % {"text": consent.wording.text})


def stands(supporter: Supporter) -> Iterator[TimelineEntry]:
    for standing in supporter.subscriptions.select_related("list"):
        label = f"{standing.list}: {standing.get_state_display()}"
        yield TimelineEntry(standing.since, "subscription", label)
