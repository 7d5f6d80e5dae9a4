"""One supporter: what they did and said, notes, a logged look, leaving lists, erasing."""

import json
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.services import record_action
from outbox.models import Refusal
from petitions.names import SIGNED
from privacy.actors import Actor
from privacy.erasure import destroy_subjects, sweep
from privacy.models import AccessLog, SubjectKey
from supporters.enums import SubscriptionState
from supporters.models import Consent, Supporter, SupporterNote
from supporters.services import (
    ConsentAnswer,
    delete_note,
    erase_supporter,
    record_consents,
    subscribe,
    write_note,
)
from tests.campaigns.factories import make_campaign
from tests.supporters.factories import PERSON, ListFactory, PartnerFactory, TagFactory, admit, wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def supporter():
    return admit(
        "maria@example.org",
        given_name="María",
        family_name="Luz",
        phone="510-555-0142",
        postal_code="94704",
        custom={"tests.skill": "Welding"},
    )


@pytest.fixture
def mailer(staff):
    return staff("Mailers")


@pytest.fixture
def steward(staff):
    return staff("Data stewards", name="steward")


def at(name, supporter, *more):
    return reverse(f"supporter:{name}", args=[supporter.public_id, *more])


def note_on(supporter, text="Wants to be called back"):
    return write_note(supporter=supporter, text=text, public_id=uuid4(), actor=Actor.system())


# --- what it tells ----------------------------------------------------------------------------------


def test_a_profile_tells_deeds_lists_consents_and_tags_masked(mailer, supporter):
    mail_list, partner = ListFactory(), PartnerFactory()
    asked = wording(text="May we write to you?")
    theirs = wording(key="tests.partner", text="May they write?", partner=partner)
    answers = [ConsentAnswer(asked.pk, answer=True, list_id=mail_list.public_id)]
    answers += [ConsentAnswer(theirs.pk, answer=False)]
    record_consents(supporter=supporter, answers=answers, actor=PERSON)
    subscribe(supporter=supporter, list=mail_list, actor=PERSON)
    record_action(supporter=supporter, campaign=make_campaign(), kind=SIGNED)
    supporter.tags.add(TagFactory(name="tenants"))
    page = mailer.get(at("profile", supporter))

    for secret in ("maria@example.org", "Luz", "555", "94704", "Welding", str(supporter.subject_id)):
        assert secret not in page.text, secret
    for shown in (
        "María L.",
        "m•••@e•••.org",
        "•••42",
        "tests.skill",
        "tenants",
        str(mail_list),
        "May we write to you?",
        "May they write?",
        str(partner),
        "Form, confirmed by mail",
        "Came in",
    ):
        assert shown in page.text, shown
    [history] = page.context["histories"]
    assert [(one.answer, one.list_id) for one in history.answers] == [(True, mail_list.public_id)]
    assert AccessLog.objects.count() == 0


def test_a_profile_costs_the_same_for_one_and_for_many(mailer, supporter):
    def fill():
        mail_list = ListFactory()
        answer = ConsentAnswer(wording().pk, answer=True, list_id=mail_list.public_id)
        record_consents(supporter=supporter, answers=[answer], actor=PERSON)
        subscribe(supporter=supporter, list=mail_list, actor=PERSON)
        record_action(supporter=supporter, campaign=campaign, kind=SIGNED)
        supporter.tags.add(TagFactory())
        note_on(supporter)

    def cost():
        mailer.get(at("profile", supporter))
        with (
            CaptureQueriesContext(connections["default"]) as main,
            CaptureQueriesContext(connections["keystore"]) as keystore,
        ):
            mailer.get(at("profile", supporter))
        return len(main), len(keystore)

    campaign = make_campaign()
    fill()
    one = cost()
    fill()
    fill()
    assert cost() == one


def test_missing_supporters_are_not_found_on_every_page(steward):
    names = ("profile", "look", "notes", "unsubscribe_all", "erase", "note_write")
    missing = [reverse(f"supporter:{name}", args=[uuid4()]) for name in names]

    assert [steward.get(url).status_code for url in missing] == [404] * len(missing)
    assert [steward.post(url).status_code for url in missing if "/look" in url or "erase" in url] == [
        404,
        404,
    ]


# --- looking ----------------------------------------------------------------------------------------


def test_looking_is_logged_and_shown_once_and_kept_nowhere(mailer, supporter):
    assert "maria@example.org" not in mailer.get(at("look", supporter)).text
    page = mailer.post(at("look", supporter), {"reason": "answer"})

    for shown in ("maria@example.org", "Luz", "510-555-0142", "94704", "Welding"):
        assert shown in page.text
    [entry] = AccessLog.objects.all()
    assert (entry.deed, entry.count, entry.reason) == ("unmasked", 1, "answer")
    assert entry.kinds == ["custom", "email", "family_name", "given_name", "phone", "postal_code"]
    assert entry.subject_ids == [str(supporter.subject_id)]
    kept = [str(mailer.cookies), str(dict(mailer.session)), str(list(AccessLog.objects.values()))]
    assert ([text for text in kept if "maria@" in text], "no-store" in page["Cache-Control"]) == ([], True)


