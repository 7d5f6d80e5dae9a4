"""Staff's pages of gifts: what they show, what they refuse, what is logged."""

import csv
from datetime import date, datetime
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from donations.admin_views.menu import gifts_menu_items
from donations.enums import Frequency, FundraiserState, GiftPart, RecurringState
from donations.jobs.totals import fold_all
from donations.models import Donation, Fundraiser, GiftTotal, ReceiptWording, RecurringDonation
from donations.selectors.report import by_day, by_part, by_source, months_of, totals_of_all
from donations.selectors.scope import gifts_visible_to, recurring_visible_to
from donations.viewsets import DonationsViewSetGroup
from privacy.days import utc_today
from privacy.localized import LocalizedText
from privacy.models.ledger import AccessLog
from tests.campaigns.factories import make_campaign
from tests.donations.factories import give, give_and_pay, make_fundraiser, pay_instalment
from tests.donations.staff import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasurer(client):
    user = member("Treasurers")
    client.force_login(user)
    return user


def at(name, *ids):
    return reverse(f"fundraiser:{name}", args=ids)


def said(response):
    return response.content.decode()


def test_the_list_of_gifts_is_masked(client, treasurer):
    give_and_pay(make_fundraiser(), "ada@example.org")

    page = said(client.get(at("gifts")))

    assert ("Ada L." in page, "a•••@e•••.org" in page) == (True, True)
    assert ("Lovelace" in page, "ada@example.org" in page) == (False, False)


def test_the_list_of_gifts_costs_the_same_for_one_and_for_three(
    client, treasurer, django_assert_num_queries, django_assert_max_num_queries
):
    fundraiser = make_fundraiser()
    give_and_pay(fundraiser, "one@example.org")
    client.get(at("gifts"))
    with django_assert_max_num_queries(40) as of_one:
        client.get(at("gifts"))
    for name in ("two", "three"):
        give_and_pay(fundraiser, f"{name}@example.org")
    with django_assert_num_queries(len(of_one)):
        client.get(at("gifts"))


def test_monthly_gifts_cost_the_same_for_one_and_for_three(
    client, treasurer, django_assert_num_queries, django_assert_max_num_queries
):
    fundraiser = make_fundraiser()
    give_and_pay(fundraiser, "one@example.org", frequency=Frequency.MONTHLY)
    client.get(at("recurring"))
    with django_assert_max_num_queries(40) as of_one:
        client.get(at("recurring"))
    for name in ("two", "three"):
        give_and_pay(fundraiser, f"{name}@example.org", frequency=Frequency.MONTHLY)
    with django_assert_num_queries(len(of_one)):
        client.get(at("recurring"))


def test_a_monthly_gift_shows_what_it_brought_so_far(client, treasurer):
    gift = give_and_pay(make_fundraiser(), amount=1500, frequency=Frequency.MONTHLY)
    pay_instalment(gift, day=utc_today())

    assert "$30.00 (2)" in said(client.get(at("recurring")))


def test_who_gave_is_shown_after_the_look_was_logged(client, treasurer):
    gift = give_and_pay(make_fundraiser())
    url = at("gift", gift.public_id)
    assert "ada@example.org" not in said(client.get(url))

    page = said(client.post(url, {"reason": "asked_by_person"}))

    assert ("ada@example.org" in page, "Lovelace" in page) == (True, True)
    assert [(row.deed, row.count) for row in AccessLog.objects.all()] == [("unmasked", 1)]


def test_who_may_only_read_gifts_gives_none_back(client, settings):
    settings.DEBUG = True
    gift = give_and_pay(make_fundraiser())
    reader = member("Treasurers")
    reader.groups.clear()
    names = ["access_admin", "view_donation", "view_fundraiser"]
    reader.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(reader)
    assert client.get(at("gift", gift.public_id)).status_code == 200

    client.post(at("refund", gift.public_id), {"amount": "5"})

    assert Donation.objects.get().refunded_amount == 0


def test_gifts_are_for_nobody_who_does_not_keep_the_books():
    give_and_pay(make_fundraiser(), frequency=Frequency.MONTHLY)
    told = [
        (gifts_visible_to(user).count(), recurring_visible_to(user).count())
        for user in (member("Treasurers"), member("Organizers"))
    ]

    assert told == [(1, 1), (0, 0)]


def test_what_is_not_paid_cannot_go_back(client, treasurer):
    gift = give(make_fundraiser())

    answer = client.post(at("refund", gift.public_id), {"amount": "5"})

    assert (answer.status_code, Donation.objects.get().refunded_amount) == (422, 0)


def test_a_check_that_staff_enter_counts_with_its_own_day(client, treasurer, letters):
    fundraiser = make_fundraiser()

    answer = client.post(
        at("gift_add"),
        {
            "fundraiser": str(fundraiser.public_id),
            "amount": "1,250.50",
            "day": "2026-01-31",
            "given_name": "Grace",
            "email": "grace@example.org",
            "language": "es",
        },
    )

    gift = Donation.objects.get()
    assert (answer.status_code, gift.amount, gift.day.isoformat(), gift.is_offline) == (
        302,
        125050,
        "2026-01-31",
        True,
    )
    assert [(kind, recipient.language) for kind, recipient, _content in letters()] == [
        ("donations.receipt", "es")
    ]


