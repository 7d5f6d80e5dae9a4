"""What becomes of two people's signatures when they are merged, and how two of them are made again."""

from itertools import product
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from campaigns.enums import NewsChoice
from campaigns.models import Action
from outbox.enums import RefusalReason
from outbox.models import Letter, Refusal
from outbox.selectors import is_refused
from outbox.services import refuse
from petitions.enums import SignatureState
from petitions.models import Comment, Signature
from privacy.days import utc_today
from privacy.ledger import seal_ledger, verify_ledger
from privacy.links import Purpose, make_link_token
from privacy.models import SealedFile
from supporters.enums import SubscriptionState
from supporters.exceptions import CannotBeUndone
from supporters.letters import MergedLetter
from supporters.models import (
    Consent,
    Merge,
    Supporter,
    SupporterAlias,
)
from supporters.retention import enforce_merges
from supporters.selectors import find_supporter, standing_consents
from supporters.services import (
    Corrected,
    correct_details,
    unsubscribe,
    write_note,
)
from supporters.services.merging import MERGED
from tests.petitions.factories import make_petition, sign_and_confirm
from tests.supporters.factories import PERSON, ListFactory, TagFactory, admit
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
# What the page's own buttons send.
BUTTON = {"leave": "1"}


# --- signatures ------------------------------------------------------------------------------------


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


# --- and back --------------------------------------------------------------------------------------


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

    with pytest.raises(CannotBeUndone):
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
    with pytest.raises(CannotBeUndone):
        undo(merged, steward)


# --- the letter about it ---------------------------------------------------------------------------


def test_the_link_in_the_letter_about_a_merge_stays_that_of_who_got_it(client, ada, hers, news, steward):
    for one in (ada, hers):
        joins(one, news)
    merged = merge(ada, hers, steward)
    letters = [MergedLetter().resolve(letter) for letter in Letter.objects.filter(kind=MERGED)]
    links = {one.address: urlsplit(one.unsubscribe_url).path for one in letters}
    assert sorted(links) == [ADA, HERS]
    hers = undo(merged, steward)

    client.post(links[HERS], BUTTON)
    assert (gets_mail_of(ada, news), gets_mail_of(hers, news)) == (True, False)
    client.post(links[ADA], BUTTON)
    assert gets_mail_of(ada, news) is False


@pytest.mark.parametrize("press", [*product((ADA, HERS), ("unsubscribe", "unsubscribe_all"))])
def test_a_press_while_two_are_one_stops_all_mail_and_parted_only_the_one_who_pressed_is_off(
    press, client, ada, hers, steward
):
    pressed, name = press
    lists = ListFactory(), ListFactory()
    for one in (ada, hers):
        for mail_list in lists:
            joins(one, mail_list)
    merged = merge(ada, hers, steward)
    [link] = [
        one.unsubscribe_url
        for one in map(MergedLetter().resolve, Letter.objects.filter(kind=MERGED))
        if one.address == pressed
    ]
    token = urlsplit(link).path.rstrip("/").rpartition("/")[2]
    client.post(reverse(f"countersign_supporters:{name}", args=[token]), BUTTON)
    assert [gets_mail_of(ada, one) for one in lists] == [False, False]
    assert [is_refused(address, one.public_id) for address in (ADA, HERS) for one in lists] == [True] * 4

    back = undo(merged, steward)
    for one, address in ((ada, ADA), (back, HERS)):
        is_off = address == pressed
        assert [gets_mail_of(one, mail_list) for mail_list in lists] == [not is_off] * 2
        assert is_refused(address) is is_off
        yeses = [said.list_id for said in standing_consents(one)]
        assert len(yeses) == (0 if is_off else 2)
    seal_ledger(Consent)
    assert verify_ledger(Consent).is_whole


def test_both_press_and_both_stay_off(client, ada, hers, news, steward):
    for one in (ada, hers):
        joins(one, news)
    merged = merge(ada, hers, steward)
    for letter in Letter.objects.filter(kind=MERGED):
        client.post(urlsplit(MergedLetter().resolve(letter).unsubscribe_url).path, BUTTON)
    back = undo(merged, steward)

    assert [standing(one, news) for one in (ada, back)] == [SubscriptionState.UNSUBSCRIBED] * 2
    assert (is_refused(ADA), is_refused(HERS)) == (True, True)
