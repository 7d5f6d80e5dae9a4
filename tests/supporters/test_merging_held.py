"""What a merge must never give: another's details, another's yes, a way round a no, a file that outlives."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from campaigns.enums import NewsChoice
from outbox.enums import RefusalReason
from outbox.models import Refusal
from outbox.selectors import is_refused
from outbox.services import refuse
from petitions.models import Signature
from privacy import looks
from privacy.actors import Actor
from privacy.exceptions import TooManyLooks
from privacy.links import Purpose, make_link_token
from privacy.models import AccessLog, SealedFile
from privacy.roles import Role
from supporters import registries
from supporters.enums import SubscriptionState, SupporterState
from supporters.exceptions import CannotBeUndone, ReadByOthers
from supporters.models import HandedOver, Merge, MergeSuggestion, Supporter
from supporters.retention import enforce_merges
from supporters.selectors import find_supporter, standing_consents
from supporters.services import (
    ConsentAnswer,
    dismiss_suggestion,
    erase_supporter,
    merge_supporters,
    record_consents,
    subscribe,
    undo_merge,
    unsubscribe,
    write_note,
)
from tests.petitions.factories import make_petition, sign_and_confirm
from tests.supporters.factories import PERSON, ListFactory, TagFactory, admit, wording
from tests.supporters.leaving import QUESTION, Partnership
from tests.supporters.segments import saved, staff_user
from tests.supporters.test_bulk import IN_CA, done, put_on

pytestmark = pytest.mark.django_db
# For what happens after the commit.
commits = pytest.mark.django_db(transaction=True)

ADA, HERS = "ada@example.org", "lovelace@example.net"
LEFT, ON = SubscriptionState.UNSUBSCRIBED, SubscriptionState.SUBSCRIBED


@pytest.fixture
def steward():
    return Actor.staff(User.objects.create_user("steward"))


@pytest.fixture
def ada():
    return admit(ADA, given_name="Ada", language="en")


@pytest.fixture
def hers():
    return admit(
        HERS, given_name="Augusta", family_name="Lovelace", phone="512 555 0142", postal_code="78702"
    )


@pytest.fixture
def news():
    return ListFactory()


def merge(survivor, loser, steward):
    return merge_supporters(survivor=survivor, loser=loser, actor=steward)


def undo(merged, steward):
    return undo_merge(merge=merged, actor=steward)


def joins(supporter, mail_list):
    supporter = Supporter.objects.get(pk=supporter.pk)
    said = ConsentAnswer(wording("tests.news").pk, answer=True, list_id=mail_list.public_id)
    record_consents(supporter=supporter, answers=[said], actor=PERSON)
    subscribe(supporter=supporter, list=mail_list, actor=PERSON)


def named(*people):
    return sorted(str(one.subject_id) for one in people)


def standings(*people):
    return [dict(one.subscriptions.values_list("list", "state")) for one in people]


# --- a look ------------------------------------------------------------------------------------------


def test_a_merge_is_one_of_the_looks_of_an_hour_and_logged_of_both(ada, hers, steward, monkeypatch):
    monkeypatch.setattr(looks, "LOOKS_PER_HOUR", 1)
    merge(ada, hers, steward)

    with pytest.raises(TooManyLooks):
        merge(ada, admit("third@example.org"), steward)
    assert AccessLog.objects.get(deed="merged").subject_ids == named(ada, hers)
    assert Supporter.objects.count() == 2


def test_staff_are_told_when_the_hour_is_full(staff, ada, hers, monkeypatch):
    monkeypatch.setattr(looks, "LOOKS_PER_HOUR", 0)
    url = reverse("supporter:merge_with", args=[ada.public_id, hers.public_id])
    page = staff("Data stewards").post(url, follow=True)

    assert "You opened as many records as one may in an hour." in page.text
    assert Supporter.objects.count() == 2


def door_of(client, supporter):
    token = make_link_token(Purpose.OWN_DOOR, supporter.public_id)
    return client.post(reverse("countersign_supporters:open_door", args=[token]))["Location"]


def test_nobody_reads_behind_their_door_what_a_merge_brought_while_it_can_be_undone(
    ada, hers, steward, client
):
    write_note(supporter=hers, text="Call after six.", public_id=hers.public_id, actor=steward)
    hers.tags.add(TagFactory(name="detention"))
    sign_and_confirm(make_petition(), HERS)
    merge(ada, hers, steward)
    door = door_of(client, ada)
    pages = [client.get(door)] + [client.post(f"{door}download/", {"as": form}) for form in ("json", "page")]

    for page in pages:
        assert page.status_code == 200
        for secret in (HERS, "Lovelace", "0142", "78702", "after six", "detention", "Drop the contract"):
            assert secret not in page.text, secret
        assert "Until tomorrow" in page.text
    enforce_merges(Merge.objects.get().created.replace(year=Merge.objects.get().created.year + 1))
    assert client.post(f"{door}download/", {"as": "json"}).json()["further_emails"] == [HERS]


def test_saving_what_the_door_shows_empties_nothing_that_it_does_not(ada, hers, steward, client):
    merge(ada, hers, steward)
    door = door_of(client, ada)
    client.post(f"{door}correct/", {"given_name": "Augusta Ada", "phone": "512 555 0199"})

    now = Supporter.objects.get().unseal()
    assert (now.given_name, now.family_name, now.phone, now.postal_code) == (
        "Augusta Ada",
        "Lovelace",
        "512 555 0199",
        "78702",
    )


def test_mail_that_others_read_is_not_where_a_merge_sends_it(ada, hers, steward, monkeypatch):
    monkeypatch.setitem(registries.mailbox_readers, "tests", lambda address: address == ADA)

    with pytest.raises(ReadByOthers):
        merge(ada, hers, steward)
    merge(hers, ada, steward)
    assert Supporter.objects.get().unseal().email == HERS


def test_the_way_back_is_nothing_that_staff_download(ada, hers, steward, staff):
    merge(ada, hers, steward)
    file = SealedFile.objects.get()
    url = reverse("countersign_privacy_download", args=[file.public_id])

    assert staff(Role.STEWARDS).post(url, {"reason": "fix_fault"}).status_code == 404
    assert file.size % 8192 == 0


def test_taking_a_merge_back_is_a_deed_of_its_own_in_the_log(ada, hers, steward):
    back = undo(merge(ada, hers, steward), steward)

    assert AccessLog.objects.get(deed="unmerged").subject_ids == named(ada, back)
    assert AccessLog.objects.filter(deed="merged").count() == 1


def test_saying_that_they_are_two_is_logged_once(ada, hers, steward):
    suggestion = MergeSuggestion.objects.create(first=ada, second=hers, reason="phone")
    for _press in range(2):
        dismiss_suggestion(suggestion=suggestion, actor=steward)

    entry = AccessLog.objects.get(deed="kept_apart")
    assert entry.subject_ids == named(ada, hers)


def test_who_was_changed_last_is_not_the_one_that_is_kept_by_default(ada, hers):
    Supporter.objects.filter(pk=hers.pk).update(changed=hers.changed.replace(year=2020))
    MergeSuggestion.objects.create(first=ada, second=hers, reason="phone")

    assert MergeSuggestion.objects.get().people == (hers, ada)


# --- a yes of one is no yes of the other -------------------------------------------------------------


def test_a_yes_in_between_is_left_on_neither_and_lifts_no_no(ada, hers, news, steward):
    other = ListFactory()
    joins(ada, news)
    unsubscribe(supporter=ada, list=news, actor=PERSON)
    stood = set(Refusal.objects.values_list("fingerprint", "list_id", "reason"))
    merged = merge(ada, hers, steward)
    for one in (news, other):
        joins(find_supporter(HERS), one)
    assert not is_refused(ADA, news.public_id)
    back = undo(merged, steward)

    assert standings(ada, back) == [{news.pk: LEFT}, {}]
    assert set(Refusal.objects.values_list("fingerprint", "list_id", "reason")) == stood
    assert [is_refused(ADA, news.public_id), is_refused(ADA)] == [True, True]
    assert [one.list_id for one in standing_consents(back)] == []
    assert not any(one.list_id == other.public_id for one in standing_consents(ada))


def test_all_mail_stopped_by_one_is_stopped_again_once_they_are_two(ada, hers, news, steward):
    refuse(address=HERS, reason=RefusalReason.NEVER)
    merged = merge(ada, hers, steward)
    joins(ada, news)
    assert not is_refused(HERS)
    undo(merged, steward)

    assert [is_refused(address) for address in (ADA, HERS)] == [False, True]
    assert Refusal.objects.get(list_id=None).reason == RefusalReason.NEVER


def test_more_news_asked_for_in_between_is_asked_for_by_neither(ada, hers, steward):
    petition = make_petition()
    first = sign_and_confirm(petition, ADA, said={"news": NewsChoice.ONLY_THIS.value})
    second = sign_and_confirm(petition, HERS, said={"news": NewsChoice.NO.value})
    merged = merge(ada, hers, steward)
    Signature.objects.filter(pk=first.pk).update(news=NewsChoice.CAMPAIGN, show_name=True)
    undo(merged, steward)
    rows = [Signature.objects.get(pk=one.pk) for one in (first, second)]

    assert [(row.news, row.show_name) for row in rows] == [
        (NewsChoice.ONLY_THIS, False),
        (NewsChoice.NO, False),
    ]


def test_updates_taken_back_in_between_come_back_to_nobody(ada, hers, steward):
    signature = sign_and_confirm(make_petition(), ADA, said={"news": NewsChoice.ONLY_THIS.value})
    said = ConsentAnswer(wording("petitions.updates").pk, answer=False)
    record_consents(supporter=hers, answers=[said], actor=PERSON)
    merged = merge(ada, hers, steward)
    registries.withdrawals["petitions.updates"](ada, None)
    undo(merged, steward)

    signature.refresh_from_db()
    assert signature.news == NewsChoice.NO


def test_a_further_address_that_is_proved_first_is_where_mail_goes(ada, hers, news, steward):
    Supporter.objects.update(state=SupporterState.UNCONFIRMED)
    merged = merge(*Supporter.objects.order_by("pk"), steward)
    now = admit(HERS)
    joins(now, news)

    assert now.state == SupporterState.ACTIVE
    assert (now.unseal().email, now.unseal().further_emails) == (HERS, [ADA])
    back = undo(merged, steward)
    ada.refresh_from_db()
    assert (ada.unseal().email, ada.unseal().further_emails, ada.state) == (
        ADA,
        [],
        SupporterState.UNCONFIRMED,
    )
    assert (back.unseal().email, standings(ada, back)) == (HERS, [{}, {}])
    assert (find_supporter(ADA), find_supporter(HERS)) == (ada, back)


def test_who_proved_their_own_address_keeps_it_whichever_they_use(ada, hers, steward):
    merge(ada, hers, steward)

    assert admit(HERS).unseal().email == ADA


# --- a bounce is nobody's word -----------------------------------------------------------------------


def test_a_no_said_where_mail_had_bounced_goes_along(ada, hers, news, steward):
    joins(ada, news)
    refuse(address=HERS, reason=RefusalReason.BOUNCED)
    refuse(address=HERS, reason=RefusalReason.UNSUBSCRIBED)
    merge(ada, hers, steward)

    assert is_refused(ADA)
    assert standings(ada) == [{news.pk: LEFT}]


def test_a_no_that_came_over_is_not_lost_to_a_bounce_and_leaves_the_bounce_behind(ada, hers, steward):
    refuse(address=ADA, reason=RefusalReason.BOUNCED)
    refuse(address=HERS, reason=RefusalReason.NEVER)
    merged = merge(ada, hers, steward)
    refuse(address=ADA, reason=RefusalReason.BOUNCED)
    third = admit("third@example.org")

    assert Refusal.objects.filter(reason=RefusalReason.BOUNCED).count() == 0
    undo(merged, steward)
    assert sorted(Refusal.objects.values_list("reason", flat=True)) == ["bounced", "never"]
    merge(ada, find_supporter(HERS), steward)
    merge(third, ada, steward)
    assert is_refused("third@example.org")


# --- erased, handed over, changed with many ----------------------------------------------------------


@commits
def test_who_was_erased_since_is_not_made_two_again(ada, hers, steward):
    merged = merge(ada, hers, steward)
    erase_supporter(supporter=ada, keep_fingerprint=True, actor=PERSON)

    with pytest.raises(CannotBeUndone):
        undo(merged, steward)
    assert Supporter.objects.count() == 0


@commits
def test_the_way_back_of_a_deed_on_many_does_not_outlive_who_is_in_it(steward):
    city, tag = saved(IN_CA), TagFactory(name="housing")
    ada, hers = (admit(address, postal_code="94110") for address in (ADA, HERS))
    before = done(put_on(city, tag, steward))
    merged = merge(ada, hers, steward)

    assert not SealedFile.objects.filter(pk=before.undo_file_id).exists()
    tag = TagFactory(name="transit")
    since = done(put_on(city, tag, steward))
    undo(merged, steward)
    assert not SealedFile.objects.filter(pk=since.undo_file_id).exists()
    kept = done(put_on(city, TagFactory(name="health"), steward))
    assert SealedFile.objects.filter(pk=kept.undo_file_id).exists()


def test_a_partner_knows_the_survivor_by_both_references_or_is_told_to_forget_one(monkeypatch):
    user = staff_user("Data stewards")
    steward = Actor.staff(user)
    monkeypatch.setitem(registries.handed_columns, QUESTION, ("email",))
    partnership = Partnership()
    ada = partnership.willing(ADA)[0]
    partnership.taken(user)
    hers = partnership.willing(HERS)[0]
    partnership.taken(user)
    both = partnership.willing("third@example.org", "fourth@example.org")
    partnership.taken(user)
    merged = merge(ada, hers, steward)
    twice = merge(*both, steward)

    rows = HandedOver.objects.order_by("pk")
    assert [row.supporter_id for row in rows[:2]] == [ada.pk, ada.pk]
    assert sorted((row.supporter_id for row in rows[2:]), key=str) == [both[0].pk, None]
    back, fourth = undo(merged, steward), undo(twice, steward)
    assert [row.supporter_id for row in HandedOver.objects.order_by("pk")[:2]] == [ada.pk, back.pk]
    assert {row.supporter_id for row in HandedOver.objects.order_by("pk")[2:]} == {both[0].pk, fourth.pk}
