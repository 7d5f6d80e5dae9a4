"""Two records of one person become one, with the stricter of what each allowed."""

import threading

import pytest
from django.apps import apps
from django.db import connection, connections
from django.urls import reverse

from outbox.enums import RefusalReason
from outbox.models import Refusal
from outbox.selectors import is_refused, paused_until
from outbox.services import pause_news, refuse
from petitions.models import Signature
from petitions.services import withdraw_signature
from privacy.days import utc_today
from privacy.erasure import sweep
from privacy.keystore import salts
from privacy.ledger import seal_ledger, verify_ledger
from privacy.links import Purpose, make_link_token
from privacy.models import AccessLog, SealedFile
from supporters import registries
from supporters.enums import SubscriptionState, SupporterState
from supporters.exceptions import MergedAlready, NotConfirmed, SupporterGone
from supporters.models import (
    Consent,
    Merge,
    SubjectIndex,
    Supporter,
    SupporterAlias,
    SupporterDetails,
)
from supporters.registries import Merger
from supporters.selectors import find_supporter, newest_answers, standing_consents
from supporters.services import (
    erase_supporter,
    unsubscribe,
)
from tests.petitions.factories import make_petition, sign_and_confirm
from tests.supporters.factories import PERSON, TagFactory, admit, imported
from tests.supporters.merging import (
    ADA,
    HERS,
    everything_of,
    gets_mail_of,
    joins,
    merge,
    says,
    standing,
    undo,
)

pytestmark = pytest.mark.django_db
# For what happens after the commit.
commits = pytest.mark.django_db(transaction=True)


# --- who they are ----------------------------------------------------------------------------------


def test_one_record_is_left_with_every_address_and_no_gap(ada, hers, steward):
    hers.tags.add(TagFactory(name="housing"))
    merge(ada, hers, steward)

    only = Supporter.objects.get()
    assert only.unseal() == SupporterDetails(
        given_name="Ada",
        family_name="Lovelace",
        email=ADA,
        phone="512 555 0142",
        postal_code="78702",
        further_emails=[HERS],
    )
    assert (find_supporter(HERS), find_supporter(ADA)) == (only, only)
    assert sorted(SubjectIndex.objects.values_list("kind", flat=True)) == ["email", "email", "phone"]
    assert [tag.name for tag in only.tags.all()] == ["housing"]


def test_the_next_sign_up_with_either_address_makes_nobody_new(ada, hers, steward):
    merge(ada, hers, steward)

    assert admit(HERS.upper()).pk == ada.pk
    assert Supporter.objects.count() == 1
    assert Supporter.objects.get().unseal().email == ADA


@commits
def test_the_losers_key_is_gone_at_once(ada, hers, steward):
    merge(ada, hers, steward)

    assert salts([hers.subject_id]) == {}


def test_a_merge_is_logged_without_a_value(ada, hers, steward):
    merge(ada, hers, steward)

    entry = AccessLog.objects.get(deed="merged")
    assert (entry.kinds, entry.count) == ([], 2)
    assert entry.subject_ids == sorted([str(ada.subject_id), str(hers.subject_id)])


def test_every_key_to_a_supporter_has_a_merger():
    keys = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation and field.many_to_one and field.concrete and field.related_model is Supporter
    }
    # Who is found by whom: the merge itself moves it.
    keys -= {"countersign_supporters.SubjectIndex.supporter"}

    assert keys == {key for merger in registries.mergers.values() for key in merger.covers}


def test_an_address_that_was_never_confirmed_does_not_get_what_another_agreed_to(ada, hers, steward):
    Supporter.objects.filter(pk=ada.pk).update(state=SupporterState.UNCONFIRMED)

    with pytest.raises(NotConfirmed):
        merge(ada, hers, steward)
    merge(hers, ada, steward)
    assert Supporter.objects.get().state == SupporterState.ACTIVE


