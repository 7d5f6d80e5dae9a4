"""How a rule against bad signatures reads."""

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext

from petitions.models import Conditions
from petitions.selectors.fraud import NO_REGION


def conditions_in_words(conditions: Conditions) -> list[str]:
    """One phrase for each condition, in the language that is active."""
    said = []
    if conditions.domain:
        said.append(gettext("address at %(domain)s") % {"domain": conditions.domain})
    if conditions.is_disposable:
        said.append(gettext("throw-away address"))
    if conditions.name:
        said.append(gettext("name like “%(name)s”") % {"name": conditions.name})
    if conditions.same_name:
        often = number_format(conditions.same_name, force_grouping=True)
        text = ngettext(
            "a name that stands here more than %(often)s time",
            "a name that stands here more than %(often)s times",
            conditions.same_name,
        )
        said.append(text % {"often": often})
    if conditions.region == NO_REGION:
        said.append(gettext("no region known"))
    elif conditions.region:
        said.append(gettext("region %(region)s") % {"region": conditions.region})
    if conditions.first_day:
        said.append(gettext("signed from %(day)s") % {"day": _day(conditions.first_day)})
    if conditions.last_day:
        said.append(gettext("signed until %(day)s") % {"day": _day(conditions.last_day)})
    return said


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")
