"""Two records of one person become one, and for a day two again: never with more than each allowed."""

import threading

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, connections
from django.urls import reverse

from campaigns.enums import NewsChoice
from campaigns.models import Action
from outbox.enums import RefusalReason
from outbox.models import Refusal
from outbox.selectors import is_refused, paused_until
from outbox.services import pause_news, refuse
from petitions.enums import SignatureState
from petitions.models import Comment, Signature
from petitions.services import withdraw_signature
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.erasure import sweep
from privacy.keystore import salts
from privacy.ledger import seal_ledger, verify_ledger
from privacy.links import Purpose, make_link_token
from privacy.models import AccessLog, SealedFile
from supporters import registries
from supporters.enums import SubscriptionState, SupporterState
from supporters.exceptions import CannotUndo, MergedAlready, NotConfirmed, SupporterGone
from supporters.models import (
    Consent,
    Merge,
    SubjectIndex,
    Subscription,
    Supporter,
    SupporterAlias,
    SupporterDetails,
)
from supporters.registries import Merger
from supporters.retention import enforce_merges
from supporters.selectors import find_supporter, newest_answers, standing_consents
from supporters.services import (
    ConsentAnswer,
    Corrected,
    correct_details,
    erase_supporter,
    merge_supporters,
    record_consents,
    subscribe,
    undo_merge,
    unsubscribe,
    write_note,
)
from tests.petitions.factories import make_petition, sign_and_confirm
from tests.supporters.factories import PERSON, ListFactory, TagFactory, admit, imported, wording

pytestmark = pytest.mark.django_db
# For what happens after the commit.
commits = pytest.mark.django_db(transaction=True)

ADA, HERS = "ada@example.org", "lovelace@example.net"


@pytest.fixture
def steward():
    return Actor.staff(User.objects.create_user("steward"))


@pytest.fixture
def ada():
    return admit(ADA, given_name="Ada", phone="", postal_code="78702")


@pytest.fixture
def hers():
    return admit(HERS, given_name="A.", family_name="Lovelace", phone="512 555 0142")


@pytest.fixture
def news():
    return ListFactory()


def merge(survivor, loser, steward):
    return merge_supporters(survivor=survivor, loser=loser, actor=steward)


def undo(merged, steward):
    return undo_merge(merge=merged, actor=steward)


def says(supporter, answer, mail_list=None, key="tests.news"):
    said = ConsentAnswer(wording(key).pk, answer=answer, list_id=mail_list and mail_list.public_id)
    record_consents(supporter=supporter, answers=[said], actor=PERSON)


def joins(supporter, mail_list):
    says(supporter, True, mail_list)
    subscribe(supporter=supporter, list=mail_list, actor=PERSON)


def standing(supporter, mail_list):
    rows = Subscription.objects.filter(supporter=supporter, list=mail_list)
    return rows.values_list("state", flat=True).first()


def gets_mail_of(supporter, mail_list):
    address = Supporter.objects.get(pk=supporter.pk).unseal().email
    takes = standing(supporter, mail_list) == SubscriptionState.SUBSCRIBED
    return takes and not is_refused(address, mail_list.public_id)


# --- who they are -----------------------------------------------------------------------------------


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


# --- the stricter holds -----------------------------------------------------------------------------


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


# --- links in old mail ------------------------------------------------------------------------------


def test_an_old_link_leaves_the_list_for_both_addresses(ada, hers, news, steward, client):
    joins(ada, news)
    joins(hers, news)
    token = make_link_token(Purpose.UNSUBSCRIBE, hers.public_id, extra=news.public_id)
    merge(ada, hers, steward)
    page = client.post(reverse("countersign_supporters:unsubscribe", args=[token]))

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


# --- signatures -------------------------------------------------------------------------------------


def test_under_one_petition_the_earlier_stands_and_the_total_falls_by_one(ada, hers, steward):
    petition = make_petition()
    first, second = sign_and_confirm(petition, ADA), sign_and_confirm(petition, HERS)
    other = sign_and_confirm(make_petition(), HERS)
    merge(hers, ada, steward)
    rows = {row.pk: row for row in Signature.objects.all()}

    assert [rows[one.pk].state for one in (first, second, other)] == [
        SignatureState.CONFIRMED,
        SignatureState.INVALIDATED,
        SignatureState.CONFIRMED,
    ]
    assert [rows[one.pk].supporter_id for one in (first, second, other)] == [hers.pk, None, hers.pk]
    assert petition.signatures.counted().count() == 1
    assert Action.objects.filter(supporter=hers).count() == 2


