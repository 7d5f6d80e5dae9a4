"""Tags name topics, never a person's status."""

import pytest
from django.core.exceptions import ValidationError

from supporters.models import Tag

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
