"""What is handed over: numbers, names by consent alone, approved comments; and each signature once."""

import logging
import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from campaigns.pdf import Sheet
from petitions import pack as pack_module
from petitions import services
from petitions.enums import CommentState, SignatureState
from petitions.erasers import forget_comment
from petitions.jobs.leaving import end_signature
from petitions.jobs.pack_files import destroy_packs_of
from petitions.jobs.retention import enforce_signers
from petitions.models import Signature
from petitions.selectors import not_given_yet, numbers_of
from privacy.days import utc_today
from privacy.localized import LocalizedText
from privacy.models import SealedFile
from supporters.models import Organization
from supporters.services import erase_supporter
from tests.petitions.deliveries import (
    STAFF,
    comment_on,
    deliver,
    files_of,
    pack,
    plan,
    reread,
    rows_of,
    sign_many,
    text_of,
    words_of,
)
from tests.petitions.factories import make_petition, sign, sign_and_confirm

pytestmark = pytest.mark.django_db


# --- names ---------------------------------------------------------------------------------------


def test_a_delivery_of_a_thousand_signers_without_consent_holds_no_name(petition):
    sign_many(petition, 1_000)
    delivery = pack(plan(petition))

    assert (delivery.signatures, delivery.names) == (1_000, 0)
    words = words_of(delivery)
    assert re.findall(r"Signer\d|Apellido|example\.org", words) == []
    assert "1,000" in words
    assert sorted(files_of(delivery)) == ["comments.csv", "letter.pdf", "numbers.csv"]


def test_the_search_finds_a_name_that_is_there(petition):
    """The proof of the proof: with one consent among a thousand the same search finds one name."""
    sign_many(petition, 999)
    sign_many(petition, 1, names=True, called="Willing")
    words = words_of(pack(plan(petition)))

    # Once in the table and once in print.
    assert re.findall(r"Signer\d+|Willing\d+ Apellido", words) == ["Willing0000 Apellido"] * 2


def test_names_are_exactly_those_who_ticked_it_in_the_table_and_in_print(petition):
    sign_many(petition, 30)
    sign_many(petition, 12, names=True, called="Willing")
    delivery = pack(plan(petition))
    wanted = [f"Willing{number:04} Apellido" for number in range(12)]

    files = files_of(delivery)
    assert rows_of(files["names.csv"]) == [["Name"], *([name] for name in wanted)]
    assert re.findall(r"Willing\d+ Apellido", text_of(files["names-001.pdf"])) == wanted
    assert delivery.names == 12


def test_a_pack_that_is_asked_for_without_names_has_none(petition):
    sign_many(petition, 12, names=True)
    delivery = pack(plan(petition), with_names=False)

    assert (delivery.signatures, delivery.names) == (12, 0)
    assert "Signer" not in words_of(delivery)


def test_whoever_was_erased_or_took_the_name_off_is_not_in_it(petition, after_commit):
    rows = sign_many(petition, 3, names=True)
    delivery = pack(plan(petition))
    with after_commit():
        erase_supporter(supporter=rows[0].supporter, keep_fingerprint=False, actor=STAFF)
        end_signature(rows[1], to=SignatureState.WITHDRAWN)
    delivery = pack(delivery)

    # The erased one's signature goes on counting; the other's does not.
    assert (delivery.signatures, delivery.names) == (2, 1)
    assert set(re.findall(r"Signer\d+", words_of(delivery))) == {"Signer0002"}
    rows[0].refresh_from_db()
    assert (rows[0].supporter, rows[0].delivery_id) == (None, delivery.pk)


LEAVE = {
    "erased": lambda row: erase_supporter(supporter=row.supporter, keep_fingerprint=False, actor=STAFF),
    "withdrawn": lambda row: end_signature(row, to=SignatureState.WITHDRAWN),
    "invalidated": lambda row: end_signature(row, to=SignatureState.INVALIDATED),
    "time is over": lambda row: enforce_signers(utc_today()),
    "comment's key is gone": lambda row: forget_comment(row.comment.subject_id),
}


@pytest.mark.parametrize("way", LEAVE)
@pytest.mark.parametrize("told", ["name", "comment"])
def test_a_pack_goes_at_once_when_somebody_in_it_does(petition, after_commit, way, told):
    [row] = sign_many(petition, 1, names=told == "name")
    if told == "comment" or way == "comment's key is gone":
        comment_on(row, "Because I live here")
    delivery = pack(plan(petition))
    assert SealedFile.objects.count() == 1
    # A year ago, so that its time is over.
    Signature.objects.update(created=utc_today() - timedelta(days=366))
    with after_commit():
        LEAVE[way](row)

    assert (SealedFile.objects.count(), reread(delivery).pack_file) == (0, None)


def test_a_pack_that_is_made_while_somebody_leaves_goes_too(petition, after_commit):
    """It reads the rows as they were before the other's commit."""
    [row] = sign_many(petition, 1, names=True)
    delivery = plan(petition)
    with after_commit():
        destroy_packs_of(Signature.objects.filter(pk=row.pk))
        assert pack(delivery).names == 1

    assert (SealedFile.objects.count(), reread(delivery).pack_file) == (0, None)


