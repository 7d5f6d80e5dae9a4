"""Files of institutions: whatever the bytes are, each row is taken or named with what is wrong."""

import codecs

import pytest
from django.utils.translation import override
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaigns.exceptions import UnknownPlace
from campaigns.institution_file import HEADINGS, LABELS, InstitutionFile, read_institutions
from campaigns.places import country_of, region_of
from privacy.csv_import import Delimiter
from privacy.exceptions import UnreadableTable
from privacy.table_bytes import Encoding
from privacy.words import fold

BAD_QUOTES = "A quotation mark is opened and never closed, or the cell goes on behind the second one."
HEADING = "name,city,region,country,mail domains"


def read(data: str | bytes, country: str = "US") -> InstitutionFile:
    return read_institutions(data.encode() if isinstance(data, str) else data, default_country=country)


def read_rows(*rows: str) -> InstitutionFile:
    return read("\n".join([HEADING, *rows]))


def taken(file: InstitutionFile) -> list[tuple]:
    return [(row.name, row.locality, row.region, row.country, row.mail_domains) for row in file.rows]


def faults_of(*rows: str) -> list[tuple[int, list[str]]]:
    return [(row.line, [fault.what for fault in row.faults]) for row in read_rows(*rows).bad]


def refusal(data: str | bytes) -> str:
    with pytest.raises(UnreadableTable) as refused:
        read(data)
    # What is logged quotes nothing of the file.
    assert str(refused.value) == "This file is no table we can read."
    return refused.value.sentence


# --- any bytes -------------------------------------------------------------------------------------

cells = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["US", "CA", "mit.edu", "=1+1", '"', '"a\nb"', "\x00", "\ufffd", ",", ";", "\t", "\r\n"]),
)
tables = st.lists(st.lists(cells, max_size=7).map(",".join), max_size=8).map(
    lambda rows: "\n".join([HEADING, *rows])
)


def read_or_refused(data: bytes) -> None:
    try:
        file = read(data)
    except UnreadableTable:
        return
    for row in file.rows:
        assert 0 < len(row.name) <= 200
        assert "\x00" not in "".join([row.name, row.locality, *row.mail_domains])
    assert all(row.faults and row.line > 1 for row in file.bad)


@settings(deadline=None)
@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"\xff\xfen")
@example(b"\x00")
@example(b'name\n"')
def test_any_bytes_are_read_or_refused_with_a_sentence(data):
    read_or_refused(data)


@settings(deadline=None)
@given(
    tables, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
)
def test_any_table_is_read_or_refused_with_a_sentence(text, encoding):
    read_or_refused(text.encode(encoding, "replace"))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_below_a_good_heading_are_named_by_line_or_refused(data):
    read_or_refused(f"{HEADING}\n".encode() + data)


# --- how it is written -----------------------------------------------------------------------------

SPANISH = "nombre;ciudad;estado;país;dominios de correo\nUniversidad de Añasco;Añasco;PR;US;x.example.edu\n"


@pytest.mark.parametrize(
    ("data", "encoding", "is_guess"),
    [
        (SPANISH.encode(), Encoding.UTF_8, False),
        (SPANISH.encode("utf-8-sig"), Encoding.UTF_8_MARKED, False),
        (SPANISH.encode("utf-16"), Encoding.UTF_16, False),
        (codecs.BOM_UTF16_BE + SPANISH.encode("utf-16-be"), Encoding.UTF_16, False),
        (SPANISH.encode("utf-16-le"), Encoding.UTF_16_LE, True),
        (SPANISH.encode("utf-16-be"), Encoding.UTF_16_BE, True),
        (SPANISH.encode("cp1252"), Encoding.WINDOWS_1252, True),
    ],
)
def test_four_encodings_are_read_and_what_was_assumed_is_told(data, encoding, is_guess):
    file = read(data)

    assert taken(file) == [("Universidad de Añasco", "Añasco", "PR", "US", ("x.example.edu",))]
    assert (file.table.encoding, file.table.encoding.is_guess) == (encoding, is_guess)
    assert file.accented == (["Universidad de Añasco"] if is_guess else [])


