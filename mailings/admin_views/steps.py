"""What is left to do with a draft before it leaves, in the order of doing it. Asks no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mailings.checklist import Remark
from mailings.enums import Variant
from mailings.models import MailContent, Mailing
from privacy.localized import language_name


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: whether it is done, what there is to say, and where it is done."""

    title: str | Promise
    is_done: bool
    says: str | Promise = ""
    url: str = ""
    button: str | Promise = ""
    # Further pages, each a label and an address; those to ``begin`` are for whoever may write.
    links: Sequence[tuple[str, str]] = ()
    begin: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Drafted:
    """What is known of a draft: its words, whether it is for anybody, and what the checklist found."""

    mailing: Mailing
    contents: Sequence[MailContent]
    languages: Sequence[str]
    has_lists: bool
    number: str
    remarks: Sequence[Remark]
    is_approved: bool
    is_step: bool
    # Whoever does not belong to the supporter file does not choose from it.
    may_choose: bool

    @property
    def missing(self) -> list[str]:
        """The languages of the site in which nothing is written yet."""
        written = {one.language for one in self.contents if one.subject}
        return [code for code in self.languages if code not in written]

    @property
    def is_written(self) -> bool:
        return len(self.missing) < len(self.languages)

    @property
    def has_stops(self) -> bool:
        return any(one.is_stop for one in self.remarks)


def steps_of(drafted: Drafted) -> list[Step]:
    """Words, people, check, hour, approval if there is to be one, and sending.

    A step of a series has the people of its series, and leaves when it falls due.
    """
    mailing = drafted.mailing
    steps = [_words(drafted), _check(drafted)]
    if not drafted.is_step:
        steps = [_words(drafted), _people(drafted), _check(drafted), _hour(drafted)]
    if mailing.needs_second:
        steps.append(
            Step(
                _("A second person approves it"),
                drafted.is_approved,
                _("Exactly as it stands is approved.")
                if drafted.is_approved
                else _("Whoever did not make it reads it and says yes. Any change takes the yes back."),
                _at(mailing, "approve"),
                _("Read and approve"),
            )
        )
    if drafted.is_step:
        return steps
    steps.append(
        Step(
            _("Send it"),
            is_done=False,
            says=_("Nothing leaves before you press once more, and then you can take it back for a while."),
            url=_at(mailing, "send"),
            button=_("Send it"),
        )
    )
    return steps


def _words(drafted: Drafted) -> Step:
    mailing = drafted.mailing
    missing = ", ".join(language_name(code) for code in drafted.missing)
    says: Any = ""
    if not drafted.is_written:
        says = _("Nothing is written yet.")
    elif missing:
        says = _("Not written in: %(languages)s. Who reads these gets another language.") % {
            "languages": missing
        }
    variants = list(Variant) if mailing.is_tested else [Variant.A]
    begun = {(one.variant, one.language) for one in drafted.contents}
    links = [
        (_wording_words(one.variant, one.language, mailing), reverse("mail_words:edit", args=[one.pk]))
        for one in drafted.contents
    ]
    begin = [
        (
            gettext("Begin: %(what)s") % {"what": _wording_words(variant, code, mailing)},
            reverse("mailing:start_words", args=[mailing.public_id, variant.value, code]),
        )
        for variant in variants
        for code in drafted.languages
        if (variant.value, code) not in begun
    ]
    return Step(_("Words"), drafted.is_written, says, links=links, begin=begin)


def _wording_words(variant: str, language: str, mailing: Mailing) -> str:
    """The language, and which of two wordings where there are two."""
    name = language_name(language)
    return f"{name}, {Variant(variant).label}" if mailing.is_tested or variant == Variant.B else name


def _people(drafted: Drafted) -> Step:
    says = drafted.number if drafted.has_lists else _("Say which lists it goes to.")
    url = _at(drafted.mailing, "whom") if drafted.may_choose else ""
    return Step(_("Whom it is for"), drafted.has_lists, says, url, _("Choose"))


def _check(drafted: Drafted) -> Step:
    if not drafted.is_written:
        says: Any = _("Once something is written.")
    elif drafted.has_stops:
        says = _("Something would hurt: it cannot be sent like this.")
    elif drafted.remarks:
        says = _("There is something to look at.")
    else:
        says = _("Nothing was found. Send a test to yourselves, and read it on a phone.")
    is_done = drafted.is_written and not drafted.has_stops
    return Step(_("Check and test"), is_done, says, _at(drafted.mailing, "check"), _("Check"))


def _hour(drafted: Drafted) -> Step:
    mailing = drafted.mailing
    if mailing.scheduled_local is None:
        says: Any = _("As soon as somebody lets it go.")
    else:
        when = date_format(mailing.scheduled_local, "SHORT_DATETIME_FORMAT")
        says = _("At %(when)s (%(zone)s).") % {"when": when, "zone": mailing.scheduled_zone}
    if mailing.is_local_morning:
        says = _("%(when)s Each region in its own morning.") % {"when": says}
    return Step(_("When it leaves"), is_done=True, says=says, url=_at(mailing, "hour"), button=_("Choose"))


def _at(mailing: Mailing, name: str) -> str:
    return reverse(f"mailing:{name}", args=[mailing.public_id])