@pytest.mark.parametrize(
    ("name", "value"), [("amount", "0"), ("amount", "x"), ("day", "2999-01-01"), ("email", "no address")]
)
def test_a_check_with_something_wrong_is_not_entered(name, value, client, treasurer):
    fundraiser = make_fundraiser()
    typed = {"fundraiser": str(fundraiser.public_id), "amount": "5", "day": "2026-01-31", "language": "en"}

    answer = client.post(at("gift_add"), {**typed, name: value})

    assert (answer.status_code, Donation.objects.count()) == (422, 0)


def test_the_books_hold_what_came_and_no_name(client, treasurer):
    fundraiser = make_fundraiser()
    give_and_pay(fundraiser, "ada@example.org", amount=2500, source="=HYPERLINK(1)")
    give(fundraiser, "grace@example.org")
    today = utc_today().isoformat()

    answer = client.post(at("books"), {"first": min("2026-11-01", today), "last": today})

    text = b"".join(answer).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    assert [row[4:8] for row in rows[1:]] == [["25.00", "0.00", "0.00", "USD"]]
    assert [cell for row in rows for cell in row if cell.startswith("=")] == []
    assert [canary for canary in ("ada@", "Ada", "Lovelace") if canary in text] == []
    assert [(row.deed, row.kinds, row.count) for row in AccessLog.objects.all()] == [
        ("exported", ["gift"], 1)
    ]


def test_the_books_are_taken_a_year_at_a_time(client, treasurer):
    answer = client.post(at("books"), {"first": "2020-01-01", "last": "2026-01-01"})

    assert (answer.status_code, AccessLog.objects.count()) == (422, 0)


def test_a_fundraiser_is_made_with_amounts_as_people_write_them(client):
    campaign = make_campaign()
    client.force_login(member("Organizers", campaign=campaign))
    url = reverse("fundraiser:add")
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed = {
        name: value
        for name, value in typed.items()
        if value not in (None, "") and value is not False and name != "other_ways"
    }
    typed |= {
        "name": "Winter drive",
        "campaign": str(campaign.pk),
        "currency": "USD",
        "goal_money": "93,000",
        "goal_donors": "1295",
        "amounts_once": "25 50 100",
        "marked_once": "50",
        "deadline_local": "2027-01-01T00:00",
        "zone": "America/New_York",
        "designations-TOTAL_FORMS": "0",
        "designations-INITIAL_FORMS": "0",
    }

    answer = client.post(url, typed)

    assert answer.status_code == 302, answer.context["form"].errors
    made = Fundraiser.objects.get()
    assert (made.goal_money, made.amounts_once, made.marked_once) == (9_300_000, [2500, 5000, 10000], 5000)
    assert made.deadline_at.isoformat() == "2027-01-01T05:00:00+00:00"


def test_changing_a_fundraiser_keeps_what_services_wrote(client):
    fundraiser = make_fundraiser(deadline=datetime(2030, 1, 1))  # noqa: DTZ001
    client.force_login(member("Organizers", campaign=fundraiser.campaign))
    url = reverse("fundraiser:edit", args=[fundraiser.pk])
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed = {
        name: value
        for name, value in typed.items()
        if value not in (None, "") and value is not False and name != "other_ways"
    }
    typed["deadline_local"] = "2030-01-02T00:00"
    typed |= {"name": "Renamed", "designations-TOTAL_FORMS": "0", "designations-INITIAL_FORMS": "0"}
    Fundraiser.objects.update(shown_money=77)

    answer = client.post(url, typed)

    assert answer.status_code == 302, answer.context["form"].errors
    fundraiser.refresh_from_db()
    assert (fundraiser.name, fundraiser.shown_money, fundraiser.state) == (
        "Renamed",
        77,
        FundraiserState.OPEN,
    )
    assert fundraiser.deadline_at.isoformat() == "2030-01-02T05:00:00+00:00"


def test_a_fundraiser_with_gifts_stays(client):
    gift = give_and_pay(make_fundraiser())
    client.force_login(member("Administrators"))

    client.post(reverse("fundraiser:delete", args=[gift.fundraiser.pk]))

    assert Fundraiser.objects.count() == 1


def test_a_fundraiser_is_closed_and_opened_again(client):
    fundraiser = make_fundraiser()
    client.force_login(member("Organizers", campaign=fundraiser.campaign))

    states = []
    for name in ("close", "reopen", "reopen"):
        client.post(at(name, fundraiser.public_id))
        fundraiser.refresh_from_db()
        states.append(fundraiser.state)

    assert states == ["closed", "open", "open"]


