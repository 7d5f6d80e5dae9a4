"""The words we lend to Django's Spanish."""

import re
from pathlib import Path

import django
import pytest
from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator, NumericPasswordValidator
from django.core.exceptions import ValidationError
from django.utils import translation

from config.django_words import ONE

FORMAL = re.compile(r"\b(Aseg[uú]rese|Introduzca|Ingrese|Escoja|Corrija|Env[ií]e|Escriba|Su contraseña)\b")


def english_of_django() -> str:
    """All that Django marks for translation, from its English catalogues, as one text."""
    base = Path(django.__file__).parent
    catalogues = [base / "conf", base / "contrib/auth"]
    texts = [(one / "locale/en/LC_MESSAGES/django.po").read_text() for one in catalogues]
    return "".join(texts).replace('"\n"', "")


def test_django_still_says_what_we_translate_for_it():
    said = english_of_django()

    assert [words for words in ONE if f'msgid "{words}"' not in said] == []


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        (forms.EmailField(), "no", "Escribe una dirección de correo válida."),
        (forms.CharField(max_length=3), "1234", "Escribe 3 caracteres como máximo (ahora tiene 4)."),
        (forms.IntegerField(min_value=2), "1", "Este valor tiene que ser 2 o más."),
        (forms.DecimalField(decimal_places=1), "1.25", "Escribe 1 decimal como máximo."),
        (forms.ChoiceField(choices=[("a", "a")]), "b", "Elige una opción de la lista: b no está en ella."),
        (forms.DateField(), "no", "Escribe una fecha válida."),
    ],
)
def test_a_form_says_tu_in_spanish(field, typed, told):
    with translation.override("es"):
        with pytest.raises(ValidationError) as refused:
            field.clean(typed)

        assert refused.value.messages == [told]


def test_what_is_said_of_a_password_says_tu():
    for validator in (MinimumLengthValidator(12), NumericPasswordValidator()):
        with translation.override("es"):
            with pytest.raises(ValidationError) as refused:
                validator.validate("123")
            told = [*refused.value.messages, validator.get_help_text()]
        assert FORMAL.findall(" ".join(told)) == []
        assert "contraseña" in told[0].lower()