def test_a_pack_goes_too_when_its_signer_is_taken_out_of_the_delivery(petition, after_commit):
    [row] = sign_many(petition, 1, names=True)
    delivery = pack(plan(petition))
    with after_commit():
        destroy_packs_of(Signature.objects.filter(pk=row.pk))
        Signature.objects.filter(pk=row.pk).update(delivery=None)

    assert reread(delivery).pack_file is None


def test_whoever_is_neither_named_nor_quoted_takes_no_pack_along(petition, after_commit):
    [row] = sign_many(petition, 1)
    delivery = pack(plan(petition))
    with after_commit():
        end_signature(row, to=SignatureState.WITHDRAWN)

    assert reread(delivery).pack_file is not None


def test_making_a_pack_names_nobody_in_the_log(petition, caplog):
    sign_many(petition, 2, names=True, called="王芳")
    with caplog.at_level(logging.DEBUG):
        pack(plan(petition))

    assert "王" not in caplog.text
    assert "Apellido" not in caplog.text


def test_a_name_is_no_formula_in_the_table(petition):
    sign_many(petition, 1, names=True, called="=HYPERLINK(1)")
    delivery = pack(plan(petition))

    assert rows_of(files_of(delivery)["names.csv"])[1] == ["'=HYPERLINK(1)0000 Apellido"]


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("{nb} Lovelace", "{nb} Lovelace"),
        ("<b>Ada</b> **Lovelace**", "<b>Ada</b> **Lovelace**"),
        ("Ada\n\tLovelace", "Ada Lovelace"),
        ("Ada\u202e Love\u00adlace", "Ada Lovelace"),
        # No name runs into its neighbour's: neither of many letters nor of wide ones.
        ("W" * 39, "W" * 39),
        ("W" * 100, "W" * 39 + "…"),
    ],
)
def test_a_hostile_name_is_drawn_as_text_in_its_own_column(typed, drawn):
    sheet = Sheet(title="Names", language="en", day=utc_today())
    sheet.add_page()
    width = sheet.epw / pack_module.COLUMNS
    fitted = pack_module._fitting(sheet, " ".join(typed.split()), width)

    assert (fitted, sheet.get_string_width(fitted) < width) == (drawn, True)
    # Its fonts' files are open until it is written.
    sheet.as_bytes()


def test_many_names_are_cut_into_volumes(petition, monkeypatch):
    monkeypatch.setattr(pack_module, "NAMES_A_VOLUME", 10)
    sign_many(petition, 25, names=True)
    files = files_of(pack(plan(petition)))

    volumes = [name for name in files if name.startswith("names-")]
    assert volumes == ["names-001.pdf", "names-002.pdf", "names-003.pdf"]
    read = [re.findall(r"Signer\d+", text_of(files[name])) for name in volumes]
    assert [len(names) for names in read] == [10, 10, 5]
    assert all(names == sorted(names) for names in read)
    assert len({name for names in read for name in names}) == 25


# --- numbers -------------------------------------------------------------------------------------


def test_regions_and_countries_are_told_from_ten_signers_on(petition):
    sign_many(petition, 10, region="CA")
    sign_many(petition, 9, region="NV")
    sign_many(petition, 10, country="MX", region="")
    sign_many(petition, 9, country="CL", region="")
    delivery = pack(plan(petition))
    table = rows_of(files_of(delivery)["numbers.csv"])

    assert table == [
        ["Country", "Region", "Signatures"],
        ["All", "", "38"],
        ["US", "", "19"],
        ["MX", "", "10"],
        ["US", "CA", "10"],
        ["Other countries, or none given", "", "9"],
        ["", "Other regions, or none given", "28"],
    ]
    printed = text_of(files_of(delivery)["letter.pdf"])
    assert [name in printed for name in ("California", "Mexico", "Nevada", "Chile")] == [True] * 2 + [
        False
    ] * 2


def test_a_small_region_cannot_be_had_by_taking_one_delivery_from_the_next(petition):
    sign_many(petition, 12, region="CA")
    deliver(petition)
    sign_many(petition, 3, region="CA")
    sign_many(petition, 11, region="TX")
    second = deliver(petition)

    # Of what is new alone: three of California are not told, and no sum over both deliveries is.
    assert [(one.region, one.signatures) for one in numbers_of(second).regions] == [("TX", 11)]
    assert ["US", "CA", "15"] not in rows_of(files_of(second)["numbers.csv"])


def test_tests_and_whatever_does_not_count_is_never_handed_over(petition):
    sign_and_confirm(petition)
    sign(petition, "waiting@example.org")
    sign_and_confirm(petition, "test@example.org", is_test=True)
    sign_and_confirm(make_petition(), "elsewhere@example.org")
    delivery = pack(plan(petition))

    assert delivery.signatures == 1
    held = Signature.objects.filter(delivery=delivery)
    assert [(row.state, row.is_test, row.petition_id) for row in held] == [
        (SignatureState.CONFIRMED, False, petition.pk)
    ]


