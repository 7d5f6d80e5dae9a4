"""Ugly addresses, broken rows, bombs and workbooks: a bad row is named, the rest comes in."""

import io
import struct
import zipfile

import pytest
from openpyxl import Workbook

from privacy.actors import Actor
from privacy.exceptions import UnreadableTable
from privacy.table_rows import table_rows
from privacy.xlsx import write_xlsx
from supporters import import_file
from supporters.enums import RowStanding, WorkState
from supporters.import_rows import HowToRead, judge
from supporters.import_systems import recognize
from supporters.models import Supporter
from tests.supporters.factories import ListFactory
from tests.supporters.importing import brought, checked, imported, table
from tests.supporters.segments import staff_user

# Whose mail others read is asked of the tables.
pytestmark = pytest.mark.django_db

HEADING = ["email", "name", "phone", "status", "zip"]


def how():
    places: dict = {}
    for place, column in enumerate(recognize(HEADING).columns):
        places.setdefault(column.field, []).append(place)
    return HowToRead(places, RowStanding.UNCONFIRMED, "en", {"en", "es"}, "US")


def judged(*cells):
    return judge(2, list(cells), "", how())


def rows(data: bytes):
    return [(row.line, row.cells, row.broken.value) for row in table_rows(io.BytesIO(data))]


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("Ada@EXAMPLE.org", "ada@example.org"),
        ("ada@example.org.", "ada@example.org"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("jösé@example.org", "jösé@example.org"),
        ("o'brien+news@example.org", "o'brien+news@example.org"),
        (f"{'a' * 64}@example.org", f"{'a' * 64}@example.org"),
    ],
)
def test_ugly_addresses_that_are_some_come_in_as_they_are_typed(typed, canonical):
    person = judged(typed, "Ada").person
    assert (person.canonical, person.details.email) == (canonical, typed)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "no_address"),
        ("ada", "bad_address"),
        ("ada@localhost", "bad_address"),
        ('"a b"@example.org', "bad_address"),
        ("ada@@example.org", "bad_address"),
        ("ada.@example.org", "bad_address"),
        ("Ada <ada@example.org>", "bad_address"),
        ("ada@example.org, ben@example.org", "bad_address"),
        (f"{'a' * 308}@example.org", "bad_address"),
        ("ada@students.example.edu", "others_read"),
        ("ada@[127.0.0.1]", "bad_address"),
    ],
)
def test_what_is_no_address_is_a_bad_row(typed, fault):
    found = judged(typed, "Ada")
    assert (found.person, found.faults[-1]) == (None, fault)


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        (["ada@example.org", "=HYPERLINK(1)"], ["formula"]),
        (["=1+1@example.org", "Ada"], ["formula"]),
        (["ada@example.org", "Ada", "@cmd"], ["formula"]),
        (["ada@example.org", "Ada", "+1 (510) 555-0142"], []),
        (["ada@example.org", "Ada", "'+15105550142"], []),
        (["ada@example.org", "A\x00da"], ["control"]),
        (["ada@example.org", "Ada\nBen"], ["control"]),
        (["ada@example.org", "Mar\ufffda"], ["lost"]),
        (["ada@example.org", "A" * 201], ["long_cell"]),
        (["ada@example.org", "Ada", "", "who knows"], ["unknown_status"]),
    ],
)
def test_cells_that_hold_what_they_should_not_are_named_by_reason(cells, faults):
    assert list(judged(*cells).faults) == faults


def test_a_no_counts_whatever_else_is_wrong_with_the_row():
    person = judged("ada@example.org", "=cmd", "", "unsubscribed").person
    assert (person.standing, person.details.email, person.details.given_name) == ("unsubscribed", "", "")


def test_zeros_that_a_spreadsheet_took_away_come_back():
    assert judged("ada@example.org", "Ada", "", "", "2134").person.details.postal_code == "02134"


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_alone():
    data = b'email,name\nada@example.org,"Ada\nben@example.org,Ben\ncleo@example.org,Cleo\n'
    assert rows(data) == [
        (1, ["email", "name"], ""),
        (2, [], "quotes"),
        (3, ["ben@example.org", "Ben"], ""),
        (4, ["cleo@example.org", "Cleo"], ""),
    ]


def test_a_line_of_30_mb_is_one_bad_row():
    data = b"email,name\n" + b"a," * (15 * 1024 * 1024) + b"\nben@example.org,Ben\n"
    assert rows(data)[1:] == [(2, [], "too_long"), (3, ["ben@example.org", "Ben"], "")]


def test_lines_that_all_belong_to_one_row_end_it_where_a_row_is_too_long():
    data = b"email,name\n" + b'x","\n' * 300_000 + b"ben@example.org,Ben\n"
    found = rows(data)
    assert {broken for _line, _cells, broken in found[1:]} == {"too_long", "quotes"}
    assert len(found) < 200


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ","), ("utf-8", "|")]
)
def test_encodings_and_delimiters_are_told(encoding, delimiter):
    text = f"email{delimiter}name\r\nada@example.org{delimiter}Muñoz\r\n"
    assert rows(text.encode(encoding))[1] == (2, ["ada@example.org", "Muñoz"], "")