@pytest.mark.parametrize("reason", ["", "curiosity"])
def test_without_a_reason_nothing_is_shown_or_logged(mailer, supporter, reason):
    page = mailer.post(at("look", supporter), {"reason": reason})

    assert (page.status_code, "maria@" in page.text, AccessLog.objects.count()) == (422, False, 0)


def test_looks_at_supporters_and_signers_are_counted_together(mailer, supporter, monkeypatch):
    monkeypatch.setattr("privacy.looks.LOOKS_PER_HOUR", 1)
    statuses = [mailer.post(at("look", supporter), {"reason": "answer"}).status_code for _try in range(2)]

    assert (statuses, AccessLog.objects.count()) == ([200, 429], 1)


def test_a_look_at_who_was_erased_shows_and_logs_nothing(mailer, supporter):
    destroy_subjects([supporter.subject_id])
    page = mailer.post(at("look", supporter), {"reason": "answer"})

    assert ("Nothing is left to see" in page.text, AccessLog.objects.count()) == (True, 0)


# --- notes ------------------------------------------------------------------------------------------


def write(client, supporter, text, public_id=None):
    return client.post(at("note_write", supporter), {"text": text, "public_id": public_id or uuid4()})


def test_a_note_is_sealed_and_says_who_wrote_it_on_which_day(mailer, supporter):
    assert write(mailer, supporter, "Wants to be called back").status_code == 302
    [note] = SupporterNote.objects.all()

    assert (b"called back" in bytes(note.sealed), note.author.username) == (False, "staff")
    page = mailer.post(at("notes", supporter), {"reason": "answer"})
    assert ("Wants to be called back" in page.text, "staff" in page.text) == (True, True)
    assert str(dict(mailer.session)).count("called back") == 0


def test_a_profile_tells_how_many_notes_there_are_and_a_logged_look_what_they_say(mailer, supporter):
    note_on(supporter)
    note_on(supporter, "Speaks at the hearing")
    before = [mailer.get(at(name, supporter)) for name in ("profile", "notes")]
    assert ["called back" in page.text or "hearing" in page.text for page in before] == [False, False]
    assert ("2 notes." in before[0].text, AccessLog.objects.count()) == (True, 0)
    assert mailer.post(at("notes", supporter), {"reason": ""}).status_code == 422

    page = mailer.post(at("notes", supporter), {"reason": "answer"})
    assert ("called back" in page.text, "hearing" in page.text) == (True, True)
    assert "no-store" in page["Cache-Control"]
    [entry] = AccessLog.objects.all()
    assert (entry.deed, entry.kinds, entry.count, entry.reason) == ("unmasked", ["note"], 2, "answer")
    assert entry.subject_ids == [str(supporter.subject_id)]


def test_reading_notes_counts_among_the_looks_of_the_hour(mailer, supporter, monkeypatch):
    monkeypatch.setattr("privacy.looks.LOOKS_PER_HOUR", 1)
    note_on(supporter)
    pages = [mailer.post(at(name, supporter), {"reason": "answer"}) for name in ("look", "notes")]

    assert [page.status_code for page in pages] == [200, 429]
    assert ("called back" in pages[1].text, AccessLog.objects.count()) == (False, 1)


def test_without_notes_a_look_shows_and_logs_nothing(mailer, supporter):
    page = mailer.post(at("notes", supporter), {"reason": "answer"})

    assert ("Nothing is left to see" in page.text, AccessLog.objects.count()) == (True, 0)


def test_a_note_sent_twice_is_one(mailer, supporter):
    one = uuid4()
    assert [write(mailer, supporter, "Call back", one).status_code for _try in range(2)] == [302, 302]
    assert SupporterNote.objects.count() == 1
    assert write(mailer, admit("other@example.org"), "Call back", one).status_code == 404


@pytest.mark.parametrize("text", ["He is undocumented", "tiene DACA", "sin papeles"])
def test_a_note_about_papers_is_refused_with_the_reason(mailer, supporter, text):
    page = write(mailer, supporter, text)

    assert (page.status_code, "can&#x27;t be used here" in page.text or "can't be used" in page.text) == (
        422,
        True,
    )
    assert (text in page.text, SupporterNote.objects.count()) == (True, 0)


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "\u200d \ufe0f", "x" * 1001])
def test_a_note_is_neither_empty_nor_a_book(mailer, supporter, text):
    assert (write(mailer, supporter, text).status_code, SupporterNote.objects.count()) == (422, 0)


@pytest.mark.parametrize("text", ["", "\u200b", "\u200d\ufe0f", "x" * 1001])
def test_neither_does_whoever_calls_the_service(supporter, text):
    with pytest.raises(ValidationError):
        note_on(supporter, text)


