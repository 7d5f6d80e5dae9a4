"""What can be asked of a supporter by their signatures: which, whether it counts, at which campus."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.models import Institution, Jurisdiction
from petitions.models import Petition, Place, Signature
from supporters.segment_rules import Book, OneOf, RuleForm, SegmentRule, key_of, there_is


def all_petitions() -> Iterable[tuple[UUID, str]]:
    return list(Petition.objects.order_by("name", "pk").values_list("public_id", "name"))


def all_places() -> Iterable[tuple[UUID, str]]:
    """Institutions and cities at which something can be signed, whatever the petition."""
    places = Place.objects.order_by().values("institution")
    campuses = Institution.objects.filter(pk__in=places).order_by("name").values_list("public_id", "name")
    cities = Jurisdiction.objects.filter(pk__in=Place.objects.order_by().values("jurisdiction"))
    return [*campuses, *cities.order_by("name").values_list("public_id", "name")]


class PetitionForm(RuleForm):
    petition = OneOf(all_petitions, label=_("Petition"))


class Signed(SegmentRule):
    """Signed and pressed the button in the mail. Whoever is put aside is among them: they are not told."""

    name = "petitions.signed"
    label = _("Signed a petition")
    help: ClassVar[str | Promise] = _(
        "Whoever confirmed it by mail. Whoever took the name off has not signed."
    )
    form = PetitionForm

    def q(self, said: Mapping[str, Any]) -> Q:
        rows = Signature.objects.counted_or_aside().filter(
            supporter=OuterRef("pk"), petition=key_of(Petition, said["petition"])
        )
        return Q(Exists(rows))

    def ground(self, said: Mapping[str, Any]) -> Q:
        return there_is(Petition, said["petition"])

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        return gettext("signed “%(petition)s”") % {"petition": book.name(all_petitions, said["petition"])}


class DidNotSign(Signed):
    name = "petitions.not_signed"
    label = _("Did not sign a petition")
    help = ""

    def q(self, said: Mapping[str, Any]) -> Q:
        return ~super().q(said)

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        named = book.name(all_petitions, said["petition"])
        return gettext("did not sign “%(petition)s”") % {"petition": named}


class Confirmed(Signed):
    """As Signed, without those who are put aside: only what counts."""

    name = "petitions.confirmed"
    label = _("Signed a petition, and it counts")
    help = _("Without signatures that are in quarantine.")

    def q(self, said: Mapping[str, Any]) -> Q:
        rows = Signature.objects.counted().filter(
            supporter=OuterRef("pk"), petition=key_of(Petition, said["petition"])
        )
        return Q(Exists(rows))

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        named = book.name(all_petitions, said["petition"])
        return gettext("signed “%(petition)s”, which counts") % {"petition": named}


class CampusForm(RuleForm):
    place = OneOf(all_places, label=_("Campus or city"))


class AtCampus(SegmentRule):
    """Signed any petition at one campus or city."""

    name = "petitions.campus"
    label = _("Signed at a campus")
    help = _("Or at a city, county or state. The number is told in full tens, from ten on.")
    form = CampusForm
    is_narrow = True

    def q(self, said: Mapping[str, Any]) -> Q:
        at = Place.objects.filter(
            Q(institution=key_of(Institution, said["place"]))
            | Q(jurisdiction=key_of(Jurisdiction, said["place"]))
        )
        rows = Signature.objects.counted_or_aside().filter(
            supporter=OuterRef("pk"), place__in=at.order_by().values("pk")
        )
        return Q(Exists(rows))

    def ground(self, said: Mapping[str, Any]) -> Q:
        return there_is(Institution, said["place"]) | there_is(Jurisdiction, said["place"])

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        return gettext("signed at “%(place)s”") % {"place": book.name(all_places, said["place"])}


RULES: tuple[SegmentRule, ...] = (Signed(), DidNotSign(), Confirmed(), AtCampus())
