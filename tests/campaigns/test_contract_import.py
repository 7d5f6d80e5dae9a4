"""Importing contracts in the admin: what each row would do, the one button, and what is refused."""

import threading
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from campaigns.contract_file import read_contracts
from campaigns.contract_plan import plan_contracts
from campaigns.enums import HowObtained, TargetKind
from campaigns.exceptions import ImportedMeanwhile
from campaigns.models import Contract, Target
from campaigns.roles import top_up_groups
from campaigns.selectors import dossier
from campaigns.services import import_contracts
from privacy.actors import Actor
from privacy.exceptions import UnreadableTable
from privacy.models import SealedFile
from privacy.roles import Role
from tests.campaigns.factories import make_contract

HEADING = (
    "contract_award_unique_key,award_id_piid,total_obligated_amount,current_total_value_of_award,"
    "period_of_performance_start_date,period_of_performance_current_end_date,awarding_agency_name,"
    "awarding_sub_agency_name,recipient_name,prime_award_base_transaction_description,usaspending_permalink\n"
)
LINK = "https://www.usaspending.gov/award/1/"


def line(
    *,
    number="ABC-1",
    value="1250000.50",
    obligated="900000",
    starts="2014-09-26",
    ends="2019-09-25",
    agency="Department of Examples",
    part="Agency of Examples",
    vendor="EXAMPLE VENDOR INC.",
    link=LINK,
) -> str:
    cells = ("KEY", number, obligated, value, starts, ends, agency, part, vendor, "SOFTWARE", link)
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


@pytest.fixture
def organizer(client, django_user_model):
    top_up_groups()
    user = django_user_model.objects.create_user("ana", password="x")
    user.groups.add(Group.objects.get(name=Role.ORGANIZERS))
    client.force_login(user)
    return client


def choose(client, text: str):
    file = SimpleUploadedFile("awards.csv", text.encode())
    return client.post(reverse("contract:import"), {"file": file})


def told(response) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


@pytest.mark.django_db
def test_a_table_of_usaspending_is_checked_then_imported_with_its_vendors_and_agencies(organizer):
    known = Target.objects.create(name="Example Vendor Inc.", kind=TargetKind.VENDOR)

    checked = choose(organizer, HEADING + line() + line(number="ABC-2", value="", part=""))
    plan = organizer.get(checked.url).context["plan"]
    assert (len(plan.new), plan.vendors) == (2, [])
    assert plan.agencies == ["Agency of Examples", "Department of Examples"]
    assert Contract.objects.count() == 0

    done = organizer.post(checked.url, follow=True)
    assert told(done) == ["2 contracts were added. 2 targets were made."]
    first, second = Contract.objects.order_by("number")
    assert (first.vendor, first.agency.name, first.agency.kind) == (known, "Agency of Examples", "agency")
    assert (first.amount, first.currency, first.product) == (125_000_050, "USD", "SOFTWARE")
    assert (first.starts, first.ends) == (date(2014, 9, 26), date(2019, 9, 25))
    assert (first.source_name, first.source_url) == ("usaspending.gov", LINK)
    assert first.how_obtained == HowObtained.SPENDING
    # Without a value, what was promised so far; without a part, the department.
    assert (second.amount, second.agency.name) == (90_000_000, "Department of Examples")
    assert SealedFile.objects.count() == 0


@pytest.mark.django_db
def test_a_link_to_a_host_with_a_very_long_name_is_taken(organizer):
    host = f"{'.'.join(['a' * 60] * 4)[:230]}.example.org"
    organizer.post(choose(organizer, HEADING + line(link=f"https://{host}/")).url)

    assert [len(name) for name in Contract.objects.values_list("source_name", flat=True)] == [200]


@pytest.mark.django_db
def test_importing_twice_changes_nothing_and_a_newer_table_brings_up_to_date(organizer):
    organizer.post(choose(organizer, HEADING + line()).url)
    Contract.objects.update(product="Mended by hand", renewal_day=date(2019, 9, 25), as_of=date(2019, 1, 1))
    before = list(Contract.objects.values())

    again = choose(organizer, HEADING + line())
    assert again.status_code == 200
    assert "There is nothing to import." in again.content.decode()
    assert list(Contract.objects.values()) == before

    newer = organizer.post(
        choose(organizer, HEADING + line(value="2000000", ends="2020-09-25")).url, follow=True
    )
    assert told(newer) == ["0 contracts were added. 1 was brought up to date."]
    contract = Contract.objects.get()
    assert (contract.amount, contract.ends) == (200_000_000, date(2020, 9, 25))
    assert (contract.product, contract.renewal_day) == ("Mended by hand", date(2019, 9, 25))
    assert contract.as_of > date(2019, 1, 1)