def test_nobody_writes_more_notes_than_are_read(mailer, supporter, monkeypatch):
    monkeypatch.setattr("supporters.services.notes.MOST_NOTES", 1)

    assert [write(mailer, supporter, f"Note {n}").status_code for n in range(2)] == [302, 422]


def test_deleting_a_note_destroys_its_key(mailer, supporter, django_capture_on_commit_callbacks):
    note = note_on(supporter)
    url = at("note_delete", supporter, note.public_id)
    assert (mailer.get(url).status_code, SupporterNote.objects.count()) == (200, 1)
    with django_capture_on_commit_callbacks(execute=True):
        assert [mailer.post(url).status_code for _try in range(2)] == [302, 302]

    assert SupporterNote.objects.count() == 0
    assert not SubjectKey.objects.using("keystore").filter(pk=note.subject_id).exists()


def test_a_note_is_deleted_only_with_its_own_supporter(mailer, supporter):
    note = note_on(supporter)
    mailer.post(at("note_delete", admit("other@example.org"), note.public_id))

    assert SupporterNote.objects.count() == 1


def test_a_note_goes_with_its_supporter_and_its_key_first(supporter):
    note = note_on(supporter)
    erase_supporter(supporter=supporter, keep_fingerprint=True, actor=PERSON)

    assert SupporterNote.objects.count() == 0
    assert not SubjectKey.objects.using("keystore").filter(pk=note.subject_id).exists()


def test_the_sweep_removes_a_note_whose_key_is_gone(supporter):
    note = note_on(supporter)
    destroy_subjects([note.subject_id])
    sweep()

    assert (SupporterNote.objects.count(), Supporter.objects.count()) == (0, 1)


def test_a_note_that_cannot_be_read_is_left_out(mailer, supporter):
    note_on(supporter, "Gone")
    note_on(supporter, "Still here")
    destroy_subjects([SupporterNote.objects.order_by("pk").first().subject_id])

    page = mailer.post(at("notes", supporter), {"reason": "answer"})
    assert [note.text for note in page.context["notes"]] == ["Still here"]
    delete_note(note=SupporterNote.objects.first(), actor=Actor.system())


# --- leaving lists ----------------------------------------------------------------------------------


def test_staff_take_somebody_off_one_list_at_their_request(mailer, supporter):
    news, other = ListFactory(), ListFactory()
    for one in (news, other):
        subscribe(supporter=supporter, list=one, actor=PERSON)
    month = supporter.active_month
    url = at("unsubscribe", supporter, news.public_id)
    assert mailer.get(url).status_code == 200
    assert [mailer.post(url).status_code for _try in range(2)] == [302, 302]

    standings = dict(supporter.subscriptions.values_list("list", "state"))
    assert standings == {news.pk: SubscriptionState.UNSUBSCRIBED, other.pk: SubscriptionState.SUBSCRIBED}
    assert list(Refusal.objects.values_list("list_id", flat=True)) == [news.public_id]
    assert Supporter.objects.get().active_month == month


def test_staff_stop_all_mail_at_their_request(mailer, supporter):
    subscribe(supporter=supporter, list=ListFactory(), actor=PERSON)
    page = mailer.post(at("unsubscribe_all", supporter), follow=True)

    assert ("They get no more mail" in page.text, "maria@" in page.text) == (True, False)
    assert supporter.subscriptions.get().state == SubscriptionState.UNSUBSCRIBED


# --- erasing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "kept"), [("keep", 1), ("forget", 0)])
def test_a_steward_erases_with_the_fingerprint_the_person_chose(steward, supporter, said, kept):
    record_consents(supporter=supporter, answers=[ConsentAnswer(wording().pk, answer=True)], actor=PERSON)
    assert "Erase for good" in steward.get(at("erase", supporter)).text
    page = steward.post(at("erase", supporter), {"fingerprint": said})

    assert (page.headers["Location"], Supporter.objects.count()) == (reverse("supporter:index"), 0)
    assert (Refusal.objects.count(), Consent.objects.get().subject_id) == (kept, None)
    [entry] = AccessLog.objects.all()
    assert (entry.deed, entry.count, entry.subject_ids) == ("erased", 1, [])
    assert steward.post(at("erase", supporter), {"fingerprint": said}).status_code == 404
    assert "maria" not in json.dumps(dict(steward.session)).lower()


@pytest.mark.parametrize("said", ["", "both"])
def test_without_an_answer_nobody_is_erased(steward, supporter, said):
    assert steward.post(at("erase", supporter), {"fingerprint": said}).status_code == 422
    assert (Supporter.objects.count(), AccessLog.objects.count()) == (1, 0)


def test_a_mailer_erases_nobody(mailer, supporter):
    assert "Erase this supporter" not in mailer.get(at("profile", supporter)).text
    refused = mailer.post(at("erase", supporter), {"fingerprint": "keep"})

    assert (refused.status_code in (302, 403), Supporter.objects.count()) == (True, 1)
