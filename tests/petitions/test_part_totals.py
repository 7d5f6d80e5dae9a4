"""How many came by which code and in which language: told from totals, proved from the rows."""

import pytest

from petitions import services
from petitions.enums import TotalPart
from petitions.jobs.totals import fold_totals, mend_totals
from petitions.models import HourlyCount, PartTotal, Signature, TotalDelta
from petitions.selectors import count_differences, largest_parts, total_of
from privacy.actors import Actor
from supporters.services import erase_supporter
from tests.petitions.factories import at_place, open_place, sign, sign_and_confirm

pytestmark = pytest.mark.django_db


def parts_of(petition, part=TotalPart.SOURCE):
    fold_totals(petition.pk)
    assert count_differences(petition) == []
    return [(one.value, one.number) for one in largest_parts(petition, part, at_most=10)]


def test_what_counts_is_told_by_code_and_language_the_largest_first(petition):
    for number in range(3):
        sign_and_confirm(petition, f"{number}@example.org", source="flyer", language="es")
    sign_and_confirm(petition, "3@example.org", source="mail-after")
    sign_and_confirm(petition, "4@example.org")
    sign(petition, "5@example.org", source="flyer")

    assert parts_of(petition) == [("flyer", 3), ("mail-after", 1)]
    assert parts_of(petition, TotalPart.LANGUAGE) == [("es", 3), ("en", 2)]


def test_campuses_are_told_too_and_a_withdrawal_takes_its_own(petition):
    bay, hill = open_place(petition, "Bay College"), open_place(petition, "Hill College")
    first = sign_and_confirm(petition, "1@example.org", said=at_place(bay))
    for number in range(2, 4):
        sign_and_confirm(petition, f"{number}@example.org", said=at_place(hill))
    assert parts_of(petition, TotalPart.PLACE) == [(str(hill.pk), 2), (str(bay.pk), 1)]
    services.withdraw_signature(signature=first, actor=Actor.the_person())
    assert parts_of(petition, TotalPart.PLACE) == [(str(hill.pk), 2)]


def test_who_withdraws_takes_the_code_along_and_an_empty_one_vanishes(petition):
    first = sign_and_confirm(petition, "1@example.org", source="flyer")
    sign_and_confirm(petition, "2@example.org", source="mail-after", language="es")
    assert len(parts_of(petition)) == 2
    services.withdraw_signature(signature=first, actor=Actor.the_person())

    assert parts_of(petition) == [("mail-after", 1)]
    assert parts_of(petition, TotalPart.LANGUAGE) == [("es", 1)]
    assert PartTotal.objects.filter(petition=petition).count() == 2


def test_who_is_erased_still_counts_and_the_code_does_not(petition):
    signature = sign_and_confirm(petition, "1@example.org", source="flyer")
    fold_totals(petition.pk)
    forms = HourlyCount.objects.get(petition=petition).amount
    erase_supporter(supporter=signature.supporter, keep_fingerprint=False, actor=Actor.the_person())

    assert TotalDelta.objects.count() == 1
    assert count_differences(petition) == []
    assert (parts_of(petition), parts_of(petition, TotalPart.LANGUAGE)) == ([], [("en", 1)])
    assert (total_of(petition), HourlyCount.objects.get(petition=petition).amount) == (1, forms)


def test_an_erasure_behind_the_back_of_a_withdrawal_takes_the_code_once(petition):
    signature = sign_and_confirm(petition, "1@example.org", source="flyer")
    sign_and_confirm(petition, "2@example.org", source="flyer")
    stale = Signature.objects.get(pk=signature.pk)
    erase_supporter(supporter=signature.supporter, keep_fingerprint=False, actor=Actor.the_person())
    services.invalidate_signature(signature=stale, actor=Actor.system())

    assert parts_of(petition) == [("flyer", 1)]


def test_recount_finds_and_mends_a_wrong_part(petition):
    sign_and_confirm(petition, "1@example.org", source="flyer")
    fold_totals(petition.pk)
    PartTotal.objects.filter(part=TotalPart.SOURCE).update(amount=7)
    PartTotal.objects.create(petition=petition, part=TotalPart.LANGUAGE, value="xx", amount=2)

    differences = [(one.part, one.value, one.total, one.rows) for one in count_differences(petition)]
    assert differences == [("language", "xx", 2, 0), ("source", "flyer", 7, 1)]
    assert len(mend_totals(petition)) == 2
    assert parts_of(petition) == [("flyer", 1)]


def test_a_change_from_before_there_were_parts_moves_none(petition):
    TotalDelta.objects.create(petition=petition, entered="confirmed", day=petition.created)
    fold_totals(petition.pk)

    assert PartTotal.objects.count() == 0
