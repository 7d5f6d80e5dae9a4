"""What was signed at one campus, handed over to its own target: apart from the whole, and ten at least."""

import pytest

from petitions import services
from petitions.enums import DeliveryState, PackState, SignatureState
from petitions.exceptions import (
    AlreadyGathered,
    PackNotMade,
    TooFewSigners,
)
from petitions.jobs.fraud_rows import put_aside
from petitions.jobs.leaving import end_signature
from petitions.jobs.packs import make_pack
from petitions.models import Delivery, Signature, Total
from petitions.pack import PackWriter
from petitions.selectors import names_waiting, not_given_at, not_given_yet, numbers_of
from petitions.telling_words import delivery_text
from privacy.days import utc_today
from privacy.models import SealedFile
from supporters.services import erase_supporter
from tests.petitions.deliveries import (
    STAFF,
    comment_on,
    deliver,
    deliver_at,
    files_of,
    give_target,
    hand_over,
    pack,
    plan,
    plan_at,
    reread,
    rows_of,
    sign_many,
    text_of,
    words_of,
)
from tests.petitions.factories import make_petition, open_place

pytestmark = pytest.mark.django_db

TODAY = utc_today()


# --- what it holds -------------------------------------------------------------------------------


def test_it_holds_what_was_signed_there_and_the_whole_holds_it_as_well(petition, own_bay, own_hill):
    here = {row.pk for row in sign_many(petition, 6, at=own_bay)}
    # In the midst of them, as they come.
    sign_many(petition, 11, at=own_hill, called="Hill")
    sign_many(petition, 3, called="Nowhere")
    here |= {row.pk for row in sign_many(petition, 6, at=own_bay, called="Again")}
    one, whole, two = deliver_at(own_bay), deliver(petition), deliver_at(own_hill)

    assert set(Signature.objects.filter(place_delivery=one).values_list("pk", flat=True)) == here
    assert [one.signatures, two.signatures, whole.signatures] == [12, 11, 26]
    assert Signature.objects.filter(delivery=whole).count() == 26
    assert (not_given_at(own_bay).count(), not_given_yet(petition.pk).count()) == (0, 0)


def test_the_next_one_holds_exactly_what_is_new_there(petition, own_bay):
    sign_many(petition, 10, at=own_bay)
    deliver(petition)
    deliver_at(own_bay)
    late = {row.pk for row in sign_many(petition, 13, at=own_bay, called="Late")}
    sign_many(petition, 2, called="Elsewhere")
    second = deliver_at(own_bay)

    assert set(Signature.objects.filter(place_delivery=second).values_list("pk", flat=True)) == late
    assert not_given_yet(petition.pk).count() == 15


def test_no_names_but_the_comments_and_the_letter_of_the_campus_are_in_it(petition, own_bay, own_hill):
    """Whoever ticked the name was told of the petition's targets, not of the campus's own."""
    sign_many(petition, 10, at=own_bay)
    sign_many(petition, 2, at=own_bay, names=True, called="Willing")
    [row] = sign_many(petition, 1, at=own_bay, called="Other")
    comment_on(row, "Because I study here")
    away = sign_many(petition, 12, at=own_hill, names=True, called="Away")
    comment_on(away[0], "Because I live on the hill")
    delivery = pack(plan_at(own_bay))
    files, words = files_of(delivery), words_of(delivery)

    assert (delivery.signatures, delivery.names, delivery.comments) == (13, 0, 1)
    assert ("names.csv" in files, "Willing" in words, names_waiting(delivery)) == (False, False, 0)
    assert rows_of(files["comments.csv"])[1:] == [["Because I study here", "en"]]
    assert ("Away" in words, "hill" in words.lower(), "Signer0" in words) == (False, False, False)
    letter = " ".join(text_of(files["letter.pdf"]).split())
    assert "Office of the President, Bay College" in letter
    assert "13 people at Bay College have signed “Drop the contract”" in letter
    assert str(petition.targets.get()) not in letter
    writer = PackWriter(delivery, numbers_of(delivery), progress=len)
    assert writer.name.endswith(f"-bay-college-{TODAY}.zip")


