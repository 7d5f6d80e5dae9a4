"""A text as it is read, whatever letters it was typed with."""

import pytest

from petitions.unseen import as_read


@pytest.mark.parametrize(
    ("typed", "read"),
    [("ᴅᴀᴄᴀ", "DACA"), ("ᴛᴘꜱ", "TPS"), ("սnd\u043ecumented", "undocumented"), ("ՕՏ հօսse", "OS house")],
    ids=["small capitals", "with the rarer ones", "Armenian and Cyrillic", "Armenian"],
)
def test_letters_that_look_alike_are_read_as_what_they_look_like(typed, read):
    assert as_read(typed) == read
