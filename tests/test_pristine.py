"""What a test committed is put back; every later test stands on it."""

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Value
from django.db.models.functions import Concat

from privacy.keystore import draw
from privacy.models.keystore import SubjectKey
from tests.pristine import put_back, take_copies


def change_a_row() -> None:
    Group.objects.update(name=Concat(F("name"), Value("!")))


def add_a_row() -> None:
    Group.objects.create(name="new")


def remove_a_row() -> None:
    Group.objects.filter(name="second").delete()


def remove_and_add_a_row() -> None:
    remove_a_row()
    add_a_row()


def fill_empty_tables() -> None:
    User.objects.create_user("ana")
    draw()


def do_nothing() -> None:
    pass


@pytest.mark.django_db(transaction=True)
def test_both_databases_are_put_back_whatever_was_changed():
    for name in ("first", "second"):
        Group.objects.create(name=name)
    groups, types = list(Group.objects.order_by("pk").values()), list(ContentType.objects.values())
    copies = take_copies()
    changes = [change_a_row, add_a_row, remove_a_row, remove_and_add_a_row, fill_empty_tables, do_nothing]
    for change in [*changes, *reversed(changes)]:
        change()
        put_back(copies)

        assert list(Group.objects.order_by("pk").values()) == groups, change
        assert list(ContentType.objects.values()) == types
        assert (User.objects.count(), SubjectKey.objects.count()) == (0, 0), change
