"""What can be asked of a supporter by the mailings they got, as long as that is known."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mailings.models import Mailing, Recipient
from outbox.enums import SendState
from supporters.segment_rules import Book, OneOf, RuleForm, SegmentRule, key_of, there_is


def all_mailings() -> Iterable[tuple[UUID, str]]:
    return list(Mailing.objects.order_by("-pk").values_list("public_id", "name"))


class MailingForm(RuleForm):
    mailing = OneOf(all_mailings, label=_("Mailing"))


class Got(SegmentRule):
    """A mail server took it, or may have. Whether anybody read it is known to nobody."""

    name = "mailings.got"
    label = _("Got a mailing")
    help: ClassVar[str | Promise] = _(
        "Known for 30 days after it was sent, then nobody fits: who got it is forgotten."
    )
    form = MailingForm

    def q(self, said: Mapping[str, Any]) -> Q:
        rows = Recipient.objects.filter(
            supporter=OuterRef("pk"),
            mailing=key_of(Mailing, said["mailing"]),
            state__in=(SendState.SENT, SendState.UNKNOWN),
        )
        return Q(Exists(rows))

    def ground(self, said: Mapping[str, Any]) -> Q:
        return there_is(Mailing, said["mailing"])

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        return gettext("got the mailing “%(mailing)s”") % {
            "mailing": book.name(all_mailings, said["mailing"])
        }


class DidNotGet(Got):
    name = "mailings.not_got"
    label = _("Did not get a mailing")
    help = _("Known for 30 days after it was sent, then everybody fits: who got it is forgotten.")

    def q(self, said: Mapping[str, Any]) -> Q:
        return ~super().q(said)

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        named = book.name(all_mailings, said["mailing"])
        return gettext("did not get the mailing “%(mailing)s”") % {"mailing": named}


RULES: tuple[SegmentRule, ...] = (Got(), DidNotGet())
