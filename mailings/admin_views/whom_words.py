"""Whom a mailing is for, and how many that are, in words for staff."""

from collections.abc import Iterator
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import get_language, gettext, ngettext

from campaigns.blocks import ActionRef
from campaigns.exceptions import UnknownKind
from campaigns.kinds import action_kind
from mailings.models import Mailing
from mailings.selectors.recipients import Audience


def audience_words(audience: Audience) -> str:
    """How many would get it now, and how many of them more than they were promised."""
    if audience.needs_reading:
        return gettext(
            "One of the segments opens postal codes: how many it reaches is known when sending begins, which "
            "is written into the access log."
        )
    if audience.number is None:
        return gettext(
            "One of the segments tells where somebody is. So that nobody can be guessed, the number is not "
            "told."
        )
    reaches = ngettext("It reaches %(number)s person.", "It reaches %(number)s people.", audience.number)
    said = [reaches % {"number": intcomma(audience.number)}]
    if audience.had_enough:
        more = intcomma(audience.had_enough)
        if audience.is_last_hours:
            text = ngettext(
                "%(number)s of them gets more than was promised.",
                "%(number)s of them get more than was promised.",
                audience.had_enough,
            )
        else:
            text = ngettext(
                "%(number)s more had their mails of the day or of the week, and does not get it.",
                "%(number)s more had their mails of the day or of the week, and do not get it.",
                audience.had_enough,
            )
        said.append(text % {"number": more})
    return " ".join(said)


def whom_words(mailing: Mailing) -> list[tuple[str, list[str]]]:
    """What was chosen: a label, and what stands beside it. Six queries."""
    return list(_chosen(mailing))


def _chosen(mailing: Mailing) -> Iterator[tuple[str, list[str]]]:
    parts: list[tuple[str, Any]] = [
        (gettext("On one of these lists"), mailing.lists.order_by("pk")),
        (gettext("And fits one of these segments"), mailing.segments.order_by("name")),
        (gettext("Not who is on"), mailing.without_lists.order_by("pk")),
        (gettext("Not who fits"), mailing.without_segments.order_by("name")),
        (gettext("Not who got"), mailing.without_mailings.all()),
    ]
    for label, rows in parts:
        if names := [str(row) for row in rows]:
            yield label, names
    if mailing.again_of is not None:
        yield gettext("Only who got"), [str(mailing.again_of)]
    if mailing.acted_id is not None:
        yield gettext("Not who did this already"), [acted_words(mailing.acted_kind, mailing)]
    if mailing.last_hours_reason:
        yield gettext("More often than promised, because"), [mailing.last_hours_reason]


def acted_words(kind_name: str, mailing: Mailing) -> str:
    """The action whose doers are left out; its kind alone where it is gone."""
    try:
        kind = action_kind(kind_name)
    except UnknownKind:
        return kind_name
    found = ActionRef(kind_name, mailing.acted_id).find() if mailing.acted_id is not None else None
    title = kind.title_in(found, get_language() or "") if found is not None else gettext("gone")
    return f"{kind.label}: {title}"
