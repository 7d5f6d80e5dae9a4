"""How mails of a mailing are packed: consent, refusals and promises are looked at when each is sent.

What is needed for a unit is looked up at once, a few queries for up to 25 people. Whoever gets nothing is
taken off the ledger and counted, so that no row says of anybody that they refuse our mail.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, cast

from django.core.mail import mailers
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from campaigns.domains import standing_of
from campaigns.enums import DomainStanding
from mailings.enums import LeftOut, MailingState, Outcome
from mailings.jobs.totals import add_up
from mailings.models import Mailing, Recipient
from mailings.rendering import MergePerson, Rendered, values_for
from mailings.selectors.recipients import Lately, doers_of, lately
from mailings.selectors.words import best_words, render_for_people, words_of
from outbox.bulk import BulkMessage, BulkTemplate
from outbox.courier import Courier, Parcel
from outbox.enums import SendState, WhyNot
from outbox.exceptions import NotNow, Undeliverable
from outbox.models import SendRow
from outbox.refusing import is_known, keep_bounce
from outbox.selectors import refused_among
from outbox.warmup import room_today
from privacy.sealing import unseal_many
from supporters.addresses import unsubscribe_url
from supporters.models import List, Subscription, Supporter, SupporterDetails

UNIT = 25
BATCH = 500
# Mail there is read by a school, or by whom it is about (PRIVACY §4.3).
NO_NEWS = (DomainStanding.CAMPUS, DomainStanding.TARGET)
# How long a row rests while another mailing is about to go to the same person.
BESIDE = timedelta(minutes=1)
NOTHING = Lately(set(), set())


@dataclass(frozen=True, slots=True)
class Ready:
    """One person as their mail is packed."""

    person: Supporter
    details: SupporterDetails = field(repr=False)
    mail_list: List


@dataclass(frozen=True, slots=True)
class Wording:
    """One content as it leaves, and what all its mails have in common."""

    rendered: Rendered
    template: BulkTemplate


class RecipientCourier(Courier[Recipient]):
    """Packs the rows of one mailing for one run of the drain loop."""

    model: ClassVar[type[SendRow]] = Recipient
    unit = UNIT
    batch = BATCH
    is_bulk = True

    def __init__(self, mailing: Mailing) -> None:
        self.mailing = mailing
        self.mailer = "bulk" if "bulk" in mailers else "default"
        self.lists = {one.pk: one for one in mailing.lists.all()}
        self.words = words_of(mailing)
        self.doers = doers_of(mailing)
        self.is_step = hasattr(mailing, "series_step")
        self.turns_each = 2 if mailing.half_rate else 1
        self.wordings: dict[tuple[str, str], Wording] = {}
        self.prepared: dict[int, Ready] = {}

    def ready(self) -> QuerySet[Recipient]:
        """Those who have a wording, while it is being sent: paused, it takes no more.

        While the domain warms up no more than may still leave today; of workers at once each looks by itself.
        """
        rows: QuerySet[Recipient] = super().ready().filter(mailing=self.mailing.pk)
        if not self._is_sending():
            return rows.none()
        rows = rows.exclude(variant="") if self.mailing.is_tested else rows
        room = room_today()
        return rows if room is None else rows[:room]

    def mailer_of(self, row: Recipient) -> str:
        return self.mailer

    def prepare(self, unit: Sequence[Recipient]) -> None:
        """Look at everybody of a unit: about ten queries, and one of the keystore."""
        self.prepared = {}
        if not self._is_sending():
            return
        rows = {row.supporter_id: row for row in unit}
        people = Supporter.objects.filter(pk__in=rows, subject_id__isnull=False).in_bulk()
        details = dict(zip(people, unseal_many(people.values(), skip_unreadable=True), strict=True))
        whose = {pk: one for pk, one in details.items() if one is not None}
        out: dict[int, LeftOut] = {pk: LeftOut.GONE for pk in rows if pk not in whose}
        acted, recent = self._acted(whose), self._lately(whose)
        enough, beside = recent.had_enough, recent.in_hand
        takes = self._takes(whose)
        for pk, one in whose.items():
            if pk not in takes:
                out[pk] = LeftOut.REFUSED
            elif standing_of(one.email) in NO_NEWS:
                out[pk] = LeftOut.READ
            elif pk in acted:
                out[pk] = LeftOut.ACTED
            elif pk in enough and not self.is_step:
                out[pk] = LeftOut.ENOUGH
            elif pk not in beside and pk not in enough:
                self.prepared[rows[pk].pk] = Ready(people[pk], one, takes[pk])
        self._leave_out({rows[pk].pk: why for pk, why in out.items()}, unit)
        later = timezone.now() + BESIDE
        self._put_off([rows[pk].pk for pk in beside if pk not in out and pk not in enough], later, unit)
        # A step of a series comes a day later rather than never.
        tomorrow = timezone.now() + timedelta(days=1)
        self._put_off([rows[pk].pk for pk in enough if pk not in out], tomorrow, unit)

    def pack(self, row: Recipient) -> Parcel[Recipient]:
        ready = self.prepared.get(row.pk)
        if ready is None:
            # Left out, put off, or the mailing was paused: its row says so already.
            raise NotNow
        wording = self._wording(row)
        if wording is None:
            raise Undeliverable(WhyNot.BROKEN)
        source = self.mailing.source_of(row.variant)
        leave = unsubscribe_url(ready.person, ready.mail_list, source=source)
        person = MergePerson(
            public_id=ready.person.public_id,
            given_name=ready.details.given_name,
            region=ready.person.region,
            country=ready.person.country,
            list_name=ready.mail_list.name.best(wording.rendered.language)[0],
            unsubscribe_url=leave,
        )
        message = BulkMessage(
            template=wording.template,
            public_id=row.public_id,
            address=ready.details.email,
            values=values_for(wording.rendered, person),
            unsubscribe_url=leave,
            list_id=ready.mail_list.public_id,
        )
        return Parcel(row, message)

    def bounced(self, parcel: Parcel[Recipient]) -> None:
        # Of who was erased while it was sent nothing may come back.
        if is_known(parcel.address):
            keep_bounce(parcel.address)

    # --- who gets nothing --------------------------------------------------------------------

    def _is_sending(self) -> bool:
        return Mailing.objects.filter(pk=self.mailing.pk, state=MailingState.SENDING).exists()

    def _takes(self, whose: Mapping[int, SupporterDetails]) -> dict[int, List]:
        """Of whom may be written to, the list as somebody on which they get it."""
        standings = Subscription.objects.subscribed().filter(supporter__in=whose, list__in=self.lists)
        on: dict[int, list[int]] = defaultdict(list)
        for supporter_id, list_id in standings.order_by("list").values_list("supporter", "list"):
            on[supporter_id].append(list_id)
        found: dict[int, List] = {}
        for list_id in sorted({pk for pks in on.values() for pk in pks}):
            mail_list = self.lists[list_id]
            theirs = [pk for pk in on if list_id in on[pk] and pk not in found]
            addresses = [address for pk in theirs for address in whose[pk].addresses]
            refused = refused_among(addresses, mail_list.public_id)
            found |= {
                pk: mail_list for pk in theirs if whose[pk].email and refused.isdisjoint(whose[pk].addresses)
            }
        return found

    def _acted(self, whose: Iterable[int]) -> set[int]:
        if self.doers is None:
            return set()
        return set(Supporter.objects.filter(self.doers, pk__in=list(whose)).values_list("pk", flat=True))

    def _lately(self, whose: Iterable[int]) -> Lately:
        """Who had enough, and to whom another run is about to send another mailing: then ours waits.

        Both claim first and look then, so that of two at once one sees the other.
        """
        return NOTHING if self.mailing.last_hours_reason else lately(self.mailing, list(whose))

    def _leave_out(self, out: Mapping[int, LeftOut], unit: Sequence[Recipient]) -> None:
        """Take rows that are still ours off the ledger, and count them in one transaction."""
        if not out:
            return
        variants = {row.pk: row.variant for row in unit}
        with transaction.atomic():
            held = self._held(out, unit).select_for_update().values_list("pk", flat=True)
            keys = list(held)
            Recipient.objects.filter(pk__in=keys).delete()
            add_up(
                self.mailing.pk,
                Counter((variants[pk], Outcome.SKIPPED.value, out[pk].value) for pk in keys),
            )

    def _put_off(self, keys: Sequence[int], until: datetime, unit: Sequence[Recipient]) -> None:
        if keys:
            self._held(keys, unit).update(state=SendState.QUEUED, claim=None, lease_until=None, due=until)

    def _held(self, keys: Iterable[int], unit: Sequence[Recipient]) -> QuerySet[Recipient]:
        """Those of these that this run still holds."""
        rows = cast("QuerySet[Recipient]", Recipient.objects.all())
        return rows.filter(pk__in=list(keys), claim=unit[0].claim, state=SendState.CLAIMED)

    # --- words -------------------------------------------------------------------------------

    def _wording(self, row: Recipient) -> Wording | None:
        key = (row.variant, row.language)
        if key not in self.wordings:
            content = best_words(self.words, variant=row.variant, language=row.language)
            if content is None:
                return None
            rendered = render_for_people(content)
            sender = self.mailing.sender
            template = BulkTemplate(
                language=rendered.language,
                subject=rendered.subject,
                text=rendered.text,
                html=rendered.html,
                sender_name=sender.name.best(rendered.language)[0],
                reply_to=sender.reply_to,
                feedback=self.mailing.source,
            )
            self.wordings[key] = Wording(rendered, template)
        return self.wordings[key]