def test_only_staff_merge_and_nobody_with_themself(ada, hers, steward):
    with pytest.raises(ValueError, match="member of staff"):
        merge(ada, hers, PERSON)
    with pytest.raises(ValueError, match="two records"):
        merge(ada, ada, steward)


# --- the stricter holds ----------------------------------------------------------------------------


def test_a_list_that_one_of_the_two_left_is_left(ada, hers, news, steward):
    joins(ada, news)
    joins(hers, news)
    unsubscribe(supporter=hers, list=news, actor=PERSON)
    merge(ada, hers, steward)

    assert standing(ada, news) == SubscriptionState.UNSUBSCRIBED
    assert [is_refused(address, news.public_id) for address in (ADA, HERS)] == [True, True]


def test_a_list_that_only_one_of_them_knows_goes_along(ada, hers, news, steward):
    joins(hers, news)
    merge(ada, hers, steward)

    assert gets_mail_of(ada, news)
    assert [row.list_id for row in standing_consents(ada)] == [news.public_id]


def test_who_stopped_all_mail_at_one_address_gets_none_at_the_other(ada, hers, news, steward):
    joins(ada, news)
    refuse(address=HERS, reason=RefusalReason.NEVER)
    merge(ada, hers, steward)

    assert standing(ada, news) == SubscriptionState.UNSUBSCRIBED
    assert is_refused(ADA)


def test_a_mailbox_that_bounced_says_nothing_of_the_other(ada, hers, news, steward):
    joins(ada, news)
    refuse(address=HERS, reason=RefusalReason.BOUNCED)
    merge(ada, hers, steward)

    assert gets_mail_of(ada, news)


def test_the_longer_pause_holds(ada, hers, steward):
    until = utc_today().replace(year=utc_today().year + 1)
    pause_news(address=HERS, until=until)
    merged = merge(ada, hers, steward)

    assert paused_until(ADA) == until
    undo(merged, steward)
    assert (paused_until(ADA), paused_until(HERS)) == (None, until)


def test_an_import_that_nobody_confirmed_stays_unconfirmed(ada, hers, news, steward):
    imported(hers, news, since=utc_today())
    joins(ada, news)
    merge(ada, hers, steward)

    assert standing(ada, news) == SubscriptionState.UNCONFIRMED


def test_a_no_is_the_last_word_whichever_said_it(ada, hers, news, steward):
    says(hers, False, news)
    joins(ada, news)
    merge(ada, hers, steward)

    assert [one.answer for one in newest_answers(ada).values()] == [False]
    assert standing(ada, news) == SubscriptionState.UNSUBSCRIBED


def test_the_ledger_holds_both_histories_and_is_whole(ada, hers, news, steward):
    joins(ada, news)
    says(hers, True, key="tests.other")
    seal_ledger(Consent)
    merge(ada, hers, steward)
    seal_ledger(Consent)

    assert sorted(key for key, _partner, _list in newest_answers(ada)) == ["tests.news", "tests.other"]
    assert Consent.objects.filter(subject_id=hers.subject_id).count() == 0
    assert verify_ledger(Consent).is_whole


# --- links in old mail -----------------------------------------------------------------------------


def test_an_old_link_leaves_the_list_for_both_addresses(ada, hers, news, steward, client):
    joins(ada, news)
    joins(hers, news)
    token = make_link_token(Purpose.UNSUBSCRIBE, hers.public_id, extra=news.public_id)
    merge(ada, hers, steward)
    page = client.post(reverse("countersign_supporters:unsubscribe", args=[token]), {"leave": "1"})

    assert page.status_code == 200
    assert standing(ada, news) == SubscriptionState.UNSUBSCRIBED
    assert [is_refused(address, news.public_id) for address in (ADA, HERS)] == [True, True]


def test_who_is_merged_while_their_page_is_open_still_leaves(ada, hers, news, steward):
    joins(ada, news)
    merge(ada, hers, steward)
    unsubscribe(supporter=hers, actor=PERSON)

    assert standing(ada, news) == SubscriptionState.UNSUBSCRIBED


