"""Prepared words for what is told of a delivery and of its reply: in every language of the site, editable."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext, override

from petitions.models import Delivery
from petitions.selectors import is_too_small
from petitions.words import shown
from privacy.conf import current
from privacy.localized import LocalizedText


def _each(write: Callable[[str], str]) -> LocalizedText:
    said = LocalizedText()
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = write(language)
    return said


def delivery_title(delivery: Delivery) -> LocalizedText:
    """The heading of "it was handed over"."""
    if _is_small(delivery):
        return _each(lambda language: gettext("Handed over"))
    return _each(lambda language: gettext("Handed over: %(number)s signatures") % _numbers(delivery))


def delivery_text(delivery: Delivery) -> LocalizedText:
    """What it says: how many, and to whom."""
    if delivery.place_id is not None and not _is_small(delivery):
        return _each(
            lambda language: (
                gettext(
                    "We handed over %(number)s signatures from %(where)s to %(targets)s: “%(title)s”. "
                    "We will tell you what they answer."
                )
                % {**_numbers(delivery), **_names(delivery, language), "where": delivery.campus}
            )
        )
    if _is_small(delivery):
        return _each(
            lambda language: (
                gettext(
                    "We handed over what was signed to %(targets)s: “%(title)s”. "
                    "We will tell you what they answer."
                )
                % _names(delivery, language)
            )
        )
    return _each(
        lambda language: (
            gettext(
                "We handed over %(number)s signatures to %(targets)s: “%(title)s”. "
                "We will tell you what they answer."
            )
            % {**_numbers(delivery), **_names(delivery, language)}
        )
    )


def reply_title(delivery: Delivery) -> LocalizedText:
    """The heading of what was answered."""
    return _each(lambda language: gettext("%(targets)s answered") % _names(delivery, language))


def reply_text(delivery: Delivery) -> LocalizedText:
    """The reply itself, in the languages it was written down in."""
    return LocalizedText(delivery.reply)


def _is_small(delivery: Delivery) -> bool:
    """Whether so few signed that a page would not say how many: what came since the last time often is."""
    number = delivery.signatures or 0
    if delivery.place is None:
        return number < current().total_shown_from
    return number < current().place_total_shown_from or is_too_small(delivery, number)


def _numbers(delivery: Delivery) -> dict[str, str]:
    return {"number": shown(delivery.signatures or 0)}


def _names(delivery: Delivery, language: str) -> dict[str, str]:
    targets = ", ".join(target.name for target in delivery.targets.all())
    return {
        "title": delivery.petition.title_in(language),
        "targets": targets or gettext("those addressed"),
    }
