"""Letters and calls to offices: how often their buttons are pressed in a day, and by nobody."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from campaigns import jobs
from campaigns.enums import PressKind
from campaigns.models import PressTotal
from campaigns.offices import mail_address, phone_address
from campaigns.panels import PressesPanel
from campaigns.services import count_press, presses
from privacy.actors import Actor
from privacy.days import utc_today
from tests.campaigns.factories import make_target

pytestmark = pytest.mark.django_db

FROM_US = {"headers": {"Sec-Fetch-Site": "same-origin"}}


def totals():
    return sorted(PressTotal.objects.values_list("target__name", "kind", "day", "number"))


def press(target, kind="write", **how):
    return Client().post(f"/do/pressed/{target.public_id}/{kind}/", **(how or FROM_US))


def test_each_press_counts_one_for_its_day_target_and_kind():
    first, second = make_target(), make_target()

    statuses = [press(first).status_code, press(first).status_code, press(first, "call").status_code]
    statuses.append(press(second).status_code)

    assert statuses == [204] * 4
    assert totals() == sorted(
        [
            (first.name, "call", utc_today(), 1),
            (first.name, "write", utc_today(), 2),
            (second.name, "write", utc_today(), 1),
        ]
    )


def test_a_press_sets_no_cookie_and_is_kept_by_no_cache():
    answer = press(make_target())

    assert (dict(answer.cookies), answer["Cache-Control"]) == ({}, "private, no-store")


def test_a_press_from_elsewhere_counts_nothing():
    target = make_target()
    foreign = press(target, headers={"Sec-Fetch-Site": "cross-site"})
    unsaid = press(target, headers={"Accept": "*/*"})

    assert (foreign.status_code, unsaid.status_code, totals()) == (403, 403, [])


def test_looking_counts_nothing():
    target = make_target()

    assert (Client().get(f"/do/pressed/{target.public_id}/write/").status_code, totals()) == (405, [])


def test_a_press_for_what_there_is_not_is_not_found():
    target = make_target()
    gone = make_target()
    gone.delete()

    assert [press(gone).status_code, press(target, "mail").status_code, totals()] == [404, 404, []]


def test_a_flood_is_answered_the_same_and_not_counted(monkeypatch):
    monkeypatch.setattr(presses, "MOST_AN_HOUR", 3)
    target = make_target()

    statuses = {press(target).status_code for _number in range(40)}

    assert (statuses, totals()) == ({204}, [(target.name, "write", utc_today(), 3)])


def test_totals_are_forgotten_after_two_years():
    target = make_target()
    count_press(target=target, kind=PressKind.CALL, actor=Actor.the_person())
    PressTotal.objects.update(day=date(2024, 1, 1))
    count_press(target=target, kind=PressKind.CALL, actor=Actor.the_person())

    assert jobs.forget_presses(utc_today() - timedelta(days=731)) == 1
    assert totals() == [(target.name, "call", utc_today(), 1)]


def test_a_letter_opens_with_subject_and_text_and_lines_that_every_mail_program_reads():
    target = make_target()
    target.office_email = "council+city@example.org"

    assert mail_address(target, subject="Stop & think", text="Dear council,\n100 % sure?") == (
        "mailto:council%2Bcity@example.org?subject=Stop%20%26%20think&body=Dear%20council%2C%0D%0A100%20%25%20sure%3F"
    )


def test_an_office_without_mail_has_no_letter():
    assert mail_address(make_target(), subject="a", text="b") == ""


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("(415) 555-0100", "tel:+1-415-555-0100"),
        ("+34 912 34 56 78", "tel:+34-912-34-56-78"),
        ("415-555-0100 ext. 12", "tel:+1-415-555-0100;ext=12"),
        ("ask at the desk", ""),
        ("", ""),
    ],
)
def test_a_number_is_dialled_as_it_is_meant(written, dialled):
    target = make_target()
    target.office_phone = written

    assert phone_address(target) == dialled


def test_staff_are_told_full_tens_of_four_weeks_and_nothing_of_fewer(django_assert_num_queries):
    many, few, old = make_target(), make_target(), make_target()
    today = utc_today()
    rows = [
        PressTotal(target=many, kind=PressKind.WRITE, day=today, number=9),
        PressTotal(target=many, kind=PressKind.WRITE, day=today - timedelta(days=27), number=14),
        PressTotal(target=many, kind=PressKind.CALL, day=today, number=9),
        PressTotal(target=few, kind=PressKind.WRITE, day=today, number=9),
        PressTotal(target=old, kind=PressKind.WRITE, day=today - timedelta(days=28), number=90),
    ]
    PressTotal.objects.bulk_create(rows)

    with django_assert_num_queries(1):
        told = PressesPanel().what(AnonymousUser())

    assert told == {"rows": [(many.name, PressKind.WRITE.label, "20")]}
