"""Tags name topics, never a person's status."""

import pytest
from django.core.exceptions import ValidationError

from supporters.models import Segment, Tag
from tests.supporters.segments import region

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["undocumented", "Sin papeles", "DACA recipients", "visa type: H1B"])
def test_a_statement_about_papers_is_refused(name):
    with pytest.raises(ValidationError):
        Tag(name=name).full_clean()


@pytest.mark.parametrize(
    "name", ["immigrant rights", "inmigración", "ICE out", "deportation defense", "sanctuary"]
)
def test_a_topic_passes(name):
    Tag(name=name).full_clean()


@pytest.mark.parametrize("model", [Tag, Segment])
def test_marks_that_nobody_sees_make_no_other_name(model):
    named = model(
        name="hou\u00adsing \u200b", **({"tree": {"all": [region("CA")]}} if model is Segment else {})
    )
    named.full_clean()

    assert named.name == "housing"
    named.name = "\u200b\u200d"
    with pytest.raises(ValidationError):
        named.full_clean()