def test_the_standing_signature_asks_for_no_more_than_both_allowed(ada, hers, steward):
    petition = make_petition()
    more = {"news": NewsChoice.CAMPAIGN.value, "show_name": True, "name_to_target": True}
    first = sign_and_confirm(petition, ADA, said=more)
    sign_and_confirm(petition, HERS, said={"news": NewsChoice.ONLY_THIS.value})
    merged = merge(ada, hers, steward)
    first.refresh_from_db()

    assert (first.news, first.show_name, first.name_to_target) == (NewsChoice.ONLY_THIS, False, False)
    undo(merged, steward)
    first.refresh_from_db()
    assert (first.news, first.show_name, first.name_to_target) == (NewsChoice.CAMPAIGN, True, True)


def test_an_old_link_withdraws_what_stands_for_both_and_undoing_leaves_it_off(ada, hers, steward, client):
    petition = make_petition()
    first, second = sign_and_confirm(petition, ADA), sign_and_confirm(petition, HERS)
    token = make_link_token(Purpose.WITHDRAW, second.public_id, extra=petition.public_id)
    merged = merge(ada, hers, steward)
    client.post(reverse("countersign_petition_withdraw", args=[token]))

    first.refresh_from_db()
    assert first.state == SignatureState.WITHDRAWN
    undo(merged, steward)
    second.refresh_from_db()
    assert second.state == SignatureState.INVALIDATED
    assert petition.signatures.counted().count() == 0


def test_an_old_link_ends_what_becomes_of_the_petition_and_undoing_leaves_it_ended(
    ada, hers, steward, client
):
    petition = make_petition()
    only_this = {"news": NewsChoice.ONLY_THIS.value}
    first = sign_and_confirm(petition, ADA, said=only_this)
    second = sign_and_confirm(petition, HERS, said={"news": NewsChoice.NO.value})
    token = make_link_token(Purpose.UNSUBSCRIBE, second.public_id, extra=petition.public_id)
    merged = merge(ada, hers, steward)
    client.post(reverse("countersign_petition_no_updates", args=[token]))
    undo(merged, steward)
    first.refresh_from_db()

    assert first.news == NewsChoice.NO


def test_undoing_lets_both_signatures_count_again_with_their_comments(ada, hers, steward):
    petition, other = make_petition(), make_petition()
    first = sign_and_confirm(petition, ADA, said={"comment": "For my street."})
    second = sign_and_confirm(petition, HERS, said={"comment": "For my school."})
    third = sign_and_confirm(other, ADA)
    fourth = sign_and_confirm(other, HERS, said={"comment": "For us all."})
    marks = [bytes(one.mark) for one in (first, second, third, fourth)]
    merged = merge(ada, hers, steward)

    assert Comment.objects.get(signature=third).unseal().text == "For us all."
    back = undo(merged, steward)
    rows = [Signature.objects.get(pk=one.pk) for one in (first, second, third, fourth)]
    assert [row.supporter_id for row in rows] == [ada.pk, back.pk, ada.pk, back.pk]
    assert {row.state for row in rows} == {SignatureState.CONFIRMED}
    assert [bytes(row.mark) for row in rows] == marks
    assert all(row.action is not None for row in rows)
    texts = {one.signature_id: one.unseal().text for one in Comment.objects.all()}
    assert texts == {first.pk: "For my street.", second.pk: "For my school.", fourth.pk: "For us all."}


def test_what_was_taken_back_from_petitions_silences_both(ada, hers, steward):
    first = sign_and_confirm(make_petition(), ADA, said={"news": NewsChoice.ONLY_THIS.value})
    says(hers, False, key="petitions.updates")
    merged = merge(ada, hers, steward)
    first.refresh_from_db()

    assert first.news == ""
    undo(merged, steward)
    first.refresh_from_db()
    assert first.news == NewsChoice.ONLY_THIS


# --- and back ---------------------------------------------------------------------------------------


def everything_of(supporter):
    supporter = Supporter.objects.get(public_id=supporter.public_id)
    return (
        supporter.unseal(),
        supporter.joined,
        supporter.region,
        supporter.language,
        sorted(supporter.tags.values_list("name", flat=True)),
        sorted(supporter.subscriptions.values_list("list", "state", "since")),
        [(one.wording.key, one.list_id, one.answer, one.day) for one in newest_answers(supporter).values()],
        sorted(supporter.indexes.values_list("kind", "index")),
        supporter.notes.count(),
    )


