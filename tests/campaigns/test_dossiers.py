"""Dossiers: what is gathered of a target, what comes next, what may be out of date."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.translation import override

from campaigns.coming_days import coming_of_contracts
from campaigns.enums import ComingKind, MeasureState, RecruitingKind, RelationKind
from campaigns.models import Recruiting, Reply, TargetRelation
from campaigns.selectors import dossier, dossiers
from privacy.days import utc_today
from privacy.localized import LocalizedText
from tests.campaigns.factories import make_contract, make_institution, make_measure, make_target

pytestmark = pytest.mark.django_db


def in_days(number: int) -> date:
    return utc_today() + timedelta(days=number)


@pytest.mark.parametrize(
    ("said", "english", "spanish"),
    [
        ({"renewal_day": 41}, "The contract is renewed in 41 days.", "El contrato se renueva en 41 días."),
        ({"renewal_day": 1}, "The contract is renewed in 1 day.", "El contrato se renueva en 1 día."),
        ({"renewal_day": 0}, "The contract is renewed today.", "El contrato se renueva hoy."),
        ({"ends": 7}, "The contract ends in 7 days.", "El contrato termina en 7 días."),
        ({"renewal_day": -1, "ends": 0}, "The contract ends today.", "El contrato termina hoy."),
    ],
)
def test_the_next_date_of_a_contract_is_told_in_both_languages(said, english, spanish):
    days = {name: in_days(number) for name, number in said.items()}
    contract = make_contract(**days)
    [coming] = coming_of_contracts([contract])

    assert coming.sentence == english
    with override("es"):
        assert coming.sentence == spanish


def test_a_contract_that_is_over_has_no_date_ahead():
    contracts = [make_contract(ends=in_days(-1), renewal_day=in_days(-30)), make_contract()]

    assert coming_of_contracts(contracts) == []


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2027, 11, 27), "The hearing is today."),
        (date(2027, 11, 30), "The hearing is on Tuesday."),
        (date(2027, 12, 17), "The hearing is on Dec. 17, 2027."),
    ],
)
def test_a_hearing_is_told_by_the_name_of_its_day_while_it_is_near(day, sentence):
    target, at = make_target(), datetime.combine(day, time(18, 30))
    with time_machine.travel("2027-11-27T12:00:00Z"):
        make_measure(MeasureState.HEARING, body=target, hearing_local=at, hearing_zone="Etc/UTC")
        [coming] = dossier(target).coming

        assert (coming.kind, coming.sentence) == (ComingKind.HEARING, sentence)


def test_a_dossier_gathers_what_is_known_from_both_sides():
    vendor, agency, host = make_target(), make_target(), make_target()
    contract = make_contract(vendor, agency, starts=in_days(-300), renewal_day=in_days(10))
    TargetRelation.objects.create(source=agency, kind=RelationKind.SUPPLIED_BY, other=vendor)
    TargetRelation.objects.create(source=host, kind=RelationKind.HOSTS, other=vendor)
    Recruiting.objects.create(
        target=vendor,
        institution=make_institution(),
        kind=RecruitingKind.FAIR,
        day=in_days(-20),
        source_url="https://example.org/",
    )
    reply = Reply.objects.create(target=vendor, day=in_days(-5), summary=LocalizedText(en="No."))

    found = dossier(vendor)

    assert found.contracts == dossier(agency).contracts == [contract]
    assert sorted((tie.words, tie.other.pk) for tie in found.ties) == sorted(
        [("supplies", agency.pk), ("is hosted by", host.pk)]
    )
    assert [(tie.words, tie.other) for tie in dossier(agency).ties] == [("is supplied by", vendor)]
    assert [line.fact for line in found.history] == [reply, contract]
    assert [one.days for one in found.coming] == ["10 days"]


def test_no_visitor_sees_what_is_a_draft_of_a_dossier():
    target, other = make_target(), make_target()
    make_contract(vendor=target, is_draft=True, renewal_day=in_days(10), starts=in_days(-10))
    TargetRelation.objects.create(
        source=target, kind=RelationKind.SUPPLIED_BY, other=other, source_url="", is_draft=True
    )
    Recruiting.objects.create(
        target=target,
        institution=make_institution(),
        kind=RecruitingKind.values[0],
        day=in_days(-1),
        source_url="https://example.org/fair",
        is_draft=True,
    )
    Reply.objects.create(target=target, day=in_days(-1), summary=LocalizedText(en="No."), is_draft=True)

    found = dossier(target)

    assert (found.contracts, found.ties, found.recruiting, found.replies) == ([], [], [], [])
    assert (found.coming, found.history, dossier(other).ties) == ([], [], [])


def test_many_dossiers_are_read_with_as_few_queries_as_one(django_assert_num_queries):
    targets = [make_target() for _ in range(4)]
    for target in targets:
        make_contract(target)
        make_measure(MeasureState.PASSED, body=target)
    with django_assert_num_queries(5):
        dossiers(targets[:1])
    with django_assert_num_queries(5):
        found = dossiers(targets)

    assert [len(found[target.pk].contracts) for target in targets] == [1, 1, 1, 1]


def test_a_dossier_may_be_out_of_date_once_the_newest_look_is_half_a_year_old():
    target = make_target()
    assert not dossier(target).is_out_of_date
    make_contract(target, as_of=in_days(-400))
    assert dossier(target).is_out_of_date
    assert dossier(target).as_of == in_days(-400)
    make_contract(target, as_of=in_days(-183))
    assert not dossier(target).is_out_of_date


@pytest.mark.parametrize(
    "wrong",
    [
        {"source_url": ""},
        {"starts": date(2020, 1, 2), "ends": date(2020, 1, 1)},
        {"amount": -1},
        {"how_obtained": "stolen"},
    ],
)
def test_the_database_refuses_a_contract_that_cannot_be(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_contract(**wrong)


def test_the_database_refuses_a_tie_to_oneself_and_a_contract_with_oneself():
    target = make_target()
    with pytest.raises(IntegrityError), transaction.atomic():
        TargetRelation.objects.create(source=target, kind=RelationKind.HOSTS, other=target)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_contract(target, target)


def test_an_agency_has_each_number_once_and_any_number_of_contracts_without():
    agency = make_target()
    make_contract(agency=agency, number="A-1")
    make_contract(agency=agency)
    make_contract(agency=agency)
    make_contract(number="A-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_contract(agency=agency, number="A-1")
