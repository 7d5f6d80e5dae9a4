"""Custom fields in imported files: mapped, checked, filled in only where empty, and taken back."""

import json

import pytest

from privacy.actors import Actor
from privacy.erasure import destroy_subjects
from privacy.models import AccessLog
from privacy.sealed_pages import Pages
from privacy.sealing import own_prints
from supporters.admin_views.import_words import fault_lines
from supporters.enums import FieldKind, RowFault
from supporters.import_answers import AnswerReader
from supporters.jobs.import_common import ANSWERS
from supporters.models import CustomField
from supporters.selectors import find_supporter
from supporters.services import labels
from supporters.services.imports import undo_import
from tests.supporters.factories import CustomFieldFactory, ListFactory, admit
from tests.supporters.importing import brought, checked, imported, recognized, table, work

HEADING = ("email", "first name", "status", "can drive", "seats")
ADA, NEW = "ada@example.org", "new@example.org"


@pytest.fixture
def steward(steward_user):
    return Actor.staff(steward_user)


@pytest.fixture
def news(db):
    return ListFactory()


@pytest.fixture
def fields(db):
    drive = CustomFieldFactory(key="can_drive", kind=FieldKind.YES_NO)
    return [drive, CustomFieldFactory(key="seats", kind=FieldKind.NUMBER)]


def file_of(*people):
    return table(*((email, "Ada", "subscribed", *said) for email, *said in people), heading=HEADING)


def mapped(data, actor):
    return dict(brought(data, actor).mapping)


def answers_of(email):
    return find_supporter(email).unseal().custom


def run(data, news, actor):
    mapping = {**recognized(brought(data, actor)), 3: "custom.can_drive", 4: "custom.seats"}
    return imported(data, news, actor, mapping=mapping)


@pytest.mark.django_db
def test_a_column_that_is_called_like_a_question_is_mapped_to_it_and_can_be_said_otherwise(
    fields, steward, news
):
    data = file_of((ADA, "yes", "3"))

    assert mapped(data, steward) == {
        0: "email", 1: "given_name", 2: "status", 3: "custom.can_drive", 4: "custom.seats",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_new_person_has_the_answers_and_a_known_one_only_where_there_was_none(fields, steward, news):
    known = admit(ADA)
    labels.write_answers(supporter=known, answers={fields[1]: 7}, actor=steward)
    known.__class__.objects.update(created="2020-01-01")
    run(file_of((ADA, "Sí", "3"), (NEW, "no", "2.5")), news, steward)

    assert answers_of(ADA) == {"can_drive": True, "seats": 7}
    assert answers_of(NEW) == {"can_drive": False, "seats": 2.5}
    assert "custom" in AccessLog.objects.get(deed="imported").kinds


@pytest.mark.django_db
def test_the_check_counts_answers_and_names_rows_whose_answer_cannot_be_kept(fields, steward, news):
    data = file_of((ADA, "yes", "many"), (NEW, "perhaps", ""), ("ok@example.org", "yes", "2"))
    mapping = {0: "email", 2: "status", 3: "custom.can_drive", 4: "custom.seats"}
    task = checked(data, news, steward, mapping=mapping)

    assert task.counts[ANSWERS] == 2
    assert task.bad_rows == [[2, [], [[4, RowFault.BAD_ANSWER]]], [3, [], [[3, RowFault.BAD_ANSWER]]]]
    lines = fault_lines(task.bad_rows, task.mapping)
    named = [f"“{field.label}”: {RowFault.BAD_ANSWER.label}" for field in reversed(fields)]
    assert lines == [(2, named[:1]), (3, named[1:])]


@pytest.mark.django_db
def test_undoing_takes_answers_back_that_still_stand_and_leaves_what_was_written_since(fields, steward, news):
    admit(ADA)
    other = admit("other@example.org")
    other.__class__.objects.update(created="2020-01-01")
    task = run(file_of((ADA, "yes", "3"), ("other@example.org", "yes", "4")), news, steward)
    labels.write_answers(supporter=other, answers={fields[1]: 5}, actor=steward)
    undo_import(work=task, actor=steward)
    work(task)

    assert answers_of(ADA) == {}
    assert answers_of("other@example.org") == {"seats": 5}


@pytest.mark.django_db
def test_a_second_row_of_somebody_new_changes_nothing_and_undoing_erases_them(fields, steward, news):
    rows = [(NEW, "yes", "")] + [(f"person{n}@example.org", "", "") for n in range(2)] + [(NEW, "", "3")]
    task = run(file_of(*rows), news, steward)
    assert answers_of(NEW) == {"can_drive": True}
    again = run(file_of((NEW, "", "3")), news, steward)
    assert answers_of(NEW) == {"can_drive": True}
    for one in (again, task):
        undo_import(work=one, actor=steward)
        work(one)

    assert find_supporter(NEW) is None


@pytest.mark.django_db
def test_an_undo_file_holds_no_answer(steward, news):
    field = CustomFieldFactory(key="skill")
    known = admit(ADA)
    known.__class__.objects.update(created="2020-01-01")
    data = table((ADA, "Ada", "subscribed", "Xylophone"), heading=("email", "first name", "status", "skill"))
    mapping = {0: "email", 2: "status", 3: f"custom.{field.key}"}
    task = imported(data, news, steward, mapping=mapping)
    pages = [page for _number, page in Pages(task.undo_file).read()]

    assert answers_of(ADA) == {"skill": "Xylophone"}
    assert [len(one) for page in pages for one in page["answers"]] == [3]
    assert "ylophone" not in json.dumps(pages)


@pytest.mark.django_db
def test_a_print_tells_a_text_again_and_nothing_once_the_key_is_destroyed():
    ada, other = admit(ADA), admit("other@example.org")
    [one, same, else_one] = own_prints([ada, ada, other], [b"yes", b"yes", b"yes"])
    assert (one == same, one == else_one) == (True, False)
    assert own_prints([ada], [b"yes"], like=[one]) == [one]
    assert own_prints([ada], [b"yes"], like=["9.00"]) == [None]

    destroy_subjects([ada.subject_id])
    assert own_prints([ada], [b"yes"]) == [None]


@pytest.mark.parametrize(
    ("kind", "cell", "read"),
    [
        ("text", "Sings", ("Sings", None)),
        ("text", "=HYPERLINK(1)", (None, RowFault.FORMULA)),
        ("text", "undocumented", (None, RowFault.STATUS_ANSWER)),
        ("text", "x" * 201, (None, RowFault.BAD_ANSWER)),
        ("choice", "GREEN", ("Green", None)),
        ("choice", "blue", (None, RowFault.BAD_ANSWER)),
        ("number", "-2", (-2, None)),
        ("number", "123456789", (None, RowFault.BAD_ANSWER)),
        ("yes_no", "X", (True, None)),
        ("yes_no", "falso", (False, None)),
        ("yes_no", "maybe", (None, RowFault.BAD_ANSWER)),
        ("text", "  ", (None, None)),
    ],
)
def test_a_cell_is_read_as_an_answer_on_a_profile_is(kind, cell, read):
    field = CustomField(key="skill", kind=kind, choices=["Green", "Red"] if kind == "choice" else [])

    assert AnswerReader(field).read(cell) == read
