"""Prepared words for what is told of a delivery and of its reply: in every language of the site, editable."""

from collections.abc import Callable

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext, override

from petitions.models import Delivery
from privacy.localized import LocalizedText


def _each(write: Callable[[str], str]) -> LocalizedText:
    said = LocalizedText()
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = write(language)
    return said


def delivery_title(delivery: Delivery) -> LocalizedText:
    """The heading of "it was handed over"."""
    return _each(lambda language: gettext("Handed over: %(number)s signatures") % _numbers(delivery))


def delivery_text(delivery: Delivery) -> LocalizedText:
    """What it says: how many, and to whom."""
    return _each(
        lambda language: (
            gettext(
                "“%(title)s”: we handed over %(number)s signatures to %(targets)s. "
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


def _numbers(delivery: Delivery) -> dict[str, str]:
    return {"number": number_format(delivery.signatures or 0, force_grouping=True)}


def _names(delivery: Delivery, language: str) -> dict[str, str]:
    targets = ", ".join(target.name for target in delivery.targets.all())
    return {
        "title": delivery.petition.title_in(language),
        "targets": targets or gettext("those addressed"),
    }
