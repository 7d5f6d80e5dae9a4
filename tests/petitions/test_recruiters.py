"""A recruiter is coming to a campus: told by anybody, looked at by staff, shown until the day is over."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns.gate import HONEYPOT
from campaigns.origins import NotPublic
from petitions import services
from petitions.enums import NoticeState
from petitions.exceptions import ProposalGone
from petitions.models import LONGEST_URL, RecruiterNotice, day_not_over
from petitions.public_links import public_link
from petitions.retention import RULES
from petitions.selectors import forget_rules
from petitions.services import recruiters
from privacy.actors import Actor
from privacy.days import utc_today
from tests.petitions.factories import make_petition, open_place
from tests.petitions.test_place_pages import text_of
from tests.petitions.test_place_staff import url_of
from tests.petitions.test_staff import cost_of, member

pytestmark = pytest.mark.django_db
STAFF = Actor.system()
URL = "https://careers.example.edu/fair?id=7"
SOON = timedelta(days=20)


@pytest.fixture
def place(petition):
    return open_place(petition, "Bay College", locality="Oakland")


@pytest.fixture
def page(place, petition_page):
    return petition_page(place.petition)


@pytest.fixture
def tell(client, page):
    def post(**said):
        url = reverse("countersign_recruiter", args=[page.petition.public_id, "bay-college"])
        data = {"day": utc_today() + SOON, "url": URL, "lang": "en", **said}
        data = {name: value for name, value in data.items() if value is not None}
        return client.post(url, data, headers={"sec-fetch-site": "same-origin"})

    return post


def make_notice(place, *, days=20, url=URL, state=NoticeState.HELD) -> RecruiterNotice:
    day = utc_today() + timedelta(days=days)
    return RecruiterNotice.objects.create(place=place, day=day, url=url, language="en", state=state)


def campus(client, page, status=200):
    response = client.get(f"{page.get_url()}at/bay-college/")
    assert response.status_code == status
    return response.text


# --- what is kept --------------------------------------------------------------------------------


def test_a_notice_is_kept_without_who_sent_it_and_waits(client, tell, page):
    response = tell(given_name="Ada", email="ada@example.org", url=f"{URL}&utm_source=ada&fbclid=x#me")

    thanks = f"{page.get_url()}at/bay-college/recruiter/thanks/"
    assert (response.status_code, response["Location"], response.cookies) == (303, thanks, {})
    row = RecruiterNotice.objects.values().get()
    assert set(row) == {"id", "public_id", "place_id", "day", "url", "language", "state", "created"}
    assert (row["url"], row["state"], row["day"]) == (URL, "held", utc_today() + SOON)
    assert client.get(thanks).status_code == 200
    assert "careers.example.edu" not in campus(client, page)


def test_the_form_stands_under_the_campus_while_the_petition_is_open(client, page, after_commit):
    assert f'{page.get_url()}at/bay-college/recruiter/"' in campus(client, page)
    html = client.get(f"{page.get_url()}at/bay-college/recruiter/").text

    assert ("csrfmiddlewaretoken" in html, 'type="date"' in html, 'name="email"' in html) == (
        False,
        True,
        False,
    )
    assert reverse("countersign_house_rules") in html
    with after_commit():
        services.close_petition(petition=page.petition, actor=STAFF)
    assert client.get(f"{page.get_url()}at/bay-college/recruiter/").status_code == 404
    assert client.get(f"{page.get_url()}at/nowhere/recruiter/").status_code == 404


@pytest.mark.parametrize(
    "again", [{}, {"url": f"{URL}#top"}, {"url": "https://CAREERS.example.edu:443/fair?id=7&utm_a=1"}]
)
def test_the_same_notice_twice_waits_once_and_the_page_is_the_same(tell, again):
    first, second = tell(), tell(**again)

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert RecruiterNotice.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", ""),
        ("day", "soon"),
        ("day", "02/03/2027"),
        ("day", "1999-01-01"),
        ("url", ""),
        ("url", "http://careers.example.edu/fair"),
        ("url", "javascript:alert(1)"),
        ("url", "https://example.org/?ada@example.org"),
        ("url", f"https://example.org/{'x' * LONGEST_URL}"),
    ],
)
def test_what_is_wrong_brings_the_whole_page_back_with_what_was_typed(client, tell, page, field, value):
    form = client.get(f"{page.get_url()}at/bay-college/recruiter/").text
    token = form.split('name="page" value="')[1].split('"')[0]
    response = tell(page=token, **{field: value})

    assert response.status_code == 422
    assert response.text.count('class="cs-error"') == 1
    assert page.title in response.text
    back = f'<a href="{page.get_url()}at/bay-college/">Back to the campus</a>'
    assert (back in form, back in response.text) == (True, True)
    kept = URL.replace("&", "&amp;") if field == "day" else str(utc_today() + SOON)
    assert f'value="{kept}"' in response.text
    assert RecruiterNotice.objects.count() == 0


@pytest.mark.parametrize(("days", "status"), [(-1, 422), (0, 303), (366, 303), (367, 422)])
def test_the_day_is_not_over_and_not_more_than_a_year_ahead(tell, days, status):
    # Not of today: in the first half of a day (UTC) yesterday is not over everywhere.
    assert tell(day=day_not_over() + timedelta(days=days)).status_code == status


def test_without_its_page_the_form_comes_back_alone(tell):
    response = tell(day="", page="forged")

    assert (response.status_code, "careers.example.edu" in response.text) == (422, True)


@pytest.mark.parametrize("sign", [{HONEYPOT: "soon"}, {"stamp": "forged"}])
def test_a_program_gets_the_same_page_and_leaves_nothing(tell, sign):
    assert tell(**sign)["Location"] == tell(url="https://example.org/b")["Location"]
    assert RecruiterNotice.objects.count() == 1


def test_a_flood_is_stopped_for_all_together(tell, monkeypatch):
    monkeypatch.setattr(recruiters, "MOST_PER_HOUR", 1)

    assert (tell().status_code, tell(url="https://example.org/b").status_code) == (303, 429)


def test_one_campus_takes_its_share_alone_and_what_is_known_counts_for_nothing(tell, place, monkeypatch):
    monkeypatch.setattr(recruiters, "MOST_AT_ONE_PER_HOUR", 2)
    assert [tell().status_code for _ in range(4)] == [303] * 4

    assert [tell(url=f"https://example.org/{n}").status_code for n in "bc"] == [303, 429]
    hill = open_place(place.petition, "Hill College")
    said = {"day": utc_today() + SOON, "url": URL, "language": "en", "actor": Actor.the_person()}
    assert services.tell_of_recruiter(place=hill, **said) is True


def test_no_notice_for_what_is_closed_hidden_or_not_there(client, tell, page, place):
    ids = [make_petition().public_id, uuid4()]
    urls = [reverse("countersign_recruiter", args=[one, "bay-college"]) for one in ids]
    data = {"day": utc_today() + SOON, "url": URL}
    head = {"sec-fetch-site": "same-origin"}
    assert [client.post(url, data, headers=head).status_code for url in urls] == [404, 404]
    services.hide_place(place=place, actor=STAFF)
    assert tell().status_code == 404
    services.show_place(place=place, actor=STAFF)

    forget_rules()
    services.close_petition(petition=page.petition, actor=STAFF)
    assert tell().status_code == 410
    assert RecruiterNotice.objects.count() == 0


def test_the_database_keeps_only_https_and_known_states(place):
    for wrong in ({"url": "http://example.org/"}, {"state": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_notice(place, **wrong)


# --- links ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://Example.org", "https://example.org/"),
        (" https://example.org/a%20b?x=1&gclid=2&ref=ada ", "https://example.org/a%20b"),
        (
            "https://example.org/a;jsessionid=9/b%3Bada;x?id=123456789012&c=7&event=ada&ID=3&id=4",
            "https://example.org/a/b?id=123456789012",
        ),
        (
            "https://example.org/?job=1234567890123&date=2027-02-15&event_id=٣",
            "https://example.org/?date=2027-02-15",
        ),
        ("https://españa.example/ñ", "https://xn--espaa-rta.example/%C3%B1"),
        ("https://example.org:443/#ada", "https://example.org/"),
    ],
)
def test_a_link_has_one_spelling_and_nothing_of_whoever_had_it(typed, kept):
    assert public_link(typed, longest=300) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "example.org",
        "http://example.org/",
        "ftp://example.org/",
        "https://",
        "https://localhost/",
        "https://intranet/",
        "https://192.0.2.7/",
        "https://[2001:db8::1]/",
        "https://ada@example.org/",
        "https://example.org:8443/",
        "https://example.org:x/",
        "https://example.org/@ada",
        "https://example.org/%40ada",
        "https://printer.local/",
        "https://exa mple.org/",
        "https://-.org/",
        "https://example.org/" + "x" * 300,
    ],
)
def test_what_is_no_public_page_is_refused(typed):
    with pytest.raises(NotPublic):
        public_link(typed, longest=300)


# --- what becomes of it --------------------------------------------------------------------------


def test_an_approved_notice_is_on_the_campus_page_until_its_day_is_over(client, page, place, after_commit):
    notice = make_notice(place)
    with after_commit():
        services.approve_notice(notice=notice, actor=STAFF)
    html = campus(client, page)

    assert "careers.example.edu/fair" in text_of(html)
    assert 'rel="noopener noreferrer nofollow ugc"' in html
    assert "careers.example.edu" not in client.get(page.get_url()).text
    RecruiterNotice.objects.update(day=utc_today() - timedelta(days=2))
    assert RecruiterNotice.objects.shown().count() == 0


def test_a_day_lasts_until_it_is_over_in_the_last_zone_on_earth():
    assert [day_not_over(datetime(2027, 3, 2, hour, tzinfo=UTC)).day for hour in (0, 11, 12)] == [1, 1, 2]
    with time_machine.travel(datetime(2027, 3, 2, 3, tzinfo=UTC)):
        assert day_not_over().day == 1


def test_only_the_first_of_two_colleagues_decides(place):
    notice = make_notice(place)
    services.approve_notice(notice=notice, actor=STAFF)
    with pytest.raises(ProposalGone):
        services.approve_notice(notice=notice, actor=STAFF)
    services.remove_notice(notice=notice, actor=STAFF)
    with pytest.raises(ProposalGone):
        services.remove_notice(notice=notice, actor=STAFF)
    assert RecruiterNotice.objects.count() == 0


def test_unread_notices_and_past_ones_go_by_themselves(place):
    rule = next(rule for rule in RULES if rule.key == "petitions.notices")
    cutoff = utc_today() - timedelta(days=rule.days)
    for days, state in ((-29, "approved"), (-30, "approved"), (-31, "approved"), (-31, "held")):
        make_notice(place, days=days, state=state, url=f"https://example.org/{days}/{state}")
    old = make_notice(place, url="https://example.org/unread")
    RecruiterNotice.objects.filter(pk=old.pk).update(created=cutoff - timedelta(days=1))

    assert (rule.overdue(cutoff), rule.enforce(cutoff), rule.overdue(cutoff)) == (3, 3, 0)
    assert sorted(row.url for row in RecruiterNotice.objects.all()) == [
        "https://example.org/-29/approved",
        "https://example.org/-30/approved",
    ]


# --- staff ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Organizers", True),
        ("Moderators", True),
        ("Administrators", True),
        ("Editors", False),
        ("Mailers", False),
        ("Data stewards", False),
    ],
)
def test_who_decides_on_notices(client, place, role, may):
    client.force_login(member(place.petition, role))
    notice = make_notice(place)
    for name in ("notice_approve", "notice_remove"):
        url = url_of(name, place.petition, notice.public_id)
        assert client.get(url).status_code == (200 if may else 302)
    client.post(url_of("notice_approve", place.petition, notice.public_id))
    notice.refresh_from_db()
    assert notice.state == ("approved" if may else "held")


def test_notices_are_decided_on_above_the_campuses_in_a_constant_number_of_queries(
    client, place, monkeypatch
):
    client.force_login(member(place.petition, "Organizers"))
    url = url_of("places", place.petition)
    make_notice(place)
    cost = cost_of(client, url)
    for number in range(20):
        make_notice(place, url=f"https://example.org/{number}")
    assert cost_of(client, url) == cost
    assert f"<bdi>{URL}</bdi>" in client.get(url).text
    assert "A code in a link may name who got it." in client.get(url).text
    assert (
        URL
        in client.get(
            url_of("notice_approve", place.petition, RecruiterNotice.objects.get(url=URL).public_id)
        ).text
    )
    monkeypatch.setattr("petitions.admin_views.places.NOTICES", 20)
    assert "1 more waits" in client.get(url).text

    foreign = make_notice(open_place(make_petition(), "Hill College"))
    for one in (foreign.public_id, uuid4()):
        for name in ("notice_approve", "notice_remove"):
            assert client.post(url_of(name, place.petition, one)).status_code == 404
    assert RecruiterNotice.objects.filter(pk=foreign.pk).exists()
