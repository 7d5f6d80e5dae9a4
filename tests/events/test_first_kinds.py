"""What an installation begins with, and what staff make of it."""

import pytest

from events.enums import AgreementKey
from events.first_kinds import FIRST_KINDS
from events.models import Agreement, EventKind
from events.services.kinds import make_first_kinds
from privacy.actors import Actor

pytestmark = pytest.mark.django_db


def test_migrating_leaves_the_first_kinds_and_agreements_in_both_languages():
    kinds = list(EventKind.objects.exclude(key=None))
    assert [kind.key for kind in kinds] == [kind.key for kind in FIRST_KINDS]
    assert [kind.key for kind in kinds if kind.is_guarded] == ["rally", "walk-out", "flyering"]
    assert set(Agreement.objects.newest().values_list("key", flat=True)) == set(AgreementKey.values)
    for row in kinds:
        assert row.name.keys() == {"en", "es"}
    for row in Agreement.objects.all():
        assert (row.name.keys(), row.words.keys()) == ({"en", "es"}, {"en", "es"})


def test_what_staff_changed_or_deleted_is_not_written_again():
    EventKind.objects.filter(key="talk").delete()
    EventKind.objects.filter(key="training").update(name={"en": "Workshop"})
    make_first_kinds(actor=Actor.system())

    assert EventKind.objects.filter(key="talk").count() == 0
    assert EventKind.objects.get(key="training").name == {"en": "Workshop"}
