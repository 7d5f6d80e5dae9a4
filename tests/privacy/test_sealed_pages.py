"""A sealed file that grows by pages: what was written is read, in order, and nothing is clear."""

import pytest
from django.db import transaction

from privacy.erasure import destroy_subjects
from privacy.exceptions import Erased, FileBroken, FileUnfinished
from privacy.files import open_file
from privacy.models import SealedChunk
from privacy.sealed_pages import Pages, begin_pages, count_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    file = begin_pages(kind="tests")
    for number, said in ((2, {"made": [1, 2]}), (7, {"made": [3]})):
        Pages(file).write(number, said)
    return file


def test_pages_are_read_in_order_from_where_one_was(file):
    pages = Pages(file)
    assert list(pages.read()) == [(2, {"made": [1, 2]}), (7, {"made": [3]})]
    assert list(pages.read(after=2)) == [(7, {"made": [3]})]
    assert (count_pages(file), pages.read_one(7)) == (2, {"made": [3]})
    with pytest.raises(FileBroken):
        pages.read_one(3)


def test_pages_are_added_one_behind_the_other():
    file = begin_pages(kind="tests")
    for said in ([[1, None]], [], ["x" * 300_000]):
        Pages(file).add(said)
    assert [number for number, _said in Pages(file).read()] == [0, 1, 2]


def test_a_page_goes_with_the_transaction_it_tells_of(file):
    with transaction.atomic():
        Pages(file).write(9, {})
        transaction.set_rollback(True)
    assert count_pages(file) == 2


def test_a_page_that_was_rolled_back_and_is_written_again_has_another_nonce(file):
    written = []
    for said in ({"made": [4]}, {"made": [5]}):
        with transaction.atomic():
            Pages(file).write(9, said)
            written.append(bytes(SealedChunk.objects.get(number=9).data)[:12])
            transaction.set_rollback(True)
    assert written[0] != written[1]


def test_a_page_that_was_moved_or_altered_does_not_open(file):
    SealedChunk.objects.filter(number=7).update(number=8)
    with pytest.raises(FileBroken):
        list(Pages(file).read())


def test_without_its_key_nothing_is_read(file):
    destroy_subjects([file.subject_id])
    with pytest.raises(Erased):
        Pages(file)


def test_it_is_no_file_that_is_read_otherwise(file):
    with pytest.raises(FileUnfinished):
        open_file(file)
    assert b"made" not in b"".join(bytes(chunk.data) for chunk in SealedChunk.objects.all())


def test_the_length_of_a_page_tells_nothing_of_how_many_it_speaks_of():
    file = begin_pages(kind="tests")
    for people in (1, 400):
        Pages(file).add({"made": list(range(people))})
    assert len({len(data) for data in SealedChunk.objects.values_list("data", flat=True)}) == 1
