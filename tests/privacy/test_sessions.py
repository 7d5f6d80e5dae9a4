"""Sessions of staff go when they have run out."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from privacy import schedule
from privacy.record_tasks import forget_sessions

pytestmark = pytest.mark.django_db


def test_a_session_that_ran_out_is_forgotten_and_one_that_runs_stays():
    over, running = SessionStore(), SessionStore()
    for session, ends in ((over, -1), (running, 1)):
        session["_auth_user_id"] = "1"
        session.set_expiry(timezone.now() + timedelta(hours=ends))
        session.save()
    forget_sessions.call()

    assert list(Session.objects.values_list("session_key", flat=True)) == [running.session_key]
    assert schedule.registered()["privacy.forget_sessions"].every == timedelta(hours=1)