@pytest.mark.django_db
def test_new_ones_come_in_as_drafts_where_the_tick_says_so_and_known_ones_stay_public(organizer):
    organizer.post(choose(organizer, HEADING + line()).url)

    more = choose(organizer, HEADING + line(value="2000000") + line(number="ABC-2"))
    assert 'name="as_drafts"' in organizer.get(more.url).text
    organizer.post(more.url, {"as_drafts": "on"})

    known, new = Contract.objects.order_by("pk")
    assert [(known.amount, known.is_draft), (new.number, new.is_draft)] == [
        (200_000_000, False),
        ("ABC-2", True),
    ]
    assert dossier(new.vendor).contracts == [known]


@pytest.mark.django_db
def test_what_staff_typed_and_the_file_does_not_name_stays(organizer):
    kept = make_contract(number="OURS")

    organizer.post(choose(organizer, HEADING + line()).url)

    assert Contract.objects.filter(pk=kept.pk, number="OURS").count() == 1


@pytest.mark.django_db
def test_bad_rows_are_told_with_line_and_reason_and_nothing_is_imported(organizer):
    rows = [
        line(),
        line(number=""),
        line(number="ABC-3", value="12,5"),
        line(number="ABC-4", ends="2013-01-01"),
        line(number="ABC-5", link="javascript:alert(1)"),
        line(number="ABC-6", starts="26.9.2014"),
        line(value="7"),
        line(number="ABC-8", part="Example Vendor Inc."),
        line(number="=cmd()"),
    ]

    page = choose(organizer, HEADING + "".join(rows))

    bad = page.context["checked"].bad
    assert [(row.line, [fault.what for fault in row.faults]) for row in bad] == [
        (3, ["The column “number of the contract” is empty."]),
        (4, ["“12,5” is no amount."]),
        (5, ["The end is before the beginning."]),
        (6, ["“javascript:alert(1)” is no link to a source."]),
        (7, ["“26.9.2014” is no day."]),
        (8, ["Line 2 has this contract already, with other words or figures."]),
        (9, ["Vendor and agency are the same."]),
        (10, ["“=cmd()” begins like a formula."]),
    ]
    assert "8 rows have to be put right" in page.content.decode()
    assert (Contract.objects.count(), Target.objects.count(), SealedFile.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_a_row_that_repeats_another_word_for_word_is_imported_once(organizer):
    url = choose(organizer, HEADING + line() + line()).url

    assert organizer.get(url).context["file"].repeats == [3]
    organizer.post(url)
    assert Contract.objects.count() == 1


@pytest.mark.django_db
def test_the_example_file_can_be_imported_as_it_is(organizer):
    example = organizer.get(reverse("contract:import_example")).content.decode("utf-8-sig")

    assert choose(organizer, example).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.EDITORS, Role.MAILERS, Role.TREASURERS])
def test_only_organizers_and_administrators_import(client, django_user_model, role):
    top_up_groups()
    user = django_user_model.objects.create_user("b", password="x")
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)

    assert client.get(reverse("contract:import")).status_code in (302, 403, 404)
    assert choose(client, HEADING + line()).status_code in (302, 403, 404)
    assert (Contract.objects.count(), SealedFile.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_import_at_once_one_is_told_and_nothing_is_doubled(monkeypatch):
    """Both have read the table before either writes: the unique constraints decide."""
    rows = read_contracts((HEADING + line() + line(number="ABC-2")).encode()).rows
    both_have_read = threading.Barrier(2, timeout=60)
    answers = []

    def meet(rows):
        plan = plan_contracts(rows)
        # SQLite lets the second one read only when the first has written.
        if connection.vendor == "postgresql":
            both_have_read.wait()
        return plan

    monkeypatch.setattr("campaigns.services.contracts.plan_contracts", meet)

    def one() -> None:
        try:
            answers.append(import_contracts(rows=rows, actor=Actor.system()).added)
        except ImportedMeanwhile:
            answers.append("told")
        finally:
            connections.close_all()

    people = [threading.Thread(target=one) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    told = "told" if connection.vendor == "postgresql" else 0
    assert sorted(answers, key=str) == sorted([2, told], key=str)
    assert (Contract.objects.count(), Target.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("data", "begins"),
    [
        (b"", ""),
        (b"name,email\nAda,ada@example.org\n", "The first line does not name the columns."),
        (HEADING.encode(), "There is a heading in this file, and no row below it."),
        (b"vendor,company\nA,B\n", "Two columns mean the same"),
    ],
)
def test_what_is_no_table_of_contracts_is_told_in_a_sentence(data, begins):
    with pytest.raises(UnreadableTable) as refusal:
        read_contracts(data)

    assert str(refusal.value.sentence).startswith(begins)


def test_american_days_and_plain_headings_are_read():
    text = "Vendor,Agency,Number,Amount,Begins,Ends,Link\nA,B,1,$5,9/26/2014,2019-09-25 00:00:00,https://x.example/\n"

    [row] = read_contracts(text.encode()).rows

    assert (row.starts, row.ends, row.amount) == (date(2014, 9, 26), date(2019, 9, 25), 500)


@given(st.binary(max_size=400))
def test_any_bytes_below_the_heading_are_answered(data):
    try:
        file = read_contracts(HEADING.encode() + data)
    except UnreadableTable:
        return
    assert all(row.faults for row in file.bad)
