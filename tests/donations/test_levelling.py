"""What a seized disk tells without any key: not which gift is of whom who joined a list."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from donations.enums import Frequency
from donations.jobs.levelling import RECENT, level_gifts
from donations.models import Donation, RecurringDonation
from donations.services.news import confirm_news
from donations.tasks import write_standings
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.sealing import reseal
from supporters.models import Consent, SubjectIndex, Subscription, Supporter
from tests.at_once import at_once
from tests.donations.factories import give_and_pay, make_fundraiser
from tests.donations.test_donors import with_news

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
GIFTS = (Donation, RecurringDonation)
PEOPLE = (Supporter, SubjectIndex, Subscription, Consent)
MONTHLY = Frequency.MONTHLY


def writers_of(models):
    """The transactions that wrote the rows of these tables: whoever has the disk reads them."""
    found = set()
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f'SELECT xmin::text FROM "{model._meta.db_table}"')
            found |= {writer for (writer,) in cursor.fetchall()}
    return found


def some_gifts():
    """Three that are alike but for one, whose donor pressed the button about news."""
    fundraiser = make_fundraiser()
    said = with_news(fundraiser)
    give_and_pay(fundraiser, "grace@example.org", frequency=MONTHLY)
    joined = give_and_pay(fundraiser, "ada@example.org", frequency=MONTHLY, said=said)
    give_and_pay(fundraiser, "mary@example.org", frequency=MONTHLY, said=said)
    confirm_news(donation=joined, actor=Actor.the_person())
    return joined


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL keeps who wrote a row")
def test_no_transaction_wrote_a_gift_and_a_supporter():
    some_gifts()

    assert (len(writers_of([Supporter])), writers_of(GIFTS) & writers_of(PEOPLE)) == (1, set())
    write_standings.func()
    assert [len(writers_of([model])) for model in GIFTS] == [1, 1]
    assert writers_of(GIFTS) & writers_of(PEOPLE) == set()


def test_neither_the_length_nor_the_number_of_a_seal_tells_who_joined_a_list():
    some_gifts()

    for model in GIFTS:
        assert len({len(row.sealed) for row in model.objects.all()}) == 1
        assert len({row.sealed_version for row in model.objects.all()}) == 2
    write_standings.func()
    assert [model.objects.values("sealed_version").distinct().count() for model in GIFTS] == [1, 1]


def test_a_gift_that_is_sealed_anew_while_all_are_written_loses_nothing():
    joined = some_gifts()
    seen = Donation.objects.get(pk=joined.pk)
    level_gifts()

    reseal(seen, lambda now: type(now)(**{**now.__dict__, "customer": "cus_1"}))
    said = Donation.objects.get(pk=joined.pk).unseal()
    assert (said.customer, said.email, said.supporter != "") == ("cus_1", "ada@example.org", True)


def test_what_is_old_or_forgotten_is_left_alone():
    joined = some_gifts()
    old = utc_today() - RECENT - timedelta(days=1)
    Donation.objects.filter(pk=joined.pk).update(changed=old)
    RecurringDonation.objects.update(changed=old)

    assert level_gifts() == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_a_row_that_somebody_writes_at_this_moment_holds_nothing_up():
    some_gifts()

    with transaction.atomic():
        Donation.objects.select_for_update().order_by("pk").first()
        [done] = at_once(level_gifts)
    assert done == 5
