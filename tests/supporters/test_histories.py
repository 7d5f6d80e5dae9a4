"""Random histories of people and staff: nobody gets more mail than they asked for, whatever the order.

A person is whoever reads at an address; staff may take two for one, rightly or not, and take that back.
"""

from typing import ClassVar

import pytest
from django.contrib.auth.models import User
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

from outbox.enums import RefusalReason
from outbox.models import Refusal
from outbox.selectors import is_refused
from outbox.services import refuse
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.ledger import seal_ledger, verify_ledger
from privacy.models import Limit, SealedFile
from supporters.enums import SubscriptionState, SupporterState
from supporters.exceptions import CannotBeUndone, NotConfirmed
from supporters.merge_standings import STRICTNESS
from supporters.models import Consent, Merge, Subscription, Supporter
from supporters.selectors import find_supporter, newest_answers, supporter_named
from supporters.services import (
    ConsentAnswer,
    erase_supporter,
    merge_supporters,
    record_consents,
    subscribe,
    undo_merge,
    unsubscribe,
    withdraw_consent,
)
from tests.proof import proof_size, record_figure
from tests.supporters.factories import PERSON, ListFactory, admit, imported, wording

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.proof]

HISTORIES, STEPS = proof_size(6, 300), proof_size(20, 40)
ADDRESSES = ("ada@example.org", "lovelace@example.net", "ada.l@example.com")
KEY = "tests.news"

addresses = st.sampled_from(ADDRESSES)
which_list = st.integers(0, 1)
any_number = st.integers(0, 1_000)


