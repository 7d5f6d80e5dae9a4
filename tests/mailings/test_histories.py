"""Random histories of people, staff and broken workers while mailings and a series run.

Nobody gets one mailing twice, more than one mail a day or three a week, or anything without a live yes.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mailings.enums import MailingState, SeriesTrigger
from mailings.exceptions import MailingError
from mailings.jobs import sending as jobs
from mailings.jobs.series import run_series
from mailings.models import Mailing, Recipient, Series
from mailings.services.sending import pause_mailing, resume_mailing, send_mailing, stop_mailing
from mailings.services.series import add_step, rest_series, start_series
from outbox.enums import RefusalReason, SendState
from outbox.models import Refusal
from outbox.services import pause_news, refuse
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.models import Limit, SealedFile
from supporters.exceptions import SupportersError
from supporters.models import Supporter
from supporters.selectors import find_supporter
from supporters.services import erase_supporter, merge_supporters, subscribe, unsubscribe
from tests.mailings.factories import make_mailing, make_sender, write
from tests.proof import proof_size, record_figure
from tests.supporters.factories import PERSON, ListFactory, admit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.proof]

HISTORIES, STEPS = proof_size(10, 200), proof_size(30, 50)
ADDRESSES = ("ada@example.org", "bea@example.net", "cleo@example.com", "dora@example.edu.example")
BEGINS = datetime(2027, 3, 1, 15, tzinfo=UTC)
LONG_OVER = datetime(2020, 1, 1, tzinfo=UTC)
NOBODY = Actor.system()

addresses = st.sampled_from(ADDRESSES)
which_list = st.integers(0, 1)
any_number = st.integers(0, 1_000)


class Histories(RuleBasedStateMachine):
    """What is known from outside: what each said last of each list, who is one with whom, what came when."""

    steps: ClassVar[int] = 0
    sent: ClassVar[int] = 0

    @initialize()
    def nobody(self) -> None:
        self.clock = time_machine.travel(BEGINS, tick=False)
        self.now = self.clock.start()
        for rows in (Mailing, Series, Supporter, Refusal, SealedFile, Limit):
            rows.objects.all().delete()
        mail.outbox.clear()
        self.lists = [ListFactory(), ListFactory()]
        self.steward = Actor.staff(User.objects.get(username="steward"))
        self.said: dict[tuple[str, int], bool] = {}
        # Whom mail is kept back from until they join again: all of it, or until a day.
        self.blocked: dict[str, date | None] = {}
        # Addresses of one person, once they are merged.
        self.one_with: dict[str, set[str]] = {address: {address} for address in ADDRESSES}
        # An erased person who comes again is a new one.
        self.lives: Counter[str] = Counter()
        # By subject: of which list. And what came: who, which, on which day.
        self.lists_of: dict[str, int] = {}
        self.came: list[tuple[str, int, str, date]] = []
        self.series = Series.objects.create(name="Welcome", trigger=SeriesTrigger.JOINED, list=self.lists[0])
        for number, days in enumerate((0, 2, 3)):
            step = add_step(
                series=self.series,
                name=f"Step {number}",
                sender=make_sender(),
                wait_days=days,
                stops_when_acted=False,
                actor=NOBODY,
            )
            self._write(step.mailing, 0)
        start_series(series=self.series, actor=NOBODY)
        for place, address in enumerate(ADDRESSES):
            self.joins(address, place % 2)

    # --- what people do -----------------------------------------------------------------------------

    @rule(address=addresses, number=which_list)
    def joins(self, address, number):
        subscribe(supporter=admit(address), list=self.lists[number], actor=PERSON)
        for one in self.one_with[address]:
            self.said[one, number] = True
            self.blocked.pop(one, None)
        self.done()

    @rule(address=addresses, number=which_list, everything=st.booleans())
    def leaves(self, address, number, everything):
        supporter = find_supporter(address)
        if supporter is not None:
            unsubscribe(supporter=supporter, list=None if everything else self.lists[number], actor=PERSON)
            for one in self.one_with[address]:
                self.said |= {(one, of): False for of in (range(2) if everything else [number])}
        self.done()

    @rule(address=addresses, reason=st.sampled_from([RefusalReason.COMPLAINED, RefusalReason.BOUNCED]))
    def refuses(self, address, reason):
        refuse(address=address, reason=reason)
        for one in self.one_with[address]:
            self.blocked[one] = None
        self.done()

    @rule(address=addresses, days=st.integers(1, 4))
    def pauses(self, address, days):
        until = utc_today() + timedelta(days=days)
        pause_news(address=address, until=until)
        for one in self.one_with[address]:
            if self.blocked.get(one, until) is not None:
                self.blocked[one] = until
        self.done()

    @rule(address=addresses)
    def is_erased(self, address):
        supporter = find_supporter(address)
        if supporter is not None:
            for one in supporter.unseal().addresses:
                self.said = {key: yes for key, yes in self.said.items() if key[0] != one}
                self.lives[one] += 1
                self.one_with[one] = {one}
            erase_supporter(supporter=supporter, keep_fingerprint=True, actor=PERSON)
        self.done()

    # --- what staff do ------------------------------------------------------------------------------

    @rule(one=addresses, other=addresses)
    def are_merged(self, one, other):
        survivor, loser = find_supporter(one), find_supporter(other)
        if survivor is None or loser is None or survivor == loser:
            return
        try:
            merge_supporters(survivor=survivor, loser=loser, actor=self.steward)
        except SupportersError:
            return
        group = self.one_with[one] | self.one_with[other]
        for of in range(2):
            words = {self.said[member, of] for member in group if (member, of) in self.said}
            if words:
                self.said |= {(member, of): words == {True} for member in group}
        for member in group:
            self.one_with[member] = group
            held = [self.blocked[each] for each in group if each in self.blocked]
            if held:
                self.blocked[member] = None if None in held else max(day for day in held if day)
        self.done()

    @rule(number=which_list)
    def let_one_go(self, number):
        mailing = make_mailing(self.lists[number], is_written=False)
        self._write(mailing, number)
        try:
            send_mailing(mailing=mailing, actor=NOBODY)
        except MailingError:
            return
        Mailing.objects.filter(pk=mailing.pk).update(leaves_at=datetime.now(UTC) - timedelta(seconds=1))
        jobs.begin_due()
        jobs.freeze(mailing.pk)
        self.done()

    @precondition(lambda self: Mailing.objects.under_way().exists())
    @rule(pick=any_number, act=st.sampled_from([pause_mailing, resume_mailing, stop_mailing]))
    def is_steered(self, pick, act):
        under_way = list(Mailing.objects.single().under_way().order_by("pk"))
        if under_way:
            mailing = under_way[pick % len(under_way)]
            try:
                act(mailing=mailing, actor=NOBODY)
            except MailingError:
                return
            jobs.clear_stopped(mailing.pk)
        self.done()

    @rule()
    def the_series_rests_or_goes_on(self):
        self.series.refresh_from_db()
        (rest_series if self.series.is_running else start_series)(series=self.series, actor=NOBODY)
        self.done()

    # --- what time and machines do ------------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 25, 49]), is_sent=st.booleans())
    def time_passes(self, hours, is_sent):
        self.now.shift(timedelta(hours=hours))
        run_series()
        if is_sent:
            self.a_worker_runs()
        self.done()

    @rule()
    def a_worker_runs(self):
        jobs.send_all()
        for message in mail.outbox:
            self._arrived(message)
        mail.outbox.clear()
        self.done()

    @precondition(lambda self: Recipient.objects.filter(state=SendState.QUEUED).exists())
    @rule(pick=any_number, state=st.sampled_from([SendState.CLAIMED, SendState.SENDING]))
    def a_worker_dies(self, pick, state):
        """Before its mark, or after it: then nobody knows whether the server took it."""
        rows = list(Recipient.objects.filter(state=SendState.QUEUED).order_by("pk"))
        row = rows[pick % len(rows)]
        Recipient.objects.filter(pk=row.pk).update(
            state=state, claim=uuid4(), lease_until=LONG_OVER, due=None
        )
        self.done()

    # --- what always holds --------------------------------------------------------------------------

    def _arrived(self, message):
        """Looked at as it comes: consent is asked for at the moment of sending."""
        [address] = message.to
        number = self.lists_of[message.subject]
        assert self.said.get((address, number)) is True
        blocked = self.blocked.get(address, date.min)
        assert blocked is not None
        assert blocked <= utc_today()
        self.came.append((address, self.lives[address], message.subject, utc_today()))
        type(self).sent += 1

    @invariant()
    def nobody_gets_one_twice_or_too_many(self):
        copies = Counter((who, life, which) for who, life, which, _day in self.came)
        assert [key for key, number in copies.items() if number > 1] == []
        days = Counter((who, life, day) for who, life, _which, day in self.came)
        assert [key for key, number in days.items() if number > 1] == []
        for who, life, day in days:
            week = [one for one in days if one[:2] == (who, life) and day <= one[2] < day + timedelta(days=7)]
            assert len(week) <= 3

    @invariant()
    def a_row_and_a_place_are_of_somebody(self):
        rows = Recipient.objects.order_by().values_list("mailing", "supporter")
        assert len(rows) == len(set(rows))
        assert set(Mailing.objects.values_list("state", flat=True)) <= set(MailingState.values)

    def _write(self, mailing, number):
        subject = f"Mail {len(self.lists_of) + 1}"
        write(mailing, subject=subject, body=[("text", "<p>Hello</p>")])
        write(mailing, language="es", subject=subject, body=[("text", "<p>Hola</p>")])
        self.lists_of[subject] = number

    def done(self):
        type(self).steps += 1

    def teardown(self):
        self.clock.stop()


def test_whatever_happens_nobody_gets_a_mail_twice_too_often_or_without_a_yes():
    User.objects.create_user("steward")
    Histories.steps = Histories.sent = 0
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            # In `make test` the same ones each time; `make prove` looks for others.
            derandomize=proof_size(1, 0) == 1,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert Histories.sent > 0
    record_figure(
        "histories of mailings: steps of people, staff and machines, mails sent, twice or without a yes",
        f"{Histories.steps:,}, {Histories.sent:,}, 0",
    )
