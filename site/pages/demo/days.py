"""The demo's past: who signed came in over twelve weeks, and these days are counted as each day is."""

from datetime import date, timedelta
from itertools import accumulate

from campaigns.jobs import count_days as count_action_days
from campaigns.models import Action, Campaign, CountedDay
from pages.demo import ledger
from privacy.days import utc_today
from supporters.jobs.growth import count_days as count_file_days
from supporters.models import FileDay, Supporter

# How many of a hundred came in each week, the last one over yesterday: slow, a rally, and what came of it.
WEEKS = (2, 3, 3, 4, 6, 5, 15, 11, 7, 9, 16, 19)
# Coprime with any number of signers that is not its multiple: neighbours do not sign on one day.
STEP = 37


def tell_the_past(campaign: Campaign) -> None:
    """Spread the campaign's deeds and their people over twelve weeks.

    Nothing where days were counted before: what they say stands.
    """
    if _are_counted():
        return
    actions = list(Action.objects.filter(campaign=campaign).select_related("supporter").order_by("pk"))
    if not actions:
        return
    days = _days(len(actions))
    people = []
    for number, action in enumerate(actions):
        action.created = days[number * STEP % len(actions)]
        if (person := action.supporter) is not None:
            person.joined = person.created = action.created
            people.append(person)
    Action.objects.bulk_update(actions, ["created"], batch_size=500)
    Supporter.objects.bulk_update(people, ["joined", "created"], batch_size=500)


def count_the_past() -> None:
    """Count these days, once all is there that was done on them."""
    if _are_counted():
        return
    count_action_days()
    count_file_days()
    ledger.note_all_made([*CountedDay.objects.all(), *FileDay.objects.all()])


def _are_counted() -> bool:
    return FileDay.objects.exists() or CountedDay.objects.exists()


def _days(number: int) -> list[date]:
    """As many days as there are deeds, from twelve weeks ago to yesterday."""
    yesterday, ends = utc_today() - timedelta(days=1), list(accumulate(WEEKS))
    found = []
    for one in range(number):
        place = 100 * one // number
        week = next(week for week, end in enumerate(ends) if place < end)
        found.append(yesterday - timedelta(days=7 * (len(WEEKS) - 1 - week) + one * 3 % 7))
    return found
