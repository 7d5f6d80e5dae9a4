"""Moderators look after what visitors write. On PostgreSQL, whose tests run the migrations."""

import pytest
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from privacy.roles import Role


@pytest.mark.postgres
@pytest.mark.django_db
def test_what_wagtail_gives_a_group_of_that_name_is_not_theirs():
    """Its first migrations let a group Moderators publish every page, and add pictures and documents."""
    theirs = {"group__name": Role.MODERATORS}

    assert not GroupPagePermission.objects.filter(**theirs).exists()
    assert not GroupCollectionPermission.objects.filter(**theirs).exists()
