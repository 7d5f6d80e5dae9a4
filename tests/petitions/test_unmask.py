"""One look at one signer: asked for with a reason, logged first, and stored nowhere."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from time_machine import travel

from privacy.erasure import destroy_subjects
from privacy.models import AccessLog
from tests.petitions.factories import make_petition, sign, sign_and_confirm
from tests.petitions.test_staff import deed, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def organizer(client, petition):
    client.force_login(member(petition, "Organizers"))
    return client


def test_looking_at_one_record_is_logged_and_only_then_shown(organizer, petition):
    signature = sign_and_confirm(petition, "ada@example.org")
    page = organizer.get(deed("unmask", signature))
    assert ("ada@example.org" in page.text, AccessLog.objects.count()) == (False, 0)

    page = organizer.post(deed("unmask", signature), {"reason": "answer"})
    assert "ada@example.org" in page.text
    [entry] = AccessLog.objects.all()
    assert (entry.user.username, entry.deed, entry.count, entry.reason) == (
        "organizer",
        "unmasked",
        1,
        "answer",
    )
    assert entry.kinds == ["email", "family_name", "given_name", "postal_code"]
    assert entry.subject_ids == [str(signature.supporter.subject_id)]
    assert "ada@" not in str(AccessLog.objects.values())


def test_nobody_looks_at_a_whole_petition_one_by_one(organizer, petition, monkeypatch):
    monkeypatch.setattr("privacy.looks.LOOKS_PER_HOUR", 2)
    rows = [sign(petition, f"{number}.signer@example.org") for number in range(3)]
    with travel("2026-11-23T12:00:00+00:00", tick=False) as clock:
        organizer.force_login(User.objects.get(username="organizer"))
        pages = [organizer.post(deed("unmask", row), {"reason": "answer"}) for row in rows]
        assert [page.status_code for page in pages] == [200, 200, 429]
        assert ["signer@example.org" in page.text for page in pages] == [True, True, False]
        assert AccessLog.objects.count() == 2
        clock.shift(timedelta(hours=1))
        assert organizer.post(deed("unmask", rows[2]), {"reason": "answer"}).status_code == 200


@pytest.mark.parametrize("reason", ["", "curiosity"])
def test_without_a_reason_nothing_is_shown_or_logged(organizer, petition, reason):
    signature = sign(petition, "ada@example.org")
    page = organizer.post(deed("unmask", signature), {"reason": reason})

    assert (page.status_code, "ada@example.org" in page.text, AccessLog.objects.count()) == (422, False, 0)


def test_an_unmasked_page_is_not_stored_in_cache_cookie_or_message(organizer, petition):
    signature = sign(petition, "ada@example.org")
    page = organizer.post(deed("unmask", signature), {"reason": "answer"})

    assert "no-store" in page["Cache-Control"]
    # With the sign: three such letters alone stand in the hash of every seventieth session.
    assert "ada@" not in str(page.cookies)
    assert "ada@" not in str(dict(organizer.session))
    assert "ada@example.org" not in organizer.get(deed("unmask", signature)).text


def test_an_erased_record_shows_nothing_and_logs_nothing(organizer, petition):
    signature = sign(petition)
    destroy_subjects([signature.subject_id])
    page = organizer.post(deed("unmask", signature), {"reason": "answer"})

    assert (page.status_code, AccessLog.objects.count()) == (200, 0)


def test_records_of_other_campaigns_and_missing_ones_look_the_same(organizer, petition):
    foreign, own = sign(make_petition()), sign(petition, "bo@example.org")
    mixed = reverse("petition:unmask", args=[petition.public_id, foreign.public_id])
    missing = reverse("petition:unmask", args=[petition.public_id, uuid4()])

    for name in ("unmask", "release", "invalidate"):
        assert organizer.post(deed(name, foreign), {"reason": "answer"}).status_code == 404
    assert [organizer.post(url, {"reason": "answer"}).status_code for url in (mixed, missing)] == [404, 404]
    assert organizer.get(deed("unmask", own)).status_code == 200
