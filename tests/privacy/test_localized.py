import pytest
from django.core.exceptions import ValidationError

from privacy.localized import LocalizedText, LocalizedTextField
from supporters.models import List

BOTH = {"en": "Drop the contract", "es": "Cancelen el contrato"}


@pytest.mark.parametrize(
    ("texts", "language", "best"),
    [
        (BOTH, "es", ("Cancelen el contrato", "es")),
        (BOTH, "es-mx", ("Cancelen el contrato", "es")),
        (BOTH, "fr", ("Drop the contract", "en")),
        ({"es": "Hola"}, "en", ("Hola", "es")),
        ({"es": "Hola", "en": ""}, "en", ("Hola", "es")),
        ({}, "en", ("", "en")),
    ],
)
def test_the_best_text_is_the_nearest_language_and_says_which(texts, language, best):
    assert LocalizedText(texts).best(language) == best


def test_a_text_renders_in_the_first_language():
    assert f"{LocalizedText(BOTH)}" == "Drop the contract"


@pytest.mark.parametrize("value", ["words", ["en"], {"en": 1}, {1: "en"}])
def test_what_is_no_text_by_language_is_refused(value):
    with pytest.raises(ValidationError):
        LocalizedTextField().clean(value, None)


def test_an_empty_text_is_refused_unless_it_may_be_blank():
    with pytest.raises(ValidationError):
        LocalizedTextField().clean({"en": ""}, None)
    assert LocalizedTextField(blank=True).clean({"en": ""}, None) == {}


@pytest.mark.django_db
def test_a_text_comes_back_from_the_database_as_it_was():
    List.objects.create(name=LocalizedText(BOTH))
    List.objects.create(name=BOTH)
    List.objects.create()
    names = [row.name for row in List.objects.order_by("pk")]
    assert names == [BOTH, BOTH, {}]
    assert {type(name) for name in names} == {LocalizedText}


def test_staff_type_one_text_per_language():
    field = LocalizedTextField().formfield()
    shown = field.widget.render("words", LocalizedText(BOTH), {"id": "id_words"})
    assert (shown.count("<input"), 'lang="es"' in shown, "Cancelen el contrato" in shown) == (2, True, True)
    assert field.clean(["Hello", ""]) == {"en": "Hello"}
    assert (
        field.has_changed(LocalizedText(BOTH), list(BOTH.values())),
        field.has_changed(None, ["", ""]),
    ) == (False, False)
    with pytest.raises(ValidationError):
        field.clean(["", ""])


def test_the_migration_of_a_text_is_the_field_itself():
    name, path, _args, kwargs = LocalizedTextField(blank=True).deconstruct()
    assert (name, path, kwargs["default"], kwargs["blank"]) == (
        None,
        "privacy.localized.LocalizedTextField",
        LocalizedText,
        True,
    )
