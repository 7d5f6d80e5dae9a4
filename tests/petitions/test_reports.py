"""Something is wrong with a page: said by anybody, without a name, read by moderators, gone after 30 days."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns.enums import ReportState
from campaigns.exceptions import ReportGone
from campaigns.gate import HONEYPOT
from petitions import services
from petitions.enums import ModerationDeed
from petitions.models import ModerationDecision, PageReport
from petitions.retention import RULES
from petitions.selectors import forget_rules
from petitions.services import reports
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.keystore import erased_among
from tests.petitions.factories import make_petition, open_place
from tests.petitions.test_comments import XSS
from tests.petitions.test_staff import cost_of, member

pytestmark = pytest.mark.django_db
LIST = reverse("petition:reports")


@pytest.fixture
def page(petition, petition_page):
    open_place(petition, "Bay College")
    return petition_page(petition)


@pytest.fixture
def report(client, page):
    def post(at="", **said):
        ids = [page.petition.public_id, *([at] if at else [])]
        url = reverse("countersign_report_place" if at else "countersign_report", args=ids)
        data = {"reason": "person", "text": "The second paragraph", "lang": "en", **said}
        return client.post(url, data, headers={"sec-fetch-site": "same-origin"})

    return post


@pytest.fixture
def staff(petition):
    return Actor.staff(member(petition, "Moderators", name="moderator"))


# --- what is kept --------------------------------------------------------------------------------


def test_a_report_is_kept_sealed_and_without_who_sent_it(client, report, page):
    response = report(email="ada@example.org", given_name="Ada")

    thanks = f"{page.get_url()}report/thanks/"
    assert (response.status_code, response["Location"], response.cookies) == (303, thanks, {})
    [row] = PageReport.objects.all()
    assert row.unseal().text == "The second paragraph"
    columns = {field.name for field in PageReport._meta.fields}
    assert columns == {
        *("id", "public_id", "petition", "place", "reason", "language", "state", "repeat_key"),
        *("created", "changed", "subject_id", "sealed", "sealed_version"),
    }
    assert client.get(thanks).status_code == 200


def test_each_page_of_a_petition_links_to_its_report_without_an_address_asked(client, page, after_commit):
    path = page.get_url()
    for under in ("", "thanks/", "at/", "at/start/", "report/", "report/thanks/"):
        assert f'href="{path}report/"' in client.get(f"{path}{under}").text, under
    for under in ("", "thanks/", "recruiter/", "report/"):
        assert f'href="{path}at/bay-college/report/"' in client.get(f"{path}at/bay-college/{under}").text, (
            under
        )
    html = client.get(f"{path}report/").text.split("<form")[1]
    assert ('name="email"' in html, "csrfmiddlewaretoken" in html, 'name="text"' in html) == (
        False,
        False,
        True,
    )
    # A page that is over can be wrong too.
    with after_commit():
        services.close_petition(petition=page.petition, actor=Actor.system())
    assert client.get(f"{path}report/").status_code == 200


def test_a_report_of_a_campus_says_of_which(report, page):
    response = report("bay-college")

    assert response["Location"] == f"{page.get_url()}at/bay-college/report/thanks/"
    assert PageReport.objects.get().place.slug == "bay-college"


def test_the_same_report_twice_waits_once_and_the_page_is_the_same(report):
    first, second = report(), report()
    report(text="")

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert PageReport.objects.count() == 2
    assert PageReport.objects.filter(sealed=None, subject_id=None).count() == 1


@pytest.mark.parametrize(("field", "value"), [("reason", ""), ("reason", "nonsense"), ("text", "x" * 501)])
@pytest.mark.parametrize("at", ["", "bay-college"])
def test_what_is_wrong_brings_the_whole_page_back_with_what_was_typed(  # noqa: PLR0917
    client, report, page, field, value, at
):
    form = client.get(f"{page.get_url()}{f'at/{at}/' if at else ''}report/").text
    token = form.split('name="page" value="')[1].split('"')[0]
    response = report(at, page=token, **{field: value})

    assert response.status_code == 422
    assert (page.title in response.text, response.text.count('class="cs-error"')) == (True, 1)
    assert ("The second paragraph" if field == "reason" else 'value="person" selected') in response.text
    assert PageReport.objects.count() == 0


@pytest.mark.parametrize("at", ["", "bay-college"])
def test_the_way_back_leads_to_the_page_also_from_a_refused_form(client, report, page, at):
    own = f"{page.get_url()}{f'at/{at}/' if at else ''}"
    form = client.get(f"{own}report/").text
    refused = report(at, page=form.split('name="page" value="')[1].split('"')[0], reason="").text

    assert [f'<a href="{own}">Back to the page</a>' in html for html in (form, refused)] == [True, True]
    assert "Back to the page" not in report(at, page="forged", reason="").text


def test_hostile_text_comes_back_as_text(report):
    text = report(reason="", text=XSS).text
    assert ("<img src=x" in text, "<script>alert" in text, "&lt;img src=x" in text) == (False, False, True)


@pytest.mark.parametrize("sign", [{HONEYPOT: "soon"}, {"stamp": "forged"}])
def test_a_program_gets_the_same_page_and_leaves_nothing(report, sign):
    assert report(**sign)["Location"] == report()["Location"]
    assert PageReport.objects.count() == 1


def test_a_flood_is_stopped_for_all_together_and_for_one_petition(report, page, monkeypatch):
    monkeypatch.setattr(reports, "MOST_OF_ONE_PER_HOUR", 1)
    assert [report(text=str(number)).status_code for number in range(2)] == [303, 429]
    assert PageReport.objects.count() == 1
    monkeypatch.setattr(reports, "MOST_OF_ONE_PER_HOUR", 100)
    monkeypatch.setattr(reports, "MOST_PER_HOUR", 0)
    assert report(text="3").status_code == 429


def test_no_report_from_elsewhere_nor_of_what_is_not_there(client, page, report):
    url = reverse("countersign_report", args=[page.petition.public_id])
    assert client.post(url, {"reason": "other"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get(url).status_code == 405
    for missing in (uuid4(), make_petition().public_id):
        url = reverse("countersign_report", args=[missing])
        assert (
            client.post(url, {"reason": "other"}, headers={"sec-fetch-site": "same-origin"}).status_code
            == 404
        )
    assert report("nowhere").status_code == 404
    assert PageReport.objects.count() == 0


# --- moderators ----------------------------------------------------------------------------------


def test_a_moderator_reads_it_and_marks_it_done(client, report, page, after_commit):
    report(text=XSS)
    client.force_login(member(page.petition, "Moderators"))
    text = client.get(LIST).text
    assert ("It names or shows a private person" in text, "&lt;img src=x" in text, "<img src=x" in text) == (
        True,
        True,
        False,
    )
    [row] = PageReport.objects.all()
    subject = row.subject_id
    url = reverse("petition:report_done", args=[row.public_id])
    assert client.get(url).status_code == 200
    with after_commit():
        client.post(url)

    row.refresh_from_db()
    assert (row.state, row.sealed, row.subject_id) == (ReportState.DONE, None, None)
    assert erased_among([subject]) == {subject}
    assert "&lt;img" not in client.get(LIST).text


@pytest.mark.parametrize(("at", "language"), [("", "en"), ("bay-college", "es")])
def test_a_moderator_is_led_to_the_page_that_a_report_is_about(client, report, page, at, language):
    report(at, lang=language)
    client.force_login(member(page.petition, "Moderators"))
    way = reverse("petition:report_page", args=[PageReport.objects.get().public_id])
    assert f'href="{way}"' in client.get(LIST).text

    assert client.get(way)["Location"] == f"{page.get_url()}{f'at/{at}/' if at else ''}"
    page.petition.places.update(state="hidden")
    forget_rules()
    assert client.get(way)["Location"] == page.get_url()
    page.unpublish()
    forget_rules()
    response = client.get(way, follow=True)
    assert (response.redirect_chain, "It has no public page any more." in response.text) == (
        [(LIST, 302)],
        True,
    )


def test_the_first_of_two_moderators_decides_and_it_is_logged(report, staff):
    report()
    row = PageReport.objects.select_related("petition").get()
    services.finish_report(report=row, as_=ReportState.DISMISSED, actor=staff)
    with pytest.raises(ReportGone):
        services.finish_report(report=row, as_=ReportState.DONE, actor=staff)
    with pytest.raises(ValueError, match="visitor"):
        services.finish_report(report=row, as_=ReportState.DONE, actor=Actor.the_person())

    [decision] = ModerationDecision.objects.all()
    assert (decision.deed, decision.user, decision.about) == (
        ModerationDeed.DISMISSED,
        staff.user,
        row.public_id,
    )


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Moderators", True),
        ("Administrators", True),
        ("Organizers", False),
        ("Editors", False),
        ("Mailers", False),
    ],
)
def test_who_reads_reports(client, report, page, role, may):
    report()
    client.force_login(member(page.petition, role))
    assert client.get(LIST).status_code == (200 if may else 302)
    client.post(reverse("petition:report_dismiss", args=[PageReport.objects.get().public_id]))
    assert PageReport.objects.get().state == (ReportState.DISMISSED if may else ReportState.WAITING)


def test_reports_of_other_campaigns_are_not_there(client, report, page):
    report()
    client.force_login(member(make_petition(), "Moderators"))
    assert "The second paragraph" not in client.get(LIST).text
    for deed in ("done", "dismiss"):
        url = reverse(f"petition:report_{deed}", args=[PageReport.objects.get().public_id])
        assert client.post(url).status_code == 404
    assert (
        client.get(reverse("petition:report_page", args=[PageReport.objects.get().public_id])).status_code
        == 404
    )


def test_the_list_costs_the_same_for_one_and_for_ten(client, report, page):
    report()
    client.force_login(member(page.petition, "Moderators"))
    one = cost_of(client, LIST)
    for number in range(9):
        report(text=str(number))

    assert cost_of(client, LIST) == one
    assert "10 reports of pages wait" in client.get(reverse("wagtailadmin_home")).text


def test_reports_go_after_thirty_days_and_what_is_done_holds_no_words(report, after_commit):
    report()
    [row] = PageReport.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        PageReport.objects.update(state=ReportState.DONE)
    rule = next(rule for rule in RULES if rule.key == "petitions.reports")
    cutoff = utc_today() - timedelta(days=rule.days)
    PageReport.objects.update(created=cutoff - timedelta(days=1))
    with after_commit():
        assert (rule.overdue(cutoff), rule.enforce(cutoff), rule.overdue(cutoff)) == (1, 1, 0)
    assert erased_among([row.subject_id]) == {row.subject_id}
