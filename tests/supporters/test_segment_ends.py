"""What a segment shows of its people, and where its end leads."""

import pytest
from django.urls import reverse

from supporters.models import Supporter
from supporters.segment_reads import preview_of
from tests.supporters.segments import people, region, saved

pytestmark = pytest.mark.django_db


def test_those_who_came_in_last_are_shown_first():
    first, second, third = people(3, postal_code="94704")
    for person, day in ((first, "2025-03-01"), (second, "2025-03-09"), (third, "2025-02-01")):
        Supporter.objects.filter(pk=person.pk).update(joined=day)

    assert [person for person, _masked in preview_of(region("CA"))] == [second, first, third]


def test_whoever_deletes_a_segment_is_led_to_the_others(staff):
    segment = saved({"all": [region("CA")]})
    steward = staff("Data stewards")
    delete = reverse("segment:delete", args=[segment.public_id])
    assert reverse("segment:one", args=[segment.public_id]) in steward.get(delete).text
    for _press in range(2):
        assert steward.post(delete).url == reverse("segment:index")