def test_undoing_restores_both_as_they_were(ada, hers, news, steward):
    other = ListFactory()
    joins(ada, news)
    joins(hers, other)
    unsubscribe(supporter=hers, list=news, actor=PERSON)
    ada.tags.add(TagFactory(name="housing"))
    hers.tags.add(TagFactory(name="detention"))
    write_note(supporter=hers, text="Call after six.", public_id=ada.public_id, actor=steward)
    before = [everything_of(one) for one in (ada, hers)]
    refused = sorted(Refusal.objects.values_list("list_id", "reason"), key=str)
    merged = merge(ada, hers, steward)
    back = undo(merged, steward)

    assert [everything_of(one) for one in (ada, hers)] == before
    assert sorted(Refusal.objects.values_list("list_id", "reason"), key=str) == refused
    assert (back.public_id, SupporterAlias.objects.count(), Merge.objects.count()) == (hers.public_id, 0, 0)
    assert SealedFile.objects.count() == 0
    seal_ledger(Consent)
    assert verify_ledger(Consent).is_whole
    assert gets_mail_of(ada, news)


@pytest.mark.parametrize("both", [True, False], ids=["both_on_it", "one_had_left"])
def test_who_leaves_in_between_is_off_at_both(both, ada, hers, news, steward):
    joins(ada, news)
    joins(hers, news)
    if not both:
        unsubscribe(supporter=hers, list=news, actor=PERSON)
    merged = merge(ada, hers, steward)
    unsubscribe(supporter=ada, list=news, actor=PERSON)
    back = undo(merged, steward)

    assert [standing(one, news) for one in (ada, back)] == [SubscriptionState.UNSUBSCRIBED] * 2
    assert [is_refused(address, news.public_id) for address in (ADA, HERS)] == [True, True]


def test_a_complaint_in_between_stays(ada, hers, news, steward):
    joins(ada, news)
    unsubscribe(supporter=hers, actor=PERSON)
    merged = merge(ada, hers, steward)
    refuse(address=ADA, reason=RefusalReason.COMPLAINED)
    undo(merged, steward)

    assert not gets_mail_of(ada, news)


def test_a_yes_that_was_taken_back_in_between_is_taken_back_for_both(ada, hers, steward):
    says(hers, True, key="tests.partner")
    merged = merge(ada, hers, steward)
    says(ada, False, key="tests.partner")
    back = undo(merged, steward)

    assert standing_consents(back) == []


def test_what_the_person_corrected_in_between_stays(ada, hers, steward):
    merged = merge(ada, hers, steward)
    ada.refresh_from_db()
    correct_details(
        supporter=ada,
        said=Corrected(given_name="Augusta", family_name="Lovelace", phone="512 555 0199"),
        actor=PERSON,
    )
    undo(merged, steward)

    details = Supporter.objects.get(pk=ada.pk).unseal()
    assert (details.given_name, details.family_name, details.phone) == ("Augusta", "", "512 555 0199")


def test_merges_are_undone_from_the_last_one_on(ada, hers, steward):
    third = admit("third@example.org")
    first = merge(ada, hers, steward)
    second = merge(ada, third, steward)

    with pytest.raises(CannotUndo):
        undo(first, steward)
    undo(second, steward)
    undo(first, steward)
    assert sorted(one.unseal().email for one in Supporter.objects.all()) == sorted(
        [ADA, HERS, "third@example.org"]
    )


def test_who_is_merged_on_takes_old_links_and_addresses_along(ada, hers, steward):
    third = admit("third@example.org")
    merge(ada, hers, steward)
    merged = merge(third, ada, steward)

    assert SealedFile.objects.count() == Merge.objects.count() == 1
    assert find_supporter(HERS) == third
    assert set(SupporterAlias.objects.values_list("public_id", "supporter")) == {
        (hers.public_id, third.pk),
        (ada.public_id, third.pk),
    }
    back = undo(merged, steward)
    assert find_supporter(HERS) == back
    assert SupporterAlias.objects.get().supporter == back


def test_after_a_day_nothing_is_left_to_undo_with(ada, hers, steward):
    merged = merge(ada, hers, steward)
    enforce_merges(utc_today().replace(year=utc_today().year + 1))

    assert (Merge.objects.count(), SealedFile.objects.count()) == (0, 0)
    with pytest.raises(CannotUndo):
        undo(merged, steward)


# --- at once, erased, killed ------------------------------------------------------------------------


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