@pytest.mark.parametrize(
    "link", [("keep_me", Purpose.KEEP_ME, 200), ("open_door", Purpose.OWN_DOOR, 410)], ids=["keep_me", "door"]
)
def test_an_old_link_keeps_the_survivor_and_never_opens_their_door(link, ada, hers, steward, client):
    name, purpose, status = link
    token = make_link_token(purpose, hers.public_id)
    merge(ada, hers, steward)

    assert client.get(reverse(f"countersign_supporters:{name}", args=[token])).status_code == status


# --- at once, erased, killed -----------------------------------------------------------------------


def test_a_second_press_merges_nothing_more(ada, hers, steward):
    merge(ada, hers, steward)

    with pytest.raises(MergedAlready):
        merge(ada, hers, steward)
    with pytest.raises(SupporterGone):
        merge(hers, ada, steward)


@commits
def test_a_merge_that_dies_has_not_begun(ada, hers, news, steward, monkeypatch):
    joins(hers, news)
    before = [everything_of(one) for one in (ada, hers)]

    def die(survivor, loser):
        raise RuntimeError

    monkeypatch.setitem(registries.mergers, "tests", Merger("tests", (), die, die))
    with pytest.raises(RuntimeError):
        merge(ada, hers, steward)

    assert [everything_of(one) for one in (ada, hers)] == before
    assert (Merge.objects.count(), SealedFile.objects.count(), SupporterAlias.objects.count()) == (0, 0, 0)


@commits
def test_erasing_the_survivor_destroys_what_was_kept_and_fingerprints_both_addresses(ada, hers, steward):
    merged = merge(ada, hers, steward)
    file = merged.undo_file
    erase_supporter(supporter=ada, keep_fingerprint=True, actor=PERSON)

    assert salts([file.subject_id, ada.subject_id, hers.subject_id]) == {}
    assert [rows.objects.count() for rows in (Supporter, SealedFile, SupporterAlias)] == [0, 0, 0]
    assert [is_refused(address) for address in (ADA, HERS)] == [True, True]
    assert sweep().finished == 0


def test_forget_even_that_is_for_both_addresses(ada, hers, news, steward):
    joins(hers, news)
    unsubscribe(supporter=hers, actor=PERSON)
    merge(ada, hers, steward)
    erase_supporter(supporter=ada, keep_fingerprint=False, actor=PERSON)

    assert Refusal.objects.count() == 0


@commits
def test_who_is_erased_while_being_merged_is_erased(ada, hers, steward):
    merge(ada, hers, steward)
    # Read before the merge, by a page that is open.
    erase_supporter(supporter=hers, keep_fingerprint=True, actor=PERSON)

    assert Supporter.objects.count() == 0


def test_who_is_being_erased_is_merged_no_more(ada, hers, steward):
    erase_supporter(supporter=hers, keep_fingerprint=True, actor=PERSON)

    with pytest.raises(SupporterGone):
        merge(ada, hers, steward)
    assert Supporter.objects.get() == ada


@commits
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_two_who_merge_one_pair_both_ways_make_one_merge(ada, hers, steward):
    gate, became = threading.Barrier(2), []

    def press(survivor, loser):
        gate.wait()
        try:
            merge(survivor, loser, steward)
            became.append("merged")
        except SupporterGone:
            became.append("gone")
        finally:
            connections.close_all()

    presses = [threading.Thread(target=press, args=pair) for pair in ((ada, hers), (hers, ada))]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert sorted(became) == ["gone", "merged"]
    assert (Supporter.objects.count(), Merge.objects.count()) == (1, 1)


def test_withdrawing_is_still_of_one_signature(ada, hers, steward):
    first, other = sign_and_confirm(make_petition(), ADA), sign_and_confirm(make_petition(), HERS)
    merge(ada, hers, steward)
    withdraw_signature(signature=Signature.objects.get(pk=first.pk), actor=PERSON)

    assert Signature.objects.counted().get() == other
