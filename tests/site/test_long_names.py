"""A name of 400 letters: what stands in menus, on buttons and in tables says that it is too long."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from privacy.localized import LocalizedText, LocalizedTextField
from tests.supporters.conftest import staff  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
LONG = "Llamado a la acción " * 20
NAMES = ("name", "label", "title")


@pytest.mark.parametrize(
    ("address", "group", "typed"),
    [
        ("list:add", "Mailers", {"name_en": "News", "name_es": LONG}),
        ("tag:add", "Mailers", {"name": LONG}),
        ("event_kind:add", "Administrators", {"name_en": LONG, "name_es": "Vigilia", "position": "9"}),
        ("customfield:add", "Mailers", {"key": "can_drive", "label_en": LONG, "kind": "yes_no"}),
    ],
)
def test_a_name_that_is_too_long_is_refused_in_a_sentence(staff, ground, address, group, typed):  # noqa: F811
    page = staff(group).post(reverse(address), typed)
    said = [str(error) for errors in page.context["form"].errors.values() for error in errors]

    assert page.status_code == 200
    assert [sentence for sentence in said if "characters (it has 3" in sentence] != []


def test_every_name_that_is_given_in_the_admin_has_an_end():
    """But for headings of whole pages, which are as long as a page likes."""
    endless = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, LocalizedTextField)
        and field.editable
        and field.name in NAMES
        and field.longest is None
    }
    assert endless == {"countersign_campaigns.Measure.title", "countersign_petitions.Update.title"}


def test_no_writer_gets_past_it():
    field = LocalizedTextField(longest=5)

    assert field.clean(LocalizedText(en="Salsa", es="Ñandú"), None) == {"en": "Salsa", "es": "Ñandú"}
    with pytest.raises(ValidationError):
        field.clean(LocalizedText(en="Salsas"), None)
