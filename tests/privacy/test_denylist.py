from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from privacy.denylist import REASONS, find_status_word, plain_words, refuse_status_words


def lines(name: str) -> list[str]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


TOPICS = lines("topic_tags.txt")

REFUSED = {
    "undocumented": "undocumented",
    "Undocumented Members": "undocumented",
    "is_undocumented": "undocumented",
    "sin papeles": "sin papeles",
    "Sin Papeles?": "sin papeles",
    "indocumentadas": "indocumentadas",
    "DACA": "daca",
    "daca recipient": "daca recipient",
    "Beneficiaria de DACA": "daca",
    "TPS": "tps",
    "visa type": "visa type",
    "VisaType": "visa type",
    "tipo de visa": "tipo de visa",
    "A-number": "a number",
    "A-Number:": "a number",
    "alien_registration_number": "alien registration number",
    "asylum seeker": "asylum seeker",
    "Solicitante de asilo": "solicitante de asilo",
    "country of birth": "country of birth",
    "CountryOfBirth": "country of birth",
    "País de nacimiento": "pais de nacimiento",
    "Are you a citizen?": "are you a citizen",
    "¿Eres ciudadana?": "eres ciudadana",
    "immigration status": "immigration status",
    "ESTATUS  MIGRATORIO": "estatus migratorio",
    "ssn": "ssn",
    "Ｕｎｄｏｃｕｍｅｎｔｅｄ": "undocumented",
    "Defend DACA: who is undocumented": "undocumented",
    "green-card holder": "green card holder",
    "orden de deportación": "orden de deportacion",
}


@pytest.mark.parametrize("mark", "\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\u3164\ufe0f\U000e0041")
def test_no_mark_that_nobody_sees_parts_a_word_that_is_refused(mark):
    assert find_status_word(f"undo{mark}cumented").word == "undocumented"
    assert find_status_word(f"A#{mark}205123{mark}456") is not None


def test_there_are_at_least_two_hundred_topics_and_none_twice():
    assert len(TOPICS) >= 200
    assert len({topic.casefold() for topic in TOPICS}) == len(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_passes(topic):
    assert find_status_word(topic) is None


@pytest.mark.parametrize(("text", "word"), REFUSED.items())
def test_a_status_is_refused_by_the_word_with_a_reason_and_what_to_ask_instead(text, word):
    found = find_status_word(text)

    assert found is not None
    assert found.word == word
    assert str(found.reason).endswith(".")
    assert str(found.ask_instead).endswith(".")


@pytest.mark.parametrize(
    "text", ["undocumentedness", "documented", "tpsx", "visage type", "dacas", "clandestine"]
)
def test_only_whole_words_count(text):
    assert find_status_word(text) is None


@pytest.mark.parametrize("text", lines("statements_refused.txt"))
def test_a_statement_in_prose_is_refused(text):
    found = find_status_word(text)

    assert found is not None
    assert (found.reason, found.ask_instead) in REASONS.values()


@pytest.mark.parametrize(
    "text", [*lines("statements_pass.txt"), *(f"Talked about {one}" for one in TOPICS[:40])]
)
def test_what_says_nothing_of_anybodys_papers_passes(text):
    assert find_status_word(text) is None


def test_a_statement_stands_in_a_longer_note_and_is_refused_whatever_its_signs():
    note = (
        "Called on Monday. He can't come: I.C.E. has... sorry: ICE, has taken her brother! Wants a call back."
    )

    assert find_status_word(note).word == "ice has taken her"
    assert find_status_word("Speaks Spanish.\nA# 205-123-456.").word == "a# •••-•••-•••"


def test_one_language_can_be_asked_for_alone():
    assert find_status_word("sin papeles", "en") is None
    assert find_status_word("sin papeles", "es") is not None


def test_the_setting_adds_words(settings):
    assert find_status_word("Cédula de extranjería") is None
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "DENYLIST_EXTRA": ["cedula de extranjeria"]}

    found = find_status_word("Cédula de Extranjería")
    assert found is not None
    assert (found.word, found.reason) == ("cedula de extranjeria", REASONS["extra"][0])


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_validator_says_all_three_in_the_readers_language(language):
    with override(language), pytest.raises(ValidationError) as refusal:
        refuse_status_words("Visa type")

    with override(language):
        (said,) = refusal.value.messages
        reason, instead = REASONS["papers"]
        assert "visa type" in said
        assert str(reason) in said
        assert str(instead) in said


def test_spanish_says_something_else_than_english():
    with override("en"):
        english = [str(text) for pair in REASONS.values() for text in pair]
    with override("es"):
        spanish = [str(text) for pair in REASONS.values() for text in pair]

    assert all(one != other for one, other in zip(english, spanish, strict=True))


def test_plain_words_are_lower_case_without_accents_or_signs():
    assert plain_words("  ¿País-de_Nacimiento? (VisaType)") == "pais de nacimiento visa type"
