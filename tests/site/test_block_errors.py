"""What an editor is told of a block that cannot stand as it is."""

import pytest
from django.core.exceptions import ValidationError

from pages.blocks import BodyBlock
from tests.site.body_values import NO_LINK, TEXT, item, office

pytestmark = pytest.mark.django_db

LETTER = {"language": "en", "subject": "End it", "points": "Dear council"}
SCRIPT = {"language": "en", "script": "Hello."}


def told(kind, value):
    """The sentences beside the fields of this block, by field."""
    block = BodyBlock().child_blocks[kind]
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(value))
    return refused.value.block_errors


def sentences(errors):
    """The same as text, of fields that hold no others."""
    return {name: error.messages for name, error in errors.items()}


def write(target, *letters):
    rows = [item(letter) for letter in letters or [LETTER]]
    return {"target": target.pk, "heading": "", "words": "", "letters": rows}


def call(target):
    return {"target": target.pk, "heading": "", "words": "", "scripts": [item(SCRIPT)]}


def test_nobody_can_write_to_an_office_without_mail_and_address():
    target = office(office_email="", office_address="")

    assert sentences(told("write", write(target))) == {
        "target": ["We know neither an office e-mail nor an office address of this one. Add it there first."]
    }


def test_a_letter_goes_to_an_office_that_has_an_address_alone():
    target = office(office_email="", office_address="1 City Hall")
    block = BodyBlock().child_blocks["write"]
    value = block.to_python(write(target))

    assert block.clean(value)["target"] == target


@pytest.mark.parametrize("written", ["", "ask at the desk"])
def test_nobody_can_call_an_office_without_a_number_that_can_be_dialled(written):
    assert sentences(told("call", call(office(office_phone=written)))) == {
        "target": ["We know no office phone of this one that can be dialled. Add it there first."]
    }


def test_a_letter_is_there_once_in_a_language():
    errors = told("write", write(office(), LETTER, {**LETTER, "subject": "Another"}))

    assert list(errors) == ["letters"]


def test_words_on_a_button_lead_somewhere():
    link = {**NO_LINK, "label": "Act"}
    errors = told("callout", {"heading": "", "words": TEXT, "link": link})

    assert list(errors) == ["link"]


def test_a_broken_address_is_not_taken():
    errors = told(
        "link_card", {"url": "htps:/broken", "title": "Theirs", "words": "", "whose": "", "image": None}
    )

    assert sentences(errors) == {"url": ["Enter a valid URL."]}
