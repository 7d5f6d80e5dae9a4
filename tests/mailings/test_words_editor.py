"""Staff write the words of a mailing in Wagtail's editor, and see the mail beside it."""

import json

import pytest
from django.urls import reverse

from mailings.enums import MailingState
from mailings.models import MailContent, Mailing
from tests.campaigns.factories import make_campaign
from tests.mailings.factories import make_mailing, write
from tests.mailings.staff import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, admin_user):
    client.force_login(admin_user)
    return client


def typed(content, **changed):
    """What the editor posts, with one block of text."""
    return {
        "subject": content.subject,
        "preheader": "Today",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value": 'Hello {{ given_name|"friend" }}',
        **changed,
    }


def test_the_editor_shows_the_words_and_keeps_them_with_a_revision(staff):
    content = write(make_mailing(is_written=False))
    url = reverse("mail_words:edit", args=[content.pk])
    assert staff.get(url).status_code == 200
    answer = staff.post(url, typed(content, subject="One more week"))
    content.refresh_from_db()
    assert answer.status_code == 302
    assert content.subject == "One more week"
    assert [child.value for child in content.body] == ['Hello {{ given_name|"friend" }}']
    assert content.revisions.count() == 1


def test_the_editor_saves_by_itself(staff):
    content = write(make_mailing(is_written=False))
    url = reverse("mail_words:edit", args=[content.pk])
    answer = staff.post(url, typed(content, subject="Half a se"), headers={"accept": "application/json"})
    content.refresh_from_db()
    assert (answer.status_code, answer.json()["success"]) == (200, True)
    assert (content.subject, content.revisions.count()) == ("Half a se", 1)


def test_words_of_what_is_no_draft_any_more_stay_as_they_are(staff):
    mailing = make_mailing(is_written=False)
    content = write(mailing)
    Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.SENDING)
    answer = staff.post(reverse("mail_words:edit", args=[content.pk]), typed(content, subject="Other"))
    content.refresh_from_db()
    assert (answer.status_code, content.subject) == (302, "Drop the contract")


@pytest.mark.parametrize("mode", ["", "dark", "text", "in-es"])
def test_the_preview_shows_what_is_typed_in_a_frame_where_no_script_runs(staff, mode):
    content = write(make_mailing(is_written=False))
    url = reverse("mail_words:preview_on_edit", args=[content.pk])
    kept = staff.post(url, typed(content, subject="One more week"))
    assert json.loads(kept.content) == {"is_valid": True, "is_available": True}
    shown = staff.get(url, {"mode": mode})
    policy = shown.headers["Content-Security-Policy"]
    assert shown.status_code == 200
    assert "sandbox allow-same-origin" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert MailContent.objects.get().subject == "Drop the contract"


def test_history_a_revision_and_the_way_back_to_it_are_there(staff):
    content = write(make_mailing(is_written=False))
    url = reverse("mail_words:edit", args=[content.pk])
    staff.post(url, typed(content, subject="First"))
    staff.post(url, typed(content, subject="Second"))
    first, second = content.revisions.order_by("pk")
    for name, args in (
        ("history", [content.pk]),
        ("look", [content.pk]),
        ("revisions_view", [content.pk, first.pk]),
        ("revisions_revert", [content.pk, first.pk]),
        ("revisions_compare", [content.pk, first.pk, second.pk]),
        ("delete", [content.pk]),
    ):
        assert staff.get(reverse(f"mail_words:{name}", args=args)).status_code == 200, name


@pytest.mark.parametrize("name", ["mail_sender", "mail_wrapper"])
def test_senders_and_wrappers_have_pages(staff, name):
    assert [staff.get(reverse(f"{name}:{view}")).status_code for view in ("index", "add")] == [200, 200]


def test_an_organizer_reads_the_mails_of_their_campaigns_and_writes_none(client):
    campaign = make_campaign()
    own = write(make_mailing(campaign=campaign, is_written=False))
    other = write(make_mailing(campaign=make_campaign(), is_written=False))
    client.force_login(member("Organizers", campaign=campaign))

    def get(name, content):
        return client.get(reverse(f"mail_words:{name}", args=[content.pk])).status_code

    assert (get("look", own), get("look", other)) == (200, 404)
    assert (get("edit", own), get("preview_on_edit", own), get("delete", own)) == (302, 302, 302)
    assert client.get(reverse("mailing:check", args=[own.mailing.public_id])).status_code == 200
    assert (
        client.get(reverse("mailing:start_words", args=[own.mailing.public_id, "a", "es"])).status_code == 302
    )
