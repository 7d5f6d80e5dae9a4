"""What this floor itself can ask of a supporter: lists, tags, where they live, when they came in."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from privacy.days import utc_today
from privacy.localized import language_name
from supporters.enums import Standing, SupporterState
from supporters.models import List, Supporter, SupporterDetails, Tag
from supporters.regions import known_regions
from supporters.segment_rules import Book, DayField, DaysField, OneOf, RuleForm, SegmentRule, key_of, there_is
from supporters.selectors import stands

MOST_CODES = 500
ONE_CODE = re.compile(r"[A-Z0-9]{3,10}")
ZIP_PLUS_FOUR = re.compile(r"\d{5}-?\d{4}")
# Typed in place of a region: those whose region is not known.
NO_REGION = "-"


def all_lists() -> Iterable[tuple[UUID, str]]:
    return [(one.public_id, str(one)) for one in List.objects.order_by("-pk")]


def all_tags() -> Iterable[tuple[UUID, str]]:
    return list(Tag.objects.order_by("name").values_list("public_id", "name"))


class OnListForm(RuleForm):
    list = OneOf(all_lists, label=_("List"))
    state = forms.ChoiceField(label=_("Standing"), choices=Standing.choices, initial=Standing.SUBSCRIBED)


class OnList(SegmentRule):
    """Standing with one list, or that somebody is not on it."""

    name = "supporters.on_list"
    label = _("On a list, or not on it")
    form = OnListForm

    def q(self, said: Mapping[str, Any]) -> Q:
        return stands(key_of(List, said["list"]), said["state"])

    def ground(self, said: Mapping[str, Any]) -> Q:
        return there_is(List, said["list"])

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        sentences = {
            Standing.SUBSCRIBED: gettext("is on the list “%(list)s”"),
            Standing.UNSUBSCRIBED: gettext("left the list “%(list)s”"),
            Standing.UNCONFIRMED: gettext("has not confirmed the list “%(list)s” yet"),
            Standing.NONE: gettext("was never on the list “%(list)s”"),
            Standing.NOT_ON: gettext("is not on the list “%(list)s”"),
        }
        return sentences[Standing(said["state"])] % {"list": book.name(all_lists, said["list"])}


class TaggedForm(RuleForm):
    tag = OneOf(all_tags, label=_("Tag"))


class Tagged(SegmentRule):
    name = "supporters.tag"
    label = _("Has a tag")
    form = TaggedForm

    def q(self, said: Mapping[str, Any]) -> Q:
        through = Supporter.tags.through.objects
        return Q(Exists(through.filter(supporter=OuterRef("pk"), tag=key_of(Tag, said["tag"]))))

    def ground(self, said: Mapping[str, Any]) -> Q:
        return there_is(Tag, said["tag"])

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        return gettext("has the tag “%(tag)s”") % {"tag": book.name(all_tags, said["tag"])}


class RegionForm(RuleForm):
    regions = forms.CharField(
        label=_("States"),
        max_length=300,
        help_text=_("Two letters each, as CA, NY; a hyphen (-) for those whose state is not known."),
    )

    def clean_regions(self) -> list[str]:
        typed = re.split(r"[\s,;]+", self.cleaned_data["regions"].upper().strip(" ,;"))
        found = list(dict.fromkeys(typed))
        for code in found:
            if code != NO_REGION and code not in known_regions():
                raise ValidationError(
                    _("“%(code)s” is no state we know. Write two letters, as CA."), params={"code": code}
                )
        return found


class InRegion(SegmentRule):
    name = "supporters.region"
    label = _("Lives in a state")
    form = RegionForm

    def q(self, said: Mapping[str, Any]) -> Q:
        return Q(region__in=["" if code == NO_REGION else code for code in said["regions"]])

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        named = [code for code in said["regions"] if code != NO_REGION]
        places = gettext("lives in %(states)s") % {"states": gettext(" or ").join(named)}
        unknown = gettext("lives we do not know where")
        if NO_REGION not in said["regions"]:
            return places
        return f"({places}{gettext(' or ')}{unknown})" if named else unknown


class LanguageForm(RuleForm):
    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)


class InLanguage(SegmentRule):
    name = "supporters.language"
    label = _("Is written to in a language")
    form = LanguageForm

    def q(self, said: Mapping[str, Any]) -> Q:
        return Q(language=said["language"])

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        return gettext("is written to in %(language)s") % {"language": language_name(said["language"])}


class DayForm(RuleForm):
    day = DayField()


class DaysForm(RuleForm):
    days = DaysField()


def as_day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


class JoinedBefore(SegmentRule):
    name = "supporters.joined_before"
    label = _("Came in before a day")
    form = DayForm

    def q(self, said: Mapping[str, Any]) -> Q:
        return Q(joined__lt=said["day"])

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        return gettext("came in before %(day)s") % {"day": as_day(said["day"])}


class JoinedFrom(SegmentRule):
    name = "supporters.joined_from"
    label = _("Came in on a day or later")
    form = DayForm

    def q(self, said: Mapping[str, Any]) -> Q:
        return Q(joined__gte=said["day"])

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        return gettext("came in on %(day)s or later") % {"day": as_day(said["day"])}


class JoinedWithin(SegmentRule):
    name = "supporters.joined_within"
    label = _("Came in within the last days")
    help = _("Counted from today whenever the segment is used; today is the first of them.")
    form = DaysForm

    def q(self, said: Mapping[str, Any]) -> Q:
        return Q(joined__gt=utc_today() - timedelta(days=said["days"]))

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        said_of = ngettext("came in today", "came in within the last %(days)d days", said["days"])
        return said_of % {"days": said["days"]} if said["days"] > 1 else said_of


class StateForm(RuleForm):
    state = forms.ChoiceField(
        label=_("Standing"), choices=SupporterState.choices, initial=SupporterState.ACTIVE
    )


class InState(SegmentRule):
    name = "supporters.state"
    label = _("Confirmed or not")
    form = StateForm

    def q(self, said: Mapping[str, Any]) -> Q:
        return Q(state=said["state"])

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        if said["state"] == SupporterState.ACTIVE:
            return gettext("confirmed the address")
        return gettext("has not confirmed the address yet")


def canonical_code(text: str) -> str:
    """A postal code without case, spaces and marks; of a United States code the first five digits."""
    typed = text.strip().upper()
    if ZIP_PLUS_FOUR.fullmatch(typed):
        return typed[:5]
    return re.sub(r"[^A-Z0-9]", "", typed)


class PostalCodeForm(RuleForm):
    codes = forms.CharField(
        label=_("Postal codes"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=7_000,
        help_text=_("A city's list: at most 500, with commas or on lines of their own."),
    )

    def clean_codes(self) -> list[str]:
        found: list[str] = []
        for piece in re.split(r"[,;\r\n]+", self.cleaned_data["codes"]):
            words = piece.split()
            # "94601 94602" are two; "M5V 3L9" is one.
            several = words if all(word[:5].isdigit() for word in words) else [piece]
            found += [canonical_code(one) for one in several if one.strip()]
        for code in found:
            if not ONE_CODE.fullmatch(code):
                raise ValidationError(
                    _("“%(code)s” is no postal code: three to ten letters and digits."), params={"code": code}
                )
        if len(set(found)) > MOST_CODES:
            raise ValidationError(_("At most %(most)d codes at once."), params={"most": MOST_CODES})
        return list(dict.fromkeys(found))


class PostalCode(SegmentRule):
    """The one rule that is not SQL: the code is sealed, so it is opened, person by person."""

    name = "supporters.postal_code"
    label = _("Postal code is one of (is read, and logged)")
    help = _(
        "Postal codes are sealed: to count, the machine opens those of everybody whom the other rules leave, "
        "about 10,000 in a second, and the access log notes one search with how many. Narrow it by the state "
        "first. Nobody is shown, and the number is told in full tens, from ten on. Whoever gave no code fits "
        "none."
    )
    form = PostalCodeForm
    reads_sealed = True

    def matches(self, said: Mapping[str, Any], details: SupporterDetails) -> bool:
        return canonical_code(details.postal_code) in said["codes"]

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        codes = said["codes"]
        if len(codes) <= 3:
            return gettext("has the postal code %(codes)s") % {"codes": gettext(" or ").join(codes)}
        more = ngettext(
            "has the postal code %(codes)s or %(number)d other",
            "has the postal code %(codes)s or one of %(number)d others",
            len(codes) - 2,
        )
        return more % {"codes": ", ".join(codes[:2]), "number": len(codes) - 2}


RULES: tuple[SegmentRule, ...] = (
    OnList(),
    Tagged(),
    InRegion(),
    InLanguage(),
    JoinedBefore(),
    JoinedFrom(),
    JoinedWithin(),
    InState(),
    PostalCode(),
)