class Histories(RuleBasedStateMachine):
    """``said`` is what is known from outside: each address's last word to each list, yes or no."""

    steps: ClassVar[int] = 0
    merged: ClassVar[int] = 0

    @initialize()
    def nobody(self) -> None:
        # A merge is one of an hour's looks: each history has an hour of its own.
        for rows in (Supporter, Refusal, SealedFile, Limit):
            rows.objects.all().delete()
        self.lists = [ListFactory(), ListFactory()]
        self.wording = wording(KEY)
        self.steward = Actor.staff(User.objects.get(username="steward"))
        self.said: dict[tuple[str, int], bool] = {}
        # Every id that ever stood in a link of mail to an address.
        self.links: dict[str, set] = {}
        self.before = self.standings()

    # --- what people do -----------------------------------------------------------------------------

    @rule(address=addresses, number=which_list, yes=st.sampled_from([True, True, True, False]))
    def signs_up(self, address, number, yes):
        """A form with a question, sent and confirmed by mail."""
        supporter = admit(address)
        mail_list = self.lists[number]
        answer = ConsentAnswer(self.wording.pk, answer=yes, list_id=mail_list.public_id)
        record_consents(supporter=supporter, answers=[answer], actor=PERSON)
        if yes:
            subscribe(supporter=supporter, list=mail_list, actor=PERSON)
            self.says(supporter, [number], yes=True)
        self.links.setdefault(address, set()).add(supporter.public_id)
        self.done(by_the_person=True)

    @rule(address=addresses, number=which_list, everything=st.booleans(), pick=any_number)
    def leaves(self, address, number, everything, pick):
        """By the link of any mail that ever came there."""
        links = sorted(self.links.get(address, ()))
        supporter = supporter_named(links[pick % len(links)]) if links else None
        if supporter is not None:
            self.says(supporter, range(len(self.lists)) if everything else [number], yes=False)
            mail_list = None if everything else self.lists[number]
            unsubscribe(supporter=supporter, list=mail_list, actor=PERSON)
        self.done()

    @rule(address=addresses, number=which_list)
    def takes_a_yes_back(self, address, number):
        """In their own door."""
        supporter, list_id = find_supporter(address), self.lists[number].public_id
        if supporter is not None:
            newest = {of: one for (_key, _partner, of), one in newest_answers(supporter).items()}
            if list_id in newest and newest[list_id].answer:
                self.says(supporter, [number], yes=False)
                withdraw_consent(
                    supporter=supporter, wording_id=self.wording.public_id, list_id=list_id, actor=PERSON
                )
        self.done()

    @rule(address=addresses)
    def complains(self, address):
        """The provider says that our mail was reported as spam."""
        refuse(address=address, reason=RefusalReason.COMPLAINED)
        self.done()

    @rule(address=addresses, keep=st.booleans())
    def is_erased(self, address, keep):
        supporter = find_supporter(address)
        if supporter is not None:
            for one in supporter.unseal().addresses:
                self.said = {key: yes for key, yes in self.said.items() if key[0] != one}
            erase_supporter(supporter=supporter, keep_fingerprint=keep, actor=PERSON)
            assert find_supporter(address) is None
            assert is_refused(address) or not keep
        self.done()

    # --- what staff do ------------------------------------------------------------------------------

    @rule(address=addresses, number=which_list)
    def is_imported(self, address, number):
        """A row of a file, which has nobody's word: it makes an unconfirmed standing, where there is none.

        The step of the import's own service stands here in short: it writes no more than this.
        """
        mail_list = self.lists[number]
        if not is_refused(address, mail_list.public_id):
            known = find_supporter(address)
            supporter = known or admit(address)
            if known is None:
                Supporter.objects.filter(pk=supporter.pk).update(state=SupporterState.UNCONFIRMED)
            if not Subscription.objects.filter(supporter=supporter, list=mail_list).exists():
                imported(supporter, mail_list, since=utc_today())
        self.done()

    @precondition(lambda self: Supporter.objects.count() > 1)
    @rule(pick=any_number, other=any_number)
    def are_merged(self, pick, other):
        people = list(Supporter.objects.order_by("pk"))
        survivor = people.pop(pick % len(people))
        loser = people[other % len(people)]
        state = survivor.state
        pairs = [self.standings_of(one) for one in (survivor, loser)]
        try:
            merge_supporters(survivor=survivor, loser=loser, actor=self.steward)
        except NotConfirmed:
            return
        type(self).merged += 1
        seal_ledger(Consent)
        after = self.standings_of(survivor)
        for mail_list in {*pairs[0], *pairs[1]}:
            stood = [pair[mail_list] for pair in pairs if mail_list in pair]
            assert after[mail_list] <= min(stood)
        assert Supporter.objects.get(pk=survivor.pk).state == state
        self.done()

    @precondition(lambda self: Merge.objects.exists())
    @rule(pick=any_number)
    def are_two_again(self, pick):
        merges = list(Merge.objects.order_by("pk"))
        try:
            undo_merge(merge=merges[pick % len(merges)], actor=self.steward)
        except CannotBeUndone:
            return
        self.before = self.standings()
        self.done()

    # --- what always holds --------------------------------------------------------------------------

    def says(self, supporter, numbers, *, yes):
        """Whoever is known by several addresses says it at all of them."""
        for address in Supporter.objects.get(pk=supporter.pk).unseal().addresses:
            self.said |= {(address, number): yes for number in numbers}

    def standings_of(self, supporter):
        rows = Subscription.objects.filter(supporter=supporter).values_list("list", "state")
        return {of: STRICTNESS.index(SubscriptionState(state)) for of, state in rows}

    def standings(self):
        return {one.pk: (one.state, self.standings_of(one)) for one in Supporter.objects.all()}

    def done(self, *, by_the_person=False):
        """After each step: nothing was raised, unless the person did that."""
        type(self).steps += 1
        now = self.standings()
        if not by_the_person:
            for pk, (state, lists) in now.items():
                was, stood = self.before.get(pk, (state, lists))
                assert (was, state) != (SupporterState.UNCONFIRMED, SupporterState.ACTIVE)
                # A list of which there was no standing may come along with a merge: the words tell of that.
                assert all(rank <= stood.get(of, rank) for of, rank in lists.items())
        self.before = now

    @invariant()
    def nobody_is_mailed_without_a_live_yes(self):
        for supporter in Supporter.objects.all():
            details = supporter.unseal()
            for number, mail_list in enumerate(self.lists):
                taken = Subscription.objects.subscribed().filter(supporter=supporter, list=mail_list)
                if not taken.exists() or is_refused(details.email, mail_list.public_id):
                    continue
                words = {self.said.get((address, number)) for address in details.addresses}
                assert True in words
                assert False not in words

    @invariant()
    def an_address_leads_to_one_person(self):
        known = [address for one in Supporter.objects.all() for address in one.unseal().addresses]
        assert len(known) == len(set(known))
        assert [find_supporter(address) is not None for address in known] == [True] * len(known)

    def teardown(self):
        seal_ledger(Consent)
        assert verify_ledger(Consent).is_whole


def test_whatever_happens_nobody_gets_more_mail_than_they_asked_for():
    User.objects.create_user("steward")
    Histories.steps = Histories.merged = 0
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

    assert Histories.merged > 0
    record_figure(
        "histories: steps of people and staff, merges among them, mailed without a live yes",
        f"{Histories.steps:,}, {Histories.merged:,}, 0",
    )
