"""What segments ask of signatures."""

import pytest

from petitions import services
from petitions.enums import QuarantineReason, SignatureState
from petitions.jobs.fraud_rows import put_aside
from petitions.models import FraudRun, Petition, Signature
from petitions.segments import all_places
from privacy.actors import Actor
from supporters.models import Supporter
from supporters.segment_reads import preview_of, told
from tests.petitions.factories import at_place, make_petition, open_place, sign, sign_and_confirm
from tests.supporters.factories import admit
from tests.supporters.segments import fitting, rule

pytestmark = pytest.mark.django_db


def asked(name, petition):
    return rule(f"petitions.{name}", petition=petition.public_id)


def test_signed_means_confirmed_by_its_signer(petition):
    ada = sign_and_confirm(petition, "ada@example.org").supporter_id
    sign(petition, "waits@example.org")
    bo = sign_and_confirm(make_petition(), "bo@example.org").supporter_id
    cy = admit("cy@example.org").pk

    assert fitting(asked("signed", petition)) == {ada}
    assert fitting(asked("confirmed", petition)) == {ada}
    assert fitting(asked("not_signed", petition)) == {bo, cy}
    assert fitting({"not": asked("not_signed", petition)}) == {ada}


def test_whoever_took_the_name_off_has_not_signed(petition):
    signature = sign_and_confirm(petition, "ada@example.org")
    services.withdraw_signature(signature=signature, actor=Actor.the_person())

    assert fitting(asked("signed", petition)) == set()
    assert fitting(asked("not_signed", petition)) == set(Supporter.objects.values_list("pk", flat=True))


def test_whoever_was_put_aside_signed_as_far_as_they_may_know(petition):
    signature = sign_and_confirm(petition, "ada@example.org")
    run = FraudRun.objects.create(petition=petition, is_by_hand=True)
    put_aside([signature.pk], run, reason=QuarantineReason.ALIKE)
    signature.refresh_from_db()
    assert signature.state == SignatureState.QUARANTINED

    assert fitting(asked("signed", petition)) == {signature.supporter_id}
    assert fitting(asked("not_signed", petition)) == set()
    assert fitting(asked("confirmed", petition)) == set()


def test_a_test_signature_is_nobodys(petition):
    signature = sign_and_confirm(petition, "ada@example.org")
    Signature.objects.filter(pk=signature.pk).update(is_test=True)

    assert fitting(asked("signed", petition)) == set()


def test_a_petition_that_was_deleted_is_nobodys_not_everybodys(petition):
    admit("cy@example.org")
    question = asked("not_signed", petition)
    assert len(fitting(question)) == 1

    Petition.objects.filter(pk=petition.pk).delete()
    assert (fitting(question), fitting({"not": question})) == (set(), set())


def test_a_campus_is_that_of_any_petition_and_its_numbers_are_narrow(petition, monkeypatch):
    monkeypatch.setattr("supporters.segment_reads.REST_FROM", 3)
    bay = open_place(petition, "Bay College")
    other = make_petition()
    also_bay, hill = open_place(other, "Bay College"), open_place(other, "Hill College")
    ada = sign_and_confirm(petition, "ada@example.org", said=at_place(bay)).supporter_id
    bo = sign_and_confirm(other, "bo@example.org", said=at_place(also_bay)).supporter_id
    cy = sign_and_confirm(other, "cy@example.org", said=at_place(hill)).supporter_id
    question = rule("petitions.campus", place=bay.institution.public_id)

    assert fitting(question) == {ada, bo}
    assert fitting({"not": question}) == {cy}
    assert fitting(rule("petitions.campus", place=petition.public_id)) == set()
    assert fitting({"not": rule("petitions.campus", place=petition.public_id)}) == set()
    assert [name for _public_id, name in all_places()] == ["Bay College", "Hill College"]
    # Neither how few nor who is told of a campus.
    assert [told(number, question) for number in (2, 12)] == [None, 10]
    assert preview_of(question) == []