def test_a_later_letter_adds_up_what_was_handed_over_there_alone(petition, own_bay):
    sign_many(petition, 10, at=own_bay)
    sign_many(petition, 30)
    deliver(petition)
    deliver_at(own_bay)
    sign_many(petition, 11, at=own_bay, called="Late")
    letter = files_of(pack(plan_at(own_bay), language="es"))["carta.pdf"]

    assert "21" in text_of(letter)
    assert "51" not in text_of(letter)


# --- ten at least --------------------------------------------------------------------------------


def test_fewer_than_ten_at_a_campus_are_not_handed_over_by_themselves(petition, own_bay):
    sign_many(petition, 9, at=own_bay)
    sign_many(petition, 30)
    with pytest.raises(TooFewSigners):
        plan_at(own_bay)
    sign_many(petition, 1, at=own_bay, called="Tenth")

    assert pack(plan_at(own_bay)).signatures == 10


def test_nor_are_fewer_than_ten_who_came_since(petition, own_bay):
    """With one new signer the next pack would say who: that one signed, and what that one wrote."""
    sign_many(petition, 12, at=own_bay)
    deliver_at(own_bay)
    for row in sign_many(petition, 9, at=own_bay, names=True, called="Late"):
        comment_on(row, "Because")
    delivery = plan_at(own_bay)
    services.ask_for_pack(delivery=delivery, language="en", with_names=True, actor=STAFF)

    assert make_pack(delivery.pk) is False
    assert (reread(delivery).pack_state, reread(delivery).signatures) == (PackState.FEW, None)
    assert (SealedFile.objects.count(), Signature.objects.filter(place_delivery=delivery).count()) == (1, 0)
    with pytest.raises(PackNotMade):
        hand_over(delivery)

    # With one more there are ten, and it is made.
    sign_many(petition, 1, at=own_bay, called="Tenth")
    assert pack(delivery).signatures == 10


def test_a_pack_of_which_too_many_took_their_names_off_is_neither_made_anew_nor_handed_over(
    petition, own_bay
):
    rows = sign_many(petition, 10, at=own_bay)
    delivery = pack(plan_at(own_bay))
    end_signature(rows[0], to=SignatureState.WITHDRAWN)
    with pytest.raises(TooFewSigners):
        hand_over(delivery)
    assert reread(delivery).state == DeliveryState.PLANNED

    services.ask_for_pack(delivery=delivery, language="en", with_names=True, actor=STAFF)
    assert make_pack(delivery.pk) is False
    assert (reread(delivery).pack_state, reread(delivery).has_pack) == (PackState.FEW, False)
    # There were ten in it once: it waits for more.
    with pytest.raises(AlreadyGathered):
        services.discard_delivery(delivery=delivery, actor=STAFF)


def test_a_plan_for_which_too_few_signed_is_taken_off_the_list(petition, own_bay):
    sign_many(petition, 10, at=own_bay)
    deliver_at(own_bay)
    delivery = plan_at(own_bay)
    services.ask_for_pack(delivery=delivery, language="en", with_names=False, actor=STAFF)
    make_pack(delivery.pk)
    services.discard_delivery(delivery=delivery, actor=STAFF)

    assert not Delivery.objects.filter(pk=delivery.pk).exists()


def test_what_was_handed_over_is_not_made_anew_once_fewer_than_ten_are_left(petition, own_bay):
    rows = sign_many(petition, 10, at=own_bay)
    delivery = deliver_at(own_bay)
    end_signature(rows[0], to=SignatureState.WITHDRAWN)
    services.ask_for_pack(delivery=delivery, language="en", with_names=False, actor=STAFF)

    assert make_pack(delivery.pk) is False
    assert (reread(delivery).pack_state, reread(delivery).signatures) == (PackState.FEW, 10)


def test_a_campus_whose_total_is_withheld_is_not_handed_over_by_itself(petition, own_bay, own_hill):
    """43 signed, 40 of them on the own_hill: whoever hears of the 40 knows that three signed elsewhere."""
    sign_many(petition, 40, at=own_hill)
    sign_many(petition, 3, at=own_bay)
    total = Total.objects.filter(pk=petition.totals.create(state="confirmed", day=TODAY, amount=43).pk)
    with pytest.raises(TooFewSigners):
        plan_at(own_hill)

    # Enough signed elsewhere, until some of these are gone.
    total.update(amount=60)
    delivery = pack(plan_at(own_hill))
    assert "40" in str(delivery_text(delivery))
    total.update(amount=43)
    assert "40" not in str(delivery_text(delivery))
    with pytest.raises(TooFewSigners):
        hand_over(delivery)
    services.ask_for_pack(delivery=delivery, language="en", with_names=False, actor=STAFF)
    assert (make_pack(delivery.pk), reread(delivery).pack_state) == (False, PackState.FEW)


