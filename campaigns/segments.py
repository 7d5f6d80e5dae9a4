"""What can be asked of a supporter by their actions: when, in which campaign, of what kind, by which link."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from campaigns.exceptions import UnknownKind
from campaigns.kinds import action_kind, action_kinds
from campaigns.models import Campaign
from campaigns.selectors import acted
from campaigns.source import clean_source
from privacy.days import utc_today
from supporters.segment_rules import Book, DaysField, OneOf, RuleForm, SegmentRule, key_of, there_is


def all_campaigns() -> Iterable[tuple[UUID, str]]:
    return [(one.public_id, str(one)) for one in Campaign.objects.all()]


class WithinForm(RuleForm):
    days = DaysField()


class ActedWithin(SegmentRule):
    name = "campaigns.acted_within"
    label = _("Took any action within the last days")
    help = _("Counted from today whenever the segment is used; today is the first of them.")
    form = WithinForm

    def q(self, said: Mapping[str, Any]) -> Q:
        return acted(created__gt=utc_today() - timedelta(days=said["days"]))

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        days = said["days"]
        said_of = ngettext("took an action today", "took an action within the last %(days)d days", days)
        return said_of % {"days": days} if days > 1 else said_of


class CampaignForm(RuleForm):
    campaign = OneOf(all_campaigns, label=_("Campaign"))


class ActedIn(SegmentRule):
    name = "campaigns.acted_in"
    label = _("Took an action in a campaign")
    form = CampaignForm

    def q(self, said: Mapping[str, Any]) -> Q:
        return acted(campaign=key_of(Campaign, said["campaign"]))

    def ground(self, said: Mapping[str, Any]) -> Q:
        return there_is(Campaign, said["campaign"])

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        named = book.name(all_campaigns, said["campaign"])
        return gettext("took an action in the campaign “%(campaign)s”") % {"campaign": named}


class NotActedIn(ActedIn):
    name = "campaigns.not_acted_in"
    label = _("Has not acted in a campaign")

    def q(self, said: Mapping[str, Any]) -> Q:
        return ~super().q(said)

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        named = book.name(all_campaigns, said["campaign"])
        return gettext("took no action in the campaign “%(campaign)s”") % {"campaign": named}


class SourceForm(RuleForm):
    source = forms.CharField(
        label=_("Code of the link"), max_length=50, help_text=_("For instance flyer-campus.")
    )

    def clean_source(self) -> str:
        if not (code := clean_source(self.cleaned_data["source"])):
            raise ValidationError(_("A code has letters and digits, as flyer-campus."))
        return code


class CameBy(SegmentRule):
    name = "campaigns.source"
    # A code on a flyer of one campus tells where somebody was.
    is_narrow = True
    label = _("Came by a link with a code")
    form = SourceForm

    def q(self, said: Mapping[str, Any]) -> Q:
        return acted(source=said["source"])

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        return gettext("took an action that came by “%(source)s”") % {"source": said["source"]}


class KindForm(RuleForm):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=lambda: [(kind.name, kind.label) for kind in action_kinds()]
    )


class ActedKind(SegmentRule):
    name = "campaigns.kind"
    label = _("Took an action of a kind")
    form = KindForm

    def q(self, said: Mapping[str, Any]) -> Q:
        return acted(kind=said["kind"])

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        try:
            named = str(action_kind(said["kind"]).label)
        except UnknownKind:
            named = said["kind"]
        return gettext("took an action of the kind “%(kind)s”") % {"kind": named}


RULES: tuple[SegmentRule, ...] = (ActedWithin(), ActedIn(), NotActedIn(), CameBy(), ActedKind())