@pytest.mark.parametrize("delimiter", [*Delimiter])
def test_the_delimiter_is_told_from_the_heading(delimiter):
    row = ("A State", "Springfield", "IL", "US", "a.edu b.edu")
    file = read("\n".join(delimiter.join(cells) for cells in (HEADING.split(","), row)))

    assert (file.table.delimiter, taken(file)) == (delimiter, [(*row[:4], ("a.edu", "b.edu"))])


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_of_windows_unix_and_old_macs_are_counted_alike(ending):
    file = read(
        ending.join([HEADING, "", "A,,,US,", ",,,,", '"B\'s ""College""",,,US,"b.edu', 'c.edu"', ",,,US,"])
    )

    assert [(row.line, row.name, row.mail_domains) for row in file.rows] == [
        (3, "A", ()),
        (5, 'B\'s "College"', ("b.edu", "c.edu")),
    ]
    assert [row.line for row in file.bad] == [7]


def test_what_excel_writes_before_the_heading_is_passed_over():
    assert taken(read(f"sep=;\r\n{SPANISH}")) == taken(read(SPANISH))


def test_columns_stand_in_any_order_and_others_are_ignored_by_name():
    file = read("Students,Country,NAME,Founded,Mail-Domains\n900,us,A,1900,a.edu\n")

    assert taken(file) == [("A", "", "", "US", ("a.edu",))]
    assert (file.table.columns.ignored, file.missing) == (
        ("Students", "Founded"),
        ["city", "state or region"],
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_our_own_names_of_the_columns_are_understood_in_both_languages(language):
    with override(language):
        assert {column for column, label in LABELS.items() if fold(str(label)) in HEADINGS[column]} == {
            *LABELS
        }


# --- what is no list -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "beginning"),
    [
        (b"", "This file is empty."),
        (b" \r\n\t\n", "This file is empty."),
        (codecs.BOM_UTF8, "This file is empty."),
        (codecs.BOM_UTF16_LE, "This file is empty."),
        (b"PK\x03\x04\x14\x00", "This is a workbook (XLSX, ODS)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "This is an old Excel workbook (XLS)"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "This is a picture or a film"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "This is a picture or a film"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "This is a picture or a film"),
        (b"\x00\x00\x00\x18ftypheic", "This is a picture or a film"),
        (b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36", "This is a picture or a film"),
        (b"\x1f\x8b\x08\x00", "This file is packed."),
        ("name\nA".encode("utf-32"), "This file is written in UTF-32."),
        (b"\x81\x8d\x8f", "This file is not text"),
        (codecs.BOM_UTF8 + b"name\n\xff", "This file is not text"),
        (b"<!DOCTYPE html><title>x</title>", "This is a web page"),
        (b"A State,Springfield,IL,US\n", "The first line does not name the columns. It begins “A State,"),
        (b"city,region\nSpringfield,IL\n", "The first line does not name the columns."),
        (b"name,state,region\nA,IL,IL\n", "Two columns mean the same: “state” and “region”."),
        (HEADING.encode(), "There is a heading in this file, and no row below it."),
    ],
)  # fmt: skip
def test_what_is_no_list_of_institutions_is_refused_in_one_sentence(data, beginning):
    assert refusal(data).startswith(beginning)


def test_more_than_50_000_rows_are_refused():
    assert refusal("name\n" + "A\n" * 50_001).startswith("This file has more than 50,000 rows.")


def test_more_than_10_megabytes_are_refused():
    assert refusal(b"x" * (10 * 1024 * 1024 + 1)).startswith("This file is larger than 10 MB")


# --- bad rows --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "whats"),
    [
        (",Springfield,IL,US,", ["The name is empty."]),
        ("\u200b\u202e,,,US,", ["The name is empty."]),
        ("=1+1,,,US,", ["“=1+1” begins like a formula."]),
        ("A, +x,,US,", ["“+x” begins like a formula."]),
        ("-A,@B,,US,", ["“-A” begins like a formula.", "“@B” begins like a formula."]),
        ("A\x00,,,US,", ["It holds a character that cannot be seen, such as NUL."]),
        ("A\x81B,,,US,", ["It holds a character that cannot be seen, such as NUL."]),
        ("Ca\ufffdada,,,US,", ["A letter was lost when the file was saved: “Ca\ufffdada”."]),
        (f"{'n' * 201},,,US,", [f"“{'n' * 59}…” is longer than 200 characters."]),
        (f"A,{'c' * 101},,US,", [f"“{'c' * 59}…” is longer than 100 characters."]),
        ("A,,,Narnia,", ["No country is called “Narnia”."]),
        ("A,,,ZZ,", ["No country is called “ZZ”."]),
        ("A,,ZZ,US,", ["“ZZ” is no state or region of US that we know."]),
        ("A,,Baden-Württemberg,DE,", ["“Baden-Württemberg” is no state or region of DE that we know."]),
        ("A,,,US,mit", ["“mit” is no mail domain."]),
        ("A,,,US,https://mit.edu/", ["“https://mit.edu/” is no mail domain."]),
        ("A,,,US,ada@mit.edu", ["“ada@mit.edu” is no mail domain."]),
        ("A,,,US,gmail.com", ["“gmail.com” belongs to a mail provider, not to a school."]),
        ("A,,,US,a.edu,b.edu", ["It has more cells than the heading."]),
        ('"A\nB",,,US,', ["A line ends inside a cell."]),
        ('"A"x,,,US,', [BAD_QUOTES]),
        (",,,ZZ,x", ["No country is called “ZZ”.", "The name is empty.", "“x” is no mail domain."]),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_by_its_line_with_all_that_is_wrong(row, whats):
    assert faults_of("Good,,,US,", row) == [(3, whats)]


def test_a_quotation_mark_that_is_never_closed_is_named_where_it_is_opened():
    file = read_rows("Good,,,US,", '"A,,,US,', "B,,,US,", "C,,,US,")
    assert ([row.name for row in file.rows], [row.line for row in file.bad]) == (["Good"], [3])


def test_more_than_50_domains_are_refused_also_when_repeated_rows_add_up():
    domains = [f"d{number}.example.edu" for number in range(51)]
    [(line, whats)] = faults_of(f"A,,,US,{' '.join(domains[:40])}", f"A,,,US,{' '.join(domains[30:])}")
    assert (line, whats) == (3, ["It would have more than 50 mail domains."])


def test_every_bad_row_says_what_to_do():
    rows = [",,,US,", "=A,,,US,", "A,,ZZ,US,", "A,,ZZZZ,DE,", "A,,,ZZ,", "A,,,US,x", "A,,,US,gmail.com", '"']
    assert {bool(fault.remedy) for row in read_rows(*rows).bad for fault in row.faults} == {True}


# --- good rows -------------------------------------------------------------------------------------


def test_a_row_that_repeats_an_earlier_one_adds_its_domains_to_that():
    file = read_rows("A,Springfield,IL,US,a.edu", "B,,,US,", "a,SPRINGFIELD,Illinois,USA,b.edu a.edu")

    assert taken(file)[0] == ("A", "Springfield", "IL", "US", ("a.edu", "b.edu"))
    assert [(one.line, one.first_line, one.name) for one in file.repeats] == [(4, 2, "A")]


def test_rows_without_a_country_get_the_sites_own_and_are_counted():
    file = read("name,state\nA,JAL\nB,\n", country="MX")
    assert ([row.country for row in file.rows], file.without_country, file.assumed_country) == (
        ["MX"] * 2,
        2,
        "MX",
    )


def test_domains_are_written_with_any_divider_and_in_any_case():
    [row] = read_rows('A,,,US,"MIT.edu, csail.mit.edu;mit.edu\nalum.mit.edu"').rows
    assert row.mail_domains == ("mit.edu", "csail.mit.edu", "alum.mit.edu")


@pytest.mark.parametrize(
    ("written", "code"),
    [("us", "US"), ("U.S.A.", "US"), ("Estados Unidos", "US"), ("méxico", "MX"), ("Reino Unido", "GB")],
)
def test_countries_are_known_by_code_and_by_their_names_in_both_languages(written, code):
    assert country_of(written) == code


@pytest.mark.parametrize(
    ("written", "country", "code"),
    [
        ("ca", "US", "CA"),
        ("US-CA", "US", "CA"),
        ("Nuevo México", "US", "NM"),
        ("Puerto Rico", "US", "PR"),
        ("québec", "CA", "QC"),
        ("Ciudad de México", "MX", "CMX"),
        ("by", "DE", "BY"),
        ("", "US", ""),
    ],
)
def test_regions_are_known_by_code_and_by_name(written, country, code):
    assert region_of(written, country) == code


def test_a_region_of_another_country_is_unknown():
    with pytest.raises(UnknownPlace):
        region_of("JAL", "US")
