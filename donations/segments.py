"""What can be asked of a supporter by their gifts: how they stand, and whether they gave to a drive.

Only of who wants news by mail, and never how much.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from donations.enums import Standing
from donations.models import Fundraiser, Giving
from supporters.segment_rules import Book, OneOf, RuleForm, SegmentRule, key_of, there_is


def all_fundraisers() -> Iterable[tuple[UUID, str]]:
    return list(Fundraiser.objects.order_by("name", "pk").values_list("public_id", "name"))


class StandingForm(RuleForm):
    standing = forms.ChoiceField(label=_("As a donor"), choices=Standing)


class DriveForm(RuleForm):
    drive = OneOf(all_fundraisers, label=_("Fundraiser"))


class StandsAsDonor(SegmentRule):
    """As of the last daily job. Whoever has no row never gave, as far as we know."""

    name = "donations.standing"
    label = _("Gives, gave, or never gave")
    help: ClassVar[str | Promise] = _(
        "Known once a day, and only of who asked for news with a gift; everybody else counts as never."
    )
    form = StandingForm

    def q(self, said: Mapping[str, Any]) -> Q:
        rows = Giving.objects.filter(supporter=OuterRef("pk"), drive__isnull=True)
        if said["standing"] == Standing.NEVER:
            return ~Q(Exists(rows))
        return Q(Exists(rows.filter(standing=said["standing"])))

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        return str(Standing(said["standing"]).label)


class GaveToDrive(SegmentRule):
    """Until 30 days after it closed."""

    name = "donations.drive"
    label = _("Gave to a fundraiser")
    help: ClassVar[str | Promise] = _(
        "Known once a day, of who asked for news with a gift, until 30 days after it closed."
    )
    form = DriveForm

    def q(self, said: Mapping[str, Any]) -> Q:
        return Q(
            Exists(Giving.objects.filter(supporter=OuterRef("pk"), drive=key_of(Fundraiser, said["drive"])))
        )

    def ground(self, said: Mapping[str, Any]) -> Q:
        return there_is(Fundraiser, said["drive"])

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        return gettext("gave to “%(drive)s”") % {"drive": book.name(all_fundraisers, said["drive"])}


class DidNotGiveToDrive(GaveToDrive):
    """To leave those out who gave already."""

    name = "donations.not_drive"
    label = _("Did not give to a fundraiser")
    help = _("As far as is known: also who gave and asked for no news.")

    def q(self, said: Mapping[str, Any]) -> Q:
        return ~super().q(said)

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        named = book.name(all_fundraisers, said["drive"])
        return gettext("did not give to “%(drive)s”") % {"drive": named}


RULES: tuple[SegmentRule, ...] = (StandsAsDonor(), GaveToDrive(), DidNotGiveToDrive())
