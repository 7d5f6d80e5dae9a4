"""What a signature is called where staff read it."""

import pytest
from django.utils import translation

from tests.petitions.factories import make_petition, sign

pytestmark = pytest.mark.django_db


def test_a_signature_is_named_by_its_mark_in_the_language_of_who_reads():
    signature = sign(make_petition())
    mark = signature.public_id.hex[:4].upper()

    assert str(signature) == f"Signature {mark}"
    with translation.override("es"):
        assert str(signature) == f"Firma {mark}"