def test_of_a_cell_no_more_is_kept_than_tells_that_it_is_too_long():
    [_heading, (_line, cells, _broken)] = rows(b"email,notes\nada@example.org," + b"x" * 90_000 + b"\n")
    assert [len(cell) for cell in cells] == [15, 1001]


# --- workbooks -----------------------------------------------------------------------------------


def workbook(*lines, merge: str = "") -> bytes:
    book, out = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    if merge:
        book.active.merge_cells(merge)
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_with_gaps_numbers_and_merged_cells():
    data = workbook(
        ["email", "name", "zip"],
        ["ada@example.org", "Ada", 94601],
        [None, None, None],
        ["ben@example.org", None, 2134.0],
        ["cleo@example.org", "Cleo & Co <x>", "60601"],
        merge="B2:B4",
    )
    assert rows(data) == [
        (1, ["email", "name", "zip"], ""),
        (2, ["ada@example.org", "Ada", "94601"], ""),
        (4, ["ben@example.org", "", "2134"], ""),
        (5, ["cleo@example.org", "Cleo & Co <x>", "60601"], ""),
    ]


def test_our_own_workbooks_are_read():
    out = io.BytesIO()
    write_xlsx(out, title="People", heading=["email", "ok"], rows=[["ada@example.org", True]])
    assert rows(out.getvalue()) == [(1, ["email", "ok"], ""), (2, ["ada@example.org", "TRUE"], "")]


def test_a_cell_with_a_formula_is_none_of_what_stands_beside_it():
    data = workbook(["email", "name"], ["ada@example.org", '=CONCAT("A","da")'])
    assert rows(data)[1] == (2, ["ada@example.org", "="], "")


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with another part under this name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, content if one == name else old.read(one))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<worksheet>" + b" " * (40 * 1024 * 1024), "too large"),
        (ENTITIES, "damaged"),
        (b"<worksheet><sheetData><row><c", "damaged"),
        (
            b'<worksheet xmlns="u"><sheetData><row><c t="s"><v>999</v></c></row></sheetData></worksheet>',
            "damaged",
        ),
        (
            b'<worksheet xmlns="u"><sheetData><row><c t="s"><v>-1</v></c></row></sheetData></worksheet>',
            "damaged",
        ),
    ],
)
def test_bombs_and_broken_parts_are_refused(content, says):
    data = repacked(workbook(["email"], ["ada@example.org"]), SHEET, content)
    with pytest.raises(UnreadableTable) as refusal:
        rows(data)
    assert says in refusal.value.sentence


def test_a_table_of_contents_that_would_not_fit_is_refused_before_it_is_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(12_000):
            archive.writestr(f"{number:0100}", b"")
    with pytest.raises(UnreadableTable) as refusal:
        rows(out.getvalue())
    assert "too large" in refusal.value.sentence


def test_a_second_table_of_contents_behind_the_first_is_refused():
    data = workbook(["email"], ["ada@example.org"])
    at = data.rindex(b"PK\x05\x06")
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, at, 1)
    with pytest.raises(UnreadableTable) as refusal:
        rows(data[:at] + locator + data[at:])
    assert "too large" in refusal.value.sentence


def test_a_small_workbook_whose_cells_all_name_one_long_text_is_refused(monkeypatch):
    monkeypatch.setattr(import_file, "MOST_WRITTEN", 100_000)
    data = workbook(*[["x" * 1000] * 20 for _row in range(10)])
    assert len(data) < 20_000
    with pytest.raises(UnreadableTable) as refusal:
        list(import_file.divided(table_rows(io.BytesIO(data))))
    assert "too much text" in refusal.value.sentence


@pytest.mark.parametrize("cut", [30, 400, 900, -30])
def test_a_workbook_that_is_cut_is_refused(cut):
    with pytest.raises(UnreadableTable):
        rows(workbook(["email"], ["ada@example.org"])[:cut])


# --- with the tables -----------------------------------------------------------------------------


def test_a_workbook_comes_in_and_its_bad_rows_stay_out():
    steward = Actor.staff(staff_user("Data stewards"))
    data = workbook(
        ["email", "first name", "status"],
        ["ada@example.org", "Ada", "subscribed"],
        ["=A2", "Ada", "subscribed"],
        ["ben", "Ben", "subscribed"],
    )
    task = imported(data, ListFactory(), steward)
    assert task.counts == {"subscribed": 1, "bad": 2}
    assert task.bad_rows == [[3, ["formula", "bad_address"], []], [4, ["bad_address"], []]]
    assert Supporter.objects.count() == 1


def test_of_many_bad_rows_two_hundred_are_named():
    steward = Actor.staff(staff_user("Data stewards"))
    task = checked(table(*[["no address"] for _row in range(230)]), ListFactory(), steward)
    assert (task.counts, len(task.bad_rows)) == ({"bad": 230}, 200)
    assert "no address" not in str(task.bad_rows)


def test_a_file_with_too_many_rows_is_refused(monkeypatch):
    from supporters.jobs import import_reading

    monkeypatch.setattr(import_reading, "MOST_ROWS", 5)
    task = brought(table(*[["ada@example.org"]] * 9), Actor.staff(staff_user("Data stewards")))
    assert (task.state, "more than 5 rows" in task.refusal) == (WorkState.FAILED, True)
