"""How hard a text is to read: by its language's formula, and never where nothing can be said."""

import pytest

from pages.reading import _english_syllables, _spanish_syllables, read

EASY = "The city pays for this. We want it to stop. Come and say so with us on Monday. " * 5
HARD = (
    "Notwithstanding considerable institutional opposition, municipal administrations increasingly "
    "authorize sophisticated surveillance infrastructure without meaningful legislative deliberation, "
    "accountability mechanisms or independent evaluation of disproportionate discriminatory consequences. "
) * 3
FACIL = "La ciudad paga por esto. Queremos que pare. Ven y dilo con nosotros el lunes. " * 5
DIFICIL = (
    "No obstante la considerable oposición institucional, las administraciones municipales autorizan "
    "crecientemente infraestructuras tecnológicas de vigilancia extraordinariamente sofisticadas sin "
    "deliberación legislativa significativa ni evaluación independiente de sus consecuencias. "
) * 3


@pytest.mark.parametrize(
    ("word", "syllables"),
    {"the": 1, "surveillance": 3, "stopped": 1, "wanted": 2, "changes": 2, "washes": 2, "free": 1}.items(),
)
def test_syllables_of_english(word, syllables):
    assert _english_syllables(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    {"que": 1, "guerra": 2, "pingüino": 3, "país": 2, "teatro": 3, "hoy": 1, "ayuda": 3, "aéreo": 4}.items(),
)
def test_syllables_of_spanish(word, syllables):
    assert _spanish_syllables(word) == syllables


@pytest.mark.parametrize(
    ("text", "language", "is_hard"),
    [(EASY, "en", False), (HARD, "en", True), (FACIL, "es", False), (DIFICIL, "es-mx", True)],
)
def test_a_plain_text_is_told_from_a_hard_one(text, language, is_hard):
    assert read(text, language).is_hard == is_hard


def test_the_longest_sentence_is_named_by_its_first_words():
    reading = read(f"{EASY}\nWe ask the council of the city to end the contract before it is renewed", "en")

    assert (reading.longest, reading.opening) == (15, "We ask the council of the")


@pytest.mark.parametrize(("text", "language"), [("Too short.", "en"), (EASY, "ar"), ("", "es")])
def test_nothing_is_said_of_few_words_or_of_a_language_without_a_formula(text, language):
    assert read(text, language) is None
