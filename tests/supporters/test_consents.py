"""Wordings that never change, and the ledger of what people answered."""

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from privacy.actors import Actor
from privacy.ledger import seal_ledger, verify_ledger
from supporters import guards, registries
from supporters.exceptions import NoWording
from supporters.models import Consent, ConsentWording, Partner
from supporters.selectors import consents_of, current_wording
from supporters.services import (
    ConsentAnswer,
    add_partner,
    publish_first_wordings,
    publish_wording,
    record_consents,
)
from tests.supporters.factories import PERSON, ListFactory, PartnerFactory, admit, wording

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def test_other_words_are_a_new_version_and_the_same_words_are_none():
    texts = {"en": "May we write to you?", "es": "¿Podemos escribirte?"}
    first = publish_wording(key="tests.news", texts=texts, actor=SYSTEM)
    same = publish_wording(key="tests.news", texts=texts, actor=SYSTEM)
    other = publish_wording(key="tests.news", texts={**texts, "es": "¿Te escribimos?"}, actor=SYSTEM)

    assert [row.version for row in (*first, *same, *other)] == [1, 1, 1, 1, 2, 2]
    assert current_wording("tests.news", "es").text == "¿Te escribimos?"
    assert ConsentWording.objects.filter(key="tests.news").count() == 4


@pytest.mark.parametrize("change", [{"text": "May we sell your data?"}, {"version": 9}, {"language": "es"}])
def test_the_database_refuses_to_change_a_wording(change):
    row = wording()

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        ConsentWording.objects.filter(pk=row.pk).update(**change)


def test_the_guard_of_wordings_survives_another_migrate():
    guards.after_migrate(sender=apps.get_app_config("countersign_supporters"), using="default")
    row = wording()

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        ConsentWording.objects.filter(pk=row.pk).update(text="Other words")


def test_a_wording_somebody_answered_cannot_be_deleted():
    row = wording()
    record_consents(supporter=admit(), answers=[ConsentAnswer(row.pk, True)], actor=PERSON)

    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


def test_a_question_without_words_is_an_error():
    with pytest.raises(NoWording):
        current_wording("tests.nothing", "en")


def test_a_language_without_words_falls_back_within_the_newest_version():
    publish_wording(key="tests.news", texts={"en": "Old", "es": "Viejo"}, actor=SYSTEM)
    publish_wording(key="tests.news", texts={"en": "New"}, actor=SYSTEM)

    found = current_wording("tests.news", "es")
    assert (found.text, found.language) == ("New", "en")


def test_a_partner_has_words_of_its_own():
    partner = PartnerFactory()
    wording(text="Us?")
    wording(text="Them?", partner=partner)

    assert current_wording("tests.news", "en").text == "Us?"
    assert current_wording("tests.news", "en", partner).text == "Them?"


@pytest.fixture
def asked_for_partners(monkeypatch):
    texts = {"en": "May %(partner)s write to you?"}
    monkeypatch.setattr(registries, "partner_wordings", {"tests.partner": texts})
    monkeypatch.setattr(registries, "first_wordings", {"tests.first": {"en": "First words?"}})


def test_a_new_partner_gets_the_first_words_of_each_partner_question(asked_for_partners):
    partner = add_partner(partner=Partner(name="Neighbors United"), actor=SYSTEM)

    assert current_wording("tests.partner", "en", partner).text == "May Neighbors United write to you?"


def test_first_words_are_written_once_and_never_over_edited_ones(asked_for_partners):
    publish_first_wordings(actor=SYSTEM)
    publish_wording(key="tests.first", texts={"en": "Better words?"}, actor=SYSTEM)
    publish_first_wordings(actor=SYSTEM)

    assert current_wording("tests.first", "en").text == "Better words?"


def test_answers_are_written_with_words_list_way_and_day(django_assert_num_queries):
    supporter, mail_list = admit(), ListFactory()
    first, second = wording(), wording(key="tests.partner", text="And they?")
    answers = [ConsentAnswer(first.pk, True, mail_list.public_id), ConsentAnswer(second.pk, False)]
    with django_assert_num_queries(1):
        record_consents(supporter=supporter, answers=answers, actor=PERSON)

    rows = consents_of(supporter)
    assert [(row.wording.text, row.answer, row.list_id, row.how) for row in rows] == [
        ("And they?", False, None, "form"),
        ("May we write to you?", True, mail_list.public_id, "form"),
    ]
    assert rows[0].day == supporter.created


def test_a_changed_answer_breaks_the_seal():
    record_consents(supporter=admit(), answers=[ConsentAnswer(wording().pk, False)], actor=PERSON)
    seal_ledger(Consent)
    assert verify_ledger(Consent).is_whole

    Consent.objects.update(answer=True)
    assert not verify_ledger(Consent).is_whole
