"""What staff do to one person's record is logged, and so many times an hour."""

import pytest

from outbox.models import Refusal
from privacy.models import AccessLog
from supporters.enums import SubscriptionState
from supporters.models import Supporter, SupporterNote
from supporters.services import subscribe, unsubscribe
from tests.supporters.factories import PERSON, CustomFieldFactory, ListFactory, TagFactory, admit
from tests.supporters.test_profile import at, note_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def supporter():
    return admit("maria@example.org")


@pytest.fixture
def mailer(staff):
    return staff("Mailers")


@pytest.fixture
def steward(staff):
    return staff("Data stewards", name="steward")


def test_taking_off_mail_and_deleting_notes_are_logged(mailer, supporter):
    mail_list, note = ListFactory(), note_on(supporter)
    subscribe(supporter=supporter, list=mail_list, actor=PERSON)
    mailer.post(at("unsubscribe", supporter, mail_list.public_id))
    mailer.post(at("unsubscribe_all", supporter))
    mailer.post(at("note_delete", supporter, note.public_id))

    logged = AccessLog.objects.order_by("pk").values_list("user__username", "deed", "count", "subject_ids")
    whose = [str(supporter.subject_id)]
    assert list(logged) == [
        ("staff", deed, 1, whose) for deed in ("unsubscribed", "unsubscribed", "note_deleted")
    ]


def test_tags_and_answers_are_logged_without_what_they_say(mailer, supporter):
    tag = TagFactory(name="housing")
    CustomFieldFactory(key="skill")
    mailer.post(at("tag_put", supporter), {"tag": str(tag.public_id)})
    mailer.post(at("tag_take", supporter, tag.public_id))
    mailer.post(at("answers", supporter), {"skill": "Xylograph"})

    logged = AccessLog.objects.order_by("pk").values_list("deed", "kinds", "count", "subject_ids")
    whose = [str(supporter.subject_id)]
    assert list(logged) == [("labelled", [kind], 1, whose) for kind in ("tags", "tags", "custom")]


def test_staff_put_so_many_labels_on_single_records_in_an_hour(mailer, supporter, monkeypatch):
    monkeypatch.setattr("supporters.services.labels.LABELS_PER_HOUR", 1)
    tag = TagFactory(name="housing")
    CustomFieldFactory(key="skill")
    mailer.post(at("tag_put", supporter), {"tag": str(tag.public_id)})
    off = mailer.post(at("tag_take", supporter, tag.public_id), follow=True)
    written = mailer.post(at("answers", supporter), {"skill": "Xylograph"})

    assert written.status_code == 429
    assert ["as often as one may" in page.text for page in (off, written)] == [True, True]
    assert (list(supporter.tags.all()), supporter.unseal().custom) == ([tag], {})
    assert AccessLog.objects.count() == 1


def test_what_the_person_does_is_not_in_staffs_log(supporter):
    subscribe(supporter=supporter, list=ListFactory(), actor=PERSON)
    unsubscribe(supporter=supporter, actor=PERSON)

    assert AccessLog.objects.count() == 0


def test_staff_take_so_many_off_mail_in_an_hour(mailer, supporter, monkeypatch):
    monkeypatch.setattr("supporters.services.staff.UNSUBSCRIBES_PER_HOUR", 1)
    other = admit("other@example.org")
    for one in (supporter, other):
        subscribe(supporter=one, list=ListFactory(), actor=PERSON)
    mailer.post(at("unsubscribe_all", supporter))
    page = mailer.post(at("unsubscribe_all", other), follow=True)

    assert "as often as one may within an hour" in page.text
    assert other.subscriptions.get().state == SubscriptionState.SUBSCRIBED
    assert (AccessLog.objects.count(), Refusal.objects.filter(list_id=None).count()) == (1, 1)


def test_staff_delete_so_many_notes_in_an_hour(mailer, supporter, monkeypatch):
    monkeypatch.setattr("supporters.services.staff.NOTES_PER_HOUR", 1)
    for note in [note_on(supporter), note_on(supporter)]:
        mailer.post(at("note_delete", supporter, note.public_id))

    assert (SupporterNote.objects.count(), AccessLog.objects.count()) == (1, 1)


def test_staff_erase_so_many_in_an_hour(steward, supporter, monkeypatch):
    monkeypatch.setattr("supporters.services.staff.ERASURES_PER_HOUR", 1)
    other = admit("other@example.org")
    for one in (supporter, other):
        page = steward.post(at("erase", one), {"fingerprint": "keep"}, follow=True)

    assert "erased as many as one may within an hour" in page.text
    assert (Supporter.objects.get(), AccessLog.objects.count()) == (other, 1)