@pytest.mark.parametrize(
    ("regions", "told"),
    [
        ({"CA": 10}, ["CA"]),
        # All but one, two … of a campus would be somebody.
        ({"CA": 10, "NV": 1}, []),
        ({"CA": 12, "NV": 9}, []),
        ({"CA": 12, "NV": 10}, ["CA", "NV"]),
        ({"CA": 14, "NV": 11, "OR": 9}, ["CA"]),
        ({"CA": 14, "OR": 9, "UT": 1}, ["CA"]),
    ],
)
def test_at_a_campus_the_rest_of_the_regions_is_nobody_or_ten_at_least(petition, own_bay, regions, told):
    for region, number in regions.items():
        sign_many(petition, number, at=own_bay, region=region, called=region)
    numbers = numbers_of(pack(plan_at(own_bay)))

    assert [one.region for one in numbers.regions] == told
    assert not 0 < numbers.outside_regions < 10
    assert [one.country for one in numbers.countries] == ["US"]


def test_nor_is_the_rest_of_one_country_or_of_all_countries_fewer(petition, own_bay):
    sign_many(petition, 12, at=own_bay, region="CA")
    sign_many(petition, 8, at=own_bay, region="NV", called="Nevada")
    sign_many(petition, 12, at=own_bay, country="MX", region="", called="Mexico")
    assert [(one.country, one.region) for one in numbers_of(pack(plan_at(own_bay))).regions] == []

    sign_many(petition, 9, at=own_bay, country="CL", region="", called="Chile")
    numbers = numbers_of(pack(Delivery.objects.get()))
    # The nine of Chile would be the rest, so they stand together with those of Mexico.
    assert [(one.country, one.signatures) for one in numbers.countries] == [("US", 20)]
    assert (numbers.outside_countries, numbers.outside_regions) == (21, 41)


# --- whoever leaves ------------------------------------------------------------------------------


@pytest.mark.parametrize("told", ["name", "comment"])
@pytest.mark.parametrize("way", ["erased", "withdrawn"])
def test_both_packs_go_when_somebody_in_them_does(petition, own_bay, after_commit, told, way):
    [row, *_others] = sign_many(petition, 12, at=own_bay, names=told == "name")
    if told == "comment":
        comment_on(row, "Because I study here")
    packs = [pack(plan(petition)), pack(plan_at(own_bay))]
    assert SealedFile.objects.count() == 2
    with after_commit():
        if way == "erased":
            erase_supporter(supporter=row.supporter, keep_fingerprint=False, actor=STAFF)
        else:
            end_signature(row, to=SignatureState.WITHDRAWN)

    assert [reread(one).pack_file for one in packs] == [None, None]
    assert SealedFile.objects.count() == 0


def test_what_is_put_aside_leaves_both_plans_when_they_are_packed_anew(petition, own_bay, sifter):
    """What their packs told stays so; what was handed over stays for good."""
    first = sign_many(petition, 11, at=own_bay)[0].pk
    given = deliver_at(own_bay)
    second = sign_many(petition, 11, at=own_bay, called="Late")[0].pk
    whole, campus = pack(plan(petition)), pack(plan_at(own_bay))
    put_aside([first, second], None, reason="by_hand")

    def held() -> list[tuple[Delivery | None, Delivery | None]]:
        rows = Signature.objects.in_bulk([first, second])
        return [(rows[pk].delivery, rows[pk].place_delivery) for pk in (first, second)]

    assert held() == [(whole, given), (whole, campus)]
    assert [pack(whole).signatures, pack(campus).signatures] == [20, 10]
    assert held() == [(None, given), (None, None)]


def test_two_petitions_at_one_campus_do_not_mix(petition, own_bay):
    other = make_petition()
    twin = give_target(open_place(other, "Bay College"), "Another office")
    sign_many(petition, 10, at=own_bay)
    sign_many(other, 11, at=twin, called="Other")

    assert (deliver_at(own_bay).signatures, deliver_at(twin).signatures) == (10, 11)
