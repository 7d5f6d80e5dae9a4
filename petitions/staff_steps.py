"""What a petition's team could do next, told from how it stands; nothing where nothing is to be done."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from petitions import words
from petitions.enums import OVER, PetitionState
from petitions.models import Delivery
from petitions.selectors import Overview, steps_up_to
from privacy.conf import current
from privacy.days import utc_today
from privacy.localized import language_name

# Without a signature for so long, it wants passing on.
QUIET_DAYS = 14
# From here on a round number of signatures is a reason to hand it over.
FIRST_MILESTONE = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence, and where it is done by whoever has ``permission``; "" for a page that all may see."""

    text: str
    url: str = ""
    permission: str = ""


def staff_steps(shown: Overview) -> list[Step]:
    """The steps, what is in the way of signing first. Asks no database."""
    return [*_page_steps(shown), *_waiting_steps(shown), *_delivery_steps(shown), *_growth_steps(shown)]


def _at(shown: Overview, view: str, **query: str) -> str:
    return reverse(f"petition:{view}", args=[shown.petition.public_id], query=query or None)


def _page_steps(shown: Overview) -> Iterator[Step]:
    petition = shown.petition
    if petition.state in OVER:
        return
    if petition.state == PetitionState.PAUSED:
        resume = _at(shown, "resume")
        yield Step(_("It is paused: nobody can sign."), resume, "countersign_petitions.change_petition")
    if not shown.page_paths:
        yield Step(_("It has no public page: publish one, or nobody can sign."))
    elif petition.opens_later and petition.opens is not None:
        yield Step(_("It opens on %(day)s.") % {"day": date_format(petition.opens, "DATE_FORMAT")})
    if shown.page_paths:
        for code in shown.missing_languages:
            yield Step(
                _("No version in %(language)s: translate its page.") % {"language": language_name(code)}
            )


def _waiting_steps(shown: Overview) -> Iterator[Step]:
    waits = shown.waits
    to_approve, places = reverse("petition:words"), _at(shown, "places")
    change_update = "countersign_petitions.change_update"
    found = [
        (
            shown.quarantined,
            ngettext(
                "%(number)s signature is in quarantine.",
                "%(number)s signatures are in quarantine.",
                shown.quarantined,
            ),
            _at(shown, "signatures", state="quarantined"),
            "countersign_petitions.view_signature",
        ),
        (
            waits.comments,
            ngettext(
                "%(number)s comment waits for a moderator.",
                "%(number)s comments wait for a moderator.",
                waits.comments,
            ),
            reverse("petition:comments"),
            "countersign_petitions.view_comment",
        ),
        (
            waits.proposals,
            ngettext(
                "%(number)s campus was proposed.", "%(number)s campuses were proposed.", waits.proposals
            ),
            places,
            "countersign_petitions.change_placeproposal",
        ),
        (
            waits.notices,
            ngettext(
                "%(number)s notice of a recruiter waits.",
                "%(number)s notices of recruiters wait.",
                waits.notices,
            ),
            places,
            "countersign_petitions.change_recruiternotice",
        ),
        (
            waits.updates,
            ngettext(
                "%(number)s update waits to be shown.", "%(number)s updates wait to be shown.", waits.updates
            ),
            to_approve,
            change_update,
        ),
        (
            waits.news,
            ngettext(
                "%(number)s message to signers waits for a Mailer.",
                "%(number)s messages to signers wait for a Mailer.",
                waits.news,
            ),
            to_approve,
            "countersign_petitions.view_signernews",
        ),
    ]
    for number, text, url, permission in found:
        if number:
            yield Step(text % {"number": words.shown(number)}, url, permission)


def _delivery_steps(shown: Overview) -> Iterator[Step]:
    petition, planned, last = shown.petition, shown.planned, shown.last_delivery
    if not petition.is_delivered:
        return
    url, see, plan = (
        _at(shown, "deliveries"),
        "countersign_petitions.view_delivery",
        "countersign_petitions.add_delivery",
    )
    if planned is not None:
        day = {"day": date_format(planned.day, "DATE_FORMAT")}
        if planned.day <= utc_today():
            yield Step(
                _("The delivery planned for %(day)s is due: hand it over, and record it.") % day, url, see
            )
    elif last is None:
        if petition.state in OVER and shown.total:
            yield Step(_("It has ended and was not handed over yet: plan the delivery."), url, plan)
        elif passed := steps_up_to(shown.total):
            text = _("%(number)s have signed: hand it over.") % {"number": words.shown(passed[-1])}
            yield Step(text, url, plan)
    elif shown.at_least_not_handed_over >= max(FIRST_MILESTONE, shown.handed_over):
        text = _("Twice as many have signed as were handed over: plan the next delivery.")
        yield Step(text, url, plan)
    if last is not None:
        yield from _after_delivery(last, url, see)


def _after_delivery(last: Delivery, url: str, see: str) -> Iterator[Step]:
    if last.update_id is None and last.news_id is None:
        yield Step(_("It was handed over: tell those who signed."), url, see)
    if not last.reply:
        yield Step(_("No reply is recorded: ask for one, or record it."), url, see)


def _growth_steps(shown: Overview) -> Iterator[Step]:
    petition = shown.petition
    if not petition.is_open or not shown.page_paths:
        return
    if not any(day.counted or day.waiting for day in shown.days[-QUIET_DAYS:]):
        text = _(
            "Nobody signed in the last 14 days: pass its page on, with ?source= and a word for where you do."
        )
        yield Step(text)
    elif 0 < shown.total < current().total_shown_from:
        missing = current().total_shown_from - shown.total
        text = ngettext(
            "%(number)s more, and its total shows on the page.",
            "%(number)s more, and its total shows on the page.",
            missing,
        )
        yield Step(text % {"number": words.shown(missing)})