# --- comments ------------------------------------------------------------------------------------


def test_only_approved_comments_are_in_it(petition):
    rows = sign_many(petition, 4)
    comment_on(rows[0], "Because I live here")
    comment_on(rows[1], "Held back", CommentState.HELD)
    comment_on(rows[2], "Declined", CommentState.DECLINED)
    delivery = pack(plan(petition))

    files = files_of(delivery)
    assert rows_of(files["comments.csv"]) == [["Comment", "Language"], ["Because I live here", "en"]]
    assert "Because I live here" in text_of(files["comments-001.pdf"])
    assert ("Held back" in words_of(delivery), "Declined" in words_of(delivery)) == (False, False)
    assert delivery.comments == 1


# --- the letter ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "12 people have signed “Drop the contract”"),
        ("es", "12 personas firmaron «Cancelen el contrato»"),
    ],
)
def test_the_letter_is_on_the_organizations_name_and_to_its_targets(petition, language, said):
    Organization.objects.update_or_create(
        pk=1, defaults={"name": "Neighbors United", "postal_address": "PO Box 1\nSpringfield"}
    )
    sign_many(petition, 12)
    files = files_of(pack(plan(petition), language=language))
    letter = text_of(files["letter.pdf" if language == "en" else "carta.pdf"])

    for text in ("Neighbors United", "PO Box 1", str(petition.targets.get()), said):
        assert text in letter


def test_staffs_own_words_stand_in_the_letter(petition):
    sign_many(petition, 1)
    delivery = pack(plan(petition, letter=LocalizedText(en="Our own words.")))

    assert "Our own words." in text_of(files_of(delivery)["letter.pdf"])


def test_the_second_letter_speaks_of_what_came_since(petition):
    sign_many(petition, 12)
    deliver(petition)
    sign_many(petition, 5, called="Late")

    assert "With those before, it is 17" in " ".join(
        text_of(files_of(pack(plan(petition)))["letter.pdf"]).split()
    )


def test_the_same_pack_made_twice_on_a_day_is_the_same_bytes(petition):
    sign_many(petition, 12, names=True)
    delivery = plan(petition)
    first = files_of(pack(delivery))

    assert files_of(pack(delivery)) == first


# --- each signature once -------------------------------------------------------------------------


def test_the_next_delivery_holds_exactly_what_is_new(petition):
    waiting = sign(petition, "slow@example.org")
    first = {row.pk for row in sign_many(petition, 5)}
    one = deliver(petition)
    second = {row.pk for row in sign_many(petition, 7, called="Late")}
    # Signed before the first delivery and confirmed after it: with a lower key than what that one held.
    services.confirm_signature(signature=waiting, actor=STAFF)
    two = deliver(petition)

    assert set(Signature.objects.filter(delivery=one).values_list("pk", flat=True)) == first
    assert set(Signature.objects.filter(delivery=two).values_list("pk", flat=True)) == second | {waiting.pk}
    assert ((one.signatures, two.signatures), not_given_yet(petition.pk).count()) == ((5, 8), 0)


def test_made_anew_before_it_is_handed_over_it_holds_what_came_since(petition):
    sign_many(petition, 2)
    delivery = pack(plan(petition))
    sign_many(petition, 3, called="Late")

    assert pack(delivery).signatures == 5


def test_made_anew_afterwards_it_holds_no_more_than_was_handed_over(petition):
    sign_many(petition, 2, names=True)
    delivery = deliver(petition)
    sign_many(petition, 3, names=True, called="Late")
    again = pack(delivery)

    assert (again.signatures, again.names) == (2, 2)
    assert "Late" not in words_of(again)
    assert not_given_yet(petition.pk).count() == 3


def test_a_pack_made_anew_after_the_hand_over_says_the_numbers_of_that_day(petition):
    """Whoever withdrew since is not named in it, but what was told is not told otherwise."""
    rows = sign_many(petition, 12, region="NY", names=True)
    sign_many(petition, 10, region="TX", called="Other")
    delivery = deliver(petition)
    before = rows_of(files_of(delivery)["numbers.csv"])
    for row in rows[:3]:
        end_signature(row, to=SignatureState.WITHDRAWN)
    delivery = pack(delivery)

    assert rows_of(files_of(delivery)["numbers.csv"]) == before
    assert (delivery.signatures, delivery.names) == (22, 9)
    assert "22" in text_of(files_of(delivery)["letter.pdf"])


@pytest.mark.parametrize(("country", "inches"), [("US", (8.5, 11.0)), ("DE", (8.27, 11.69))])
def test_the_papers_fit_the_printers_there(petition, settings, country, inches):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "DEFAULT_COUNTRY": country}
    sign_many(petition, 1)
    box = PdfReader(BytesIO(files_of(pack(plan(petition)))["letter.pdf"])).pages[0].mediabox

    assert (round(float(box.width) / 72, 2), round(float(box.height) / 72, 2)) == inches
