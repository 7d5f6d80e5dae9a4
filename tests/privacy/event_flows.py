"""Flows of events: signing up, waiting, changing, cancelling, and what organizers do; open and guarded."""

from typing import TYPE_CHECKING
from uuid import uuid4

from django.urls import reverse

from events.enums import QuestionKind
from events.models import Attendance, Occurrence, PrivateWords
from events.own_links import own_path
from events.services.deciding import decline_attendance
from events.services.doors import check_in
from events.services.editing import write_private
from privacy.actors import Actor
from tests.events.factories import make_agreement, make_event, make_occurrence, make_question, make_shift
from tests.privacy.seized import MARK

if TYPE_CHECKING:
    from petitions.models import Petition
    from tests.privacy.flows import Canary, Visitors

STAFF = Actor.system()
# So many sign up for each of two dates; the last of them presses no button.
GUESTS = 10


def make_dates(petition: "Petition") -> tuple[Occurrence, Occurrence]:
    """A training with eight places and a shift, and a rally, both of the petition's campaign."""
    for key in ("non_violence", "photos"):
        make_agreement(key)
    said = {"campaign": petition.campaign, "max_guests": 2, "agreement_keys": ["photos"]}
    training = make_event(ask_postal_code=True, **said)
    make_question(training, "What would you like to eat?", kind=QuestionKind.TEXT)
    rally = make_event(is_guarded=True, **said)
    dates = make_occurrence(training, capacity=8), make_occurrence(rally, capacity=8)
    make_shift(dates[0])
    for date in dates:
        words = PrivateWords(meeting_point={"en": f"{MARK} fountain"}, online_link=f"https://{MARK}.example/")
        write_private(occurrence=date, words=words, actor=STAFF)
    return dates


def form_of(date: Occurrence, canary: "Canary", **more: str) -> dict[str, str]:
    """What one canary types into the form under an event."""
    event = date.event
    shift = date.shifts.first()
    form = canary.form(guests="1", alias=f"{MARK} {canary.number}"[:40])
    form["part"] = (shift or date).public_id.hex
    for key in event.agreed_keys:
        form[f"agree_{key}"] = make_agreement(key).public_id.hex
    for question in event.questions.all():
        form[f"q_{question.public_id.hex}"] = f"{MARK} eats {canary.number}"
    return form | more


def go_to_events(visitors: "Visitors", canaries: list["Canary"]) -> None:
    """Ten sign up for each of two dates with room for four of them and a guest each."""
    training, rally = make_dates(visitors.petition)
    for date in (training, rally):
        register = reverse("countersign_event_register", args=[date.event.public_id])
        assert visitors.post(register, form_of(date, canaries[0], part=MARK)) == 422
        for canary in canaries:
            assert visitors.post(register, form_of(date, canary)) == 303
        assert visitors.post(register, form_of(date, canaries[0], reply_by=MARK)) == 303
    letters = visitors.work()
    for canary in canaries[:9]:
        [confirm] = {path for path in letters[canary.email] if "/confirm/" in path}
        assert visitors.post(confirm) == 303
        # The neutral mail of the guarded one holds the one link.
        [own] = {path for path in letters[canary.email] if "/sign-up/" in path}
        assert visitors.post(f"{own}confirm/") == 303
    [not_me] = {path for path in letters[canaries[9].email] if "/not-me/" in path}
    assert visitors.post(not_me) == 200
    visitors.work()
    for date in (training, rally):
        run_one(visitors, date)
    visitors.work()


def run_one(visitors: "Visitors", date: Occurrence) -> None:
    """One changes, one cancels and makes room, one is declined, one is let in out of turn and at the door."""
    rows = list(Attendance.objects.accepted().filter(occurrence=date).select_related("occurrence__event"))
    assert len(rows) == 4
    changing, cancelling, declined, coming = rows
    assert visitors.post(own_path(changing, "countersign_own_change"), {"guests": "0"}) == 303
    assert visitors.post(own_path(cancelling, "countersign_own_cancel")) in (200, 303)
    decline_attendance(attendance=declined, actor=STAFF)
    offered = Attendance.objects.offered().filter(occurrence=date).select_related("occurrence__event").first()
    assert offered is not None
    assert visitors.post(own_path(offered, "countersign_own_accept")) == 303
    assert visitors.client.get(own_path(coming)).status_code == 200
    code = coming.unseal().code
    check_in(occurrence=date, typed=code, deed=uuid4(), actor=STAFF)
    check_in(occurrence=date, typed=MARK, deed=uuid4(), actor=STAFF)
