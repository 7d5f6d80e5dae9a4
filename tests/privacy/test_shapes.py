from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest

from privacy.exceptions import BrokenSeal, NewerShape
from privacy.shapes import SealedShape


@dataclass(frozen=True)
class Note(SealedShape):
    VERSION: ClassVar[int] = 3
    text: str = ""
    tags: list[str] = field(default_factory=list)


@Note.upgrades(1)
def _(data: dict[str, Any]) -> dict[str, Any]:
    return {"text": data["words"]}


@Note.upgrades(2)
def _(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"tags": ["old"]}


def test_a_shape_comes_back_as_it_was():
    note = Note("hello", ["a"])
    assert note.to_json() == {"v": 3, "text": "hello", "tags": ["a"]}
    assert Note.from_json(note.to_json()) == note


def test_an_old_shape_is_upgraded_step_by_step_on_reading():
    assert Note.from_json({"v": 1, "words": "hello"}) == Note("hello", ["old"])
    assert Note.from_json({"v": 2, "text": "hello"}) == Note("hello", ["old"])


def test_a_field_that_was_added_with_a_default_needs_no_upgrade():
    assert Note.from_json({"v": 3, "text": "hello"}) == Note("hello", [])


def test_a_shape_of_newer_code_is_refused():
    with pytest.raises(NewerShape):
        Note.from_json({"v": 4, "text": "hello"})


@pytest.mark.parametrize("data", [{}, {"v": 0}, {"v": "3"}, {"v": 3, "unknown": 1}, {"v": 2, "unknown": 1}])
def test_a_shape_that_does_not_fit_is_refused_without_its_values(data):
    with pytest.raises(BrokenSeal) as refusal:
        Note.from_json(data)
    assert "unknown" not in str(refusal.value)


def test_upgrades_of_one_shape_are_no_other_shapes():
    @dataclass(frozen=True)
    class Other(SealedShape):
        VERSION: ClassVar[int] = 2

    with pytest.raises(BrokenSeal):
        Other.from_json({"v": 1})


def test_no_rendering_shows_the_values():
    @dataclass(frozen=True, slots=True)
    class Slotted(SealedShape):
        text: str = ""

    assert [repr(Note("secret words")), f"{Slotted('secret words')}"] == ["<Note>", "<Slotted>"]
