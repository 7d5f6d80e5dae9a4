"""Taking an import back, where other apps have rows of whom it made: by keys that lead one way, too."""

import pytest

from donations.models import Giving
from events.enums import AttendanceState
from events.models import Attendance, OpenAttendance
from mailings.enums import MailingState, Outcome, SeriesTrigger
from mailings.models import Recipient, Series, SeriesPlace
from mailings.selectors.results import results_of
from outbox.enums import SendState
from petitions.models import Signature
from supporters import registries
from supporters.enums import SuggestionReason
from supporters.jobs.import_undo import NO_DEEDS, tables_of_deeds
from supporters.models import MergeSuggestion, Supporter
from supporters.selectors import find_supporter
from tests.events.factories import make_occurrence, register_and_confirm
from tests.mailings.factories import make_mailing
from tests.supporters.factories import admit
from tests.supporters.importing import imported, table, undone

pytestmark = pytest.mark.django_db

# Told of in the file already, so that nothing of a form is new to us.
NOTHING_NEW = {"given_name": "", "family_name": "", "postal_code": "", "country": ""}


@pytest.fixture
def brought(news, steward):
    """An import of two, Ada and Eli."""
    return imported(
        table(["ada@example.org", "Ada", "subscribed"], ["eli@example.org", "Eli", "subscribed"]),
        news,
        steward,
    )


def left() -> list[str]:
    return sorted(one.unseal().email.partition("@")[0] for one in Supporter.objects.all())


def test_who_waits_for_a_place_since_did_something_and_stays(brought, steward):
    date = make_occurrence(capacity=1)
    register_and_confirm(date, "first@example.org")
    waits = register_and_confirm(date, "ada@example.org", said=NOTHING_NEW)
    assert waits.state == AttendanceState.WAITLISTED
    undone(brought, steward)

    assert left() == ["ada", "first"]
    tie = OpenAttendance.objects.get(attendance=waits)
    assert tie.supporter == find_supporter("ada@example.org")
    assert Attendance.objects.filter(open=None).count() == 0


def test_mails_to_whom_it_takes_back_stay_counted(brought, news, steward):
    mailing = make_mailing(news, state=MailingState.SENDING)
    other = admit("other@example.org")
    people = [find_supporter(f"{name}@example.org") for name in ("ada", "eli")]
    Recipient.objects.bulk_create(
        Recipient(mailing=mailing, supporter=one, mail_list=news, language="en", state=SendState.SENT)
        for one in (*people, other)
    )
    assert results_of(mailing).outcomes[Outcome.SENT] == 3
    undone(brought, steward)

    assert left() == ["other"]
    assert Recipient.objects.get().supporter == other
    assert results_of(mailing).outcomes[Outcome.SENT] == 3


def test_what_we_did_with_them_keeps_nobody(brought, news, steward):
    ada, eli = find_supporter("ada@example.org"), find_supporter("eli@example.org")
    series = Series.objects.create(name="Welcome", trigger=SeriesTrigger.JOINED, list=news)
    SeriesPlace.objects.create(series=series, supporter=ada)
    MergeSuggestion.objects.create(first=ada, second=eli, reason=SuggestionReason.PHONE)
    undone(brought, steward)

    assert left() == []
    assert SeriesPlace.objects.count() == MergeSuggestion.objects.count() == 0


def test_every_key_to_a_supporter_is_of_a_deed_or_said_to_be_of_none():
    """A new one is of a deed until somebody says otherwise: who is in doubt stays."""
    said = {name for eraser in registries.erasers.values() for name in eraser.no_deeds}
    keys = {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in Supporter._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
    }
    deeds = {f"{model._meta.label}.{name}" for model, name in tables_of_deeds()}
    own = {key for key in keys if key.rpartition(".")[0] in {model._meta.label for model in NO_DEEDS}}

    assert said - keys == set()
    assert deeds == keys - said - own
    one_way = {f"{model._meta.label}.supporter" for model in (Giving, OpenAttendance, Signature)}
    assert one_way - deeds == set()
