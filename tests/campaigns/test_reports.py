"""Something is wrong with a page that is no petition's: said by anybody, without a name, for moderators."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns.enums import ReportState
from campaigns.exceptions import ReportGone
from campaigns.gate import HONEYPOT
from campaigns.models import PageReport
from campaigns.retention import RULES
from campaigns.services import finish_report
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.keystore import erased_among
from tests.events.conftest import after_commit, event_page, home  # noqa: F401  fixtures
from tests.events.factories import make_event, make_occurrence
from tests.events.staff import cost_of, member

pytestmark = pytest.mark.django_db
LIST = reverse("page_report:index")
XSS = "<img src=x onerror=alert(1)><script>alert(1)</script>"


@pytest.fixture
def page(event_page):  # noqa: F811  the fixture
    event = make_event()
    make_occurrence(event)
    return event_page(event)


@pytest.fixture
def report(client, page):
    def post(page_key=None, **said):
        url = reverse("countersign_page_report_send", args=[page_key or page.translation_key])
        data = {"reason": "person", "text": "The second paragraph", "lang": "en", **said}
        return client.post(url, data, headers={"sec-fetch-site": "same-origin"})

    return post


def deed_of(name, row):
    return reverse(f"page_report:{name}", args=[row.public_id])


def test_the_pages_of_events_and_all_others_lead_to_their_report(client, page, home):  # noqa: F811
    for one in (page, home):
        url = f"{reverse('countersign_page_report', args=[one.translation_key])}?lang=en"
        assert f'href="{url}"' in client.get(one.get_url()).text
        form = client.get(url)
        assert (form.status_code, form.cookies) == (200, {})
        html = form.text.split("<form")[1]
        assert ('name="email"' in html, "csrfmiddlewaretoken" in html, 'name="text"' in html) == (
            False,
            False,
            True,
        )
        assert f'<a href="{one.get_url()}">Back to the page</a>' in form.text


def test_a_report_is_kept_sealed_with_its_campaign_and_without_who_sent_it(client, report, page):
    response = report(email="ada@example.org")
    thanks = f"{reverse('countersign_page_report_thanks', args=[page.translation_key])}?lang=en"
    [row] = PageReport.objects.all()

    assert (response.status_code, response["Location"], response.cookies) == (303, thanks, {})
    assert (row.unseal().text, row.campaign) == ("The second paragraph", page.event.campaign)
    assert {field.name for field in PageReport._meta.fields} == {
        *("id", "public_id", "page_key", "campaign", "reason", "language", "state", "repeat_key"),
        *("created", "changed", "subject_id", "sealed", "sealed_version", "decided_by"),
    }
    assert client.get(thanks).status_code == 200


def test_the_same_report_twice_and_what_a_program_sends_give_the_same_page(report):
    answers = [report(), report(), report(**{HONEYPOT: "soon"}), report(stamp="forged")]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(303, answers[0]["Location"])}
    assert PageReport.objects.count() == 1


@pytest.mark.parametrize(("field", "value"), [("reason", ""), ("reason", "nonsense"), ("text", "x" * 501)])
def test_what_is_wrong_comes_back_with_what_was_typed(report, page, field, value):
    response = report(**{field: value})

    assert (response.status_code, response.text.count('class="cs-error"')) == (422, 1)
    assert ("The second paragraph" if field == "reason" else 'value="person" selected') in response.text
    assert (page.title in response.text, PageReport.objects.count()) == (True, 0)


def test_hostile_text_comes_back_as_text(report):
    text = report(reason="", text=XSS).text
    assert ("<img src=x" in text, "&lt;img src=x" in text) == (False, True)


def test_a_flood_about_one_page_leaves_room_for_others(report, home):  # noqa: F811
    statuses = [report(text=str(number)).status_code for number in range(21)]

    assert statuses == [303] * 20 + [429]
    assert report(home.translation_key).status_code == 303


def test_nothing_is_taken_of_a_page_that_is_not_public_nor_from_elsewhere(client, report, page):
    url = reverse("countersign_page_report_send", args=[page.translation_key])
    assert client.post(url, {"reason": "other"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get(url).status_code == 405
    assert report(uuid4()).status_code == 404
    page.unpublish()
    assert (report().status_code, PageReport.objects.count()) == (404, 0)
    ask = reverse("countersign_page_report", args=[page.translation_key])
    assert client.get(ask).status_code == 404


def test_a_moderator_reads_it_goes_there_and_marks_it_done(client, report, page, after_commit):  # noqa: F811
    report(text=XSS)
    user = member(page.event, "Moderators")
    client.force_login(user)
    text = client.get(LIST).text
    [row] = PageReport.objects.all()
    subject = row.subject_id
    assert (page.title in text, "&lt;img src=x" in text, "<img src=x" in text) == (True, True, False)
    assert client.get(deed_of("page", row))["Location"] == page.get_url()
    assert "1 report of a page waits" in client.get(reverse("wagtailadmin_home")).text
    with after_commit():
        client.post(deed_of("done", row))

    row.refresh_from_db()
    assert (row.state, row.sealed, row.subject_id, row.decided_by) == (ReportState.DONE, None, None, user)
    assert erased_among([subject]) == {subject}
    with pytest.raises(ReportGone):
        finish_report(report=row, as_=ReportState.DISMISSED, actor=Actor.staff(user))
    with pytest.raises(ValueError, match="visitor"):
        finish_report(report=row, as_=ReportState.DONE, actor=Actor.the_person())
    assert "a colleague may have been faster" in client.post(deed_of("dismiss", row), follow=True).text


def test_what_is_of_another_campaign_is_not_there_and_what_is_of_none_is(client, report, page, home):  # noqa: F811
    report()
    report(home.translation_key, text="On the front page")
    client.force_login(member(make_event(), "Moderators"))
    text = client.get(LIST).text
    row = PageReport.objects.get(campaign=page.event.campaign)

    assert ("The second paragraph" in text, "On the front page" in text) == (False, True)
    assert [client.get(deed_of(name, row)).status_code for name in ("page", "done", "dismiss")] == [404] * 3


@pytest.mark.parametrize(
    ("role", "may"),
    [("Moderators", True), ("Administrators", True), ("Organizers", False), ("Editors", False)],
)
def test_who_reads_reports(client, report, page, role, may):
    report()
    client.force_login(member(page.event, role))
    assert client.get(LIST).status_code == (200 if may else 302)
    client.post(deed_of("dismiss", PageReport.objects.get()))
    assert PageReport.objects.get().state == (ReportState.DISMISSED if may else ReportState.WAITING)


def test_the_list_costs_the_same_for_one_and_for_ten(client, report, page):
    report()
    client.force_login(member(page.event, "Moderators"))
    one = cost_of(client, LIST)
    for number in range(9):
        report(text=str(number))

    assert cost_of(client, LIST) == one


def test_reports_go_after_thirty_days_and_what_is_done_holds_no_words(report, after_commit):  # noqa: F811
    report()
    [row] = PageReport.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        PageReport.objects.update(state=ReportState.DONE)
    rule = next(rule for rule in RULES if rule.key == "campaigns.reports")
    cutoff = utc_today() - timedelta(days=rule.days)
    PageReport.objects.update(created=cutoff - timedelta(days=1))
    with after_commit():
        assert (rule.overdue(cutoff), rule.enforce(cutoff), rule.overdue(cutoff)) == (1, 1, 0)
    assert erased_among([row.subject_id]) == {row.subject_id}