def test_each_new_wording_is_the_next_version(client, treasurer):
    for name in ("One", "Two"):
        client.post(
            reverse("receipt_wording:add"),
            {"from_day": "2026-01-01", "organization_en": name, "organization_es": ""},
        )

    assert [(row.version, row.organization) for row in ReceiptWording.objects.order_by("version")] == [
        (1, LocalizedText(en="One")),
        (2, LocalizedText(en="Two")),
    ]


def test_changing_a_version_of_the_wording_makes_the_next_one(client):
    client.force_login(member("Treasurers"))
    wording = ReceiptWording.objects.create(version=1, organization=LocalizedText(en="One"))

    client.post(
        reverse("receipt_wording:edit", args=[wording.pk]),
        {"from_day": "2026-01-01", "organization_en": "Two", "organization_es": ""},
    )

    assert [str(row.organization) for row in ReceiptWording.objects.order_by("version")] == ["One", "Two"]


def test_the_front_page_tells_how_far_a_drive_has_come(client):
    fundraiser = make_fundraiser(goal_money=100_000, start_money=2_500)
    client.force_login(member("Organizers", campaign=fundraiser.campaign))

    page = said(client.get("/admin/"))

    assert (fundraiser.name in page, "$25.00" in page, "of $1,000.00" in page) == (True, True, True)


@pytest.mark.parametrize(
    ("group", "shown"),
    [
        ("Treasurers", ["gifts", "recurring", "report", "payouts"]),
        ("Organizers", ["report"]),
        ("Editors", []),
    ],
)
def test_the_menu_leads_to_the_pages_of_gifts_that_one_may_open(group, shown, rf):
    request = rf.get("/admin/")
    request.user = member(group)

    found = [item.url for item in gifts_menu_items() if item.is_shown(request)]

    assert found == [at(name) for name in shown]


def test_the_menu_of_donations_begins_with_fundraisers_and_gifts(client, treasurer):
    entries = sorted(DonationsViewSetGroup().get_submenu_items(), key=lambda item: item.order)

    assert [item.url for item in entries][:2] == [at("index"), at("gifts")]


def test_what_was_given_over_all_fundraisers_is_told_by_day_kind_and_code(client, treasurer):
    told = {"day": utc_today(), "part": GiftPart.ONCE, "in_drive": True}
    for currency, source, gifts, amount in (
        ("USD", "flyer", 12, 30_000),
        ("USD", "flyer", 15, 45_000),
        ("USD", "", 20, 10_000),
        ("EUR", "", 10, 7_000),
    ):
        numbers = {"source": source, "gifts": gifts, "amount": amount}
        GiftTotal.objects.create(
            fundraiser=make_fundraiser(currency=currency), currency=currency, **told, **numbers
        )
    totals = totals_of_all(Fundraiser.objects.filter(currency="USD"))

    assert [(line.label, line.gifts, line.money.minor) for line in by_source(totals)] == [
        ("flyer", 27, 75_000),
        ("", 20, 10_000),
    ]
    assert [(line.label, line.gifts) for line in by_part(totals)] == [("Given once", 47)]
    [(currency, days)] = by_day(totals, days=30).items()
    assert (currency, sum(amount for _day, amount in days), len(days)) == ("USD", 85_000, 30)
    assert list(by_day(totals_of_all(Fundraiser.objects.all()), days=30)) == ["EUR", "USD"]
    page = said(client.get(at("report")))
    assert ("<bdi>flyer</bdi>" in page, "<bdi>None</bdi>" in page) == (True, True)
    assert ("given-EUR" in page, "given-USD" in page) == (True, True)


def test_what_was_given_costs_the_same_for_one_fundraiser_and_for_three(
    client, treasurer, django_assert_num_queries, django_assert_max_num_queries
):
    give_and_pay(make_fundraiser(), "one@example.org")
    fold_all()
    client.get(at("report"))
    with django_assert_max_num_queries(40) as of_one:
        client.get(at("report"))
    for name in ("two", "three"):
        give_and_pay(make_fundraiser(), f"{name}@example.org")
    fold_all()
    with django_assert_num_queries(len(of_one)):
        client.get(at("report"))


def test_of_each_month_it_is_told_which_monthly_gifts_are_new_kept_and_lost():
    fundraiser = make_fundraiser()
    spans = [("2026-01-10", None), ("2026-02-01", "2026-03-31"), ("2026-03-05", "2026-03-20")]
    for number, (began, ended) in enumerate(spans):
        gift = give_and_pay(fundraiser, f"donor{number}@example.org", frequency=Frequency.MONTHLY)
        RecurringDonation.objects.filter(pk=gift.recurring_id).update(
            created=began, ended_on=ended, state=RecurringState.ENDED if ended else RecurringState.ACTIVE
        )

    months = months_of(Fundraiser.objects.all(), today=date(2026, 4, 15))

    assert [(one.began, one.kept, one.ended, one.running) for one in months[:4]] == [
        (0, 1, 0, 1),
        (1, 1, 2, 1),
        (1, 1, 0, 2),
        (1, 0, 0, 1),
    ]
