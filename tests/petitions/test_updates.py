"""What happened: proposed, let through by a person, told on the right page and in the right language."""

import re
from datetime import date, timedelta

import pytest

from petitions import services
from petitions.enums import UpdateState
from petitions.exceptions import UpdateGone
from petitions.models import Update
from petitions.retention import RULES
from petitions.selectors import forget_rules, timeline_at
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from tests.petitions.factories import make_petition, open_place

pytestmark = pytest.mark.django_db
STAFF = Actor.system()
ANYBODY = Actor.the_person()


def propose(petition, title="We met the dean", **said) -> Update:
    texts = {"title": LocalizedText(en=title), "body": LocalizedText(en="She listened.")}
    return services.propose_update(petition=petition, actor=ANYBODY, **{**texts, **said})


def tell(petition, title="We met the dean", **said) -> Update:
    update = propose(petition, title, **said)
    services.show_update(update=update, actor=STAFF)
    return update


def main_of(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode().split("<main", 1)[1].split("</main>")[0])


def test_what_is_proposed_is_read_by_nobody_until_it_is_shown(client, petition, petition_page, after_commit):
    page = petition_page(petition)
    with after_commit():
        update = propose(petition)
    assert "We met the dean" not in main_of(client.get(page.get_url()))
    with after_commit():
        services.show_update(update=update, actor=STAFF)
    # The kept copy of the page is purged, too.
    assert "We met the dean" in main_of(client.get(page.get_url()))
    with after_commit():
        services.hide_update(update=update, actor=STAFF)
    assert "We met the dean" not in main_of(client.get(page.get_url()))


def test_an_update_of_a_campus_is_told_on_its_page_only(client, petition, petition_page):
    page = petition_page(petition)
    bay, hill = open_place(petition, "Bay College"), open_place(petition, "Hill College")
    forget_rules()
    tell(petition, "Won in the county")
    tell(petition, "The dean of Bay", place=bay)

    told = {
        path: [
            title
            for title in ("Won in the county", "The dean of Bay")
            if title in main_of(client.get(page.get_url() + path))
        ]
        for path in ("", f"at/{bay.slug}/", f"at/{hill.slug}/")
    }
    assert told == {
        "": ["Won in the county"],
        f"at/{bay.slug}/": ["Won in the county", "The dean of Bay"],
        f"at/{hill.slug}/": ["Won in the county"],
    }


def test_the_newest_stand_first_and_the_older_ones_behind_a_press(client, petition, petition_page):
    page = petition_page(petition)
    for number in range(5):
        tell(petition, f"Step {number}", day=utc_today() - timedelta(days=number))
    timeline = timeline_at(petition)

    assert [one.title for one in timeline.latest] == ["Step 0", "Step 1", "Step 2"]
    assert [one.title for one in timeline.older] == ["Step 3", "Step 4"]
    html = main_of(client.get(page.get_url()))
    assert re.findall(r"Step \d", html.split("<details>")[1]) == ["Step 3", "Step 4"]
    assert "2 older" in html


@pytest.mark.parametrize("number", [1, 3])
def test_a_timeline_is_one_query_however_long(petition, django_assert_num_queries, number):
    for step in range(number):
        tell(petition, f"Step {step}")
    with django_assert_num_queries(1):
        assert len(timeline_at(petition).latest) == number


def test_each_text_says_its_language_where_it_is_not_the_page_s(client, petition, petition_page):
    page = petition_page(petition)
    tell(petition, title=LocalizedText(es="Nos recibió la decana"), body=LocalizedText(en="She listened."))

    html = main_of(client.get(page.get_url()))
    assert '<h3 lang="es">Nos recibió la decana</h3>' in html
    assert "<div><p>She listened.</p></div>" in html


def test_the_text_is_plain_and_stays_so(client, petition, petition_page):
    page = petition_page(petition)
    tell(
        petition,
        "<script>alert(1)</script>",
        body=LocalizedText(en="One <b>line</b>.\n\nAnother."),
        url="https://news.example.org/a",
        day=date(2026, 5, 4),
    )

    html = main_of(client.get(page.get_url()))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html
    assert "<p>One &lt;b&gt;line&lt;/b&gt;.</p> <p>Another.</p>" in html
    assert '<time datetime="2026-05-04">May 4, 2026</time>' in html
    assert "Read more at news.example.org" in html


@pytest.mark.parametrize("url", ["http://example.org/", "javascript:alert(1)", "//example.org"])
def test_a_link_is_https_or_none(petition, url):
    with pytest.raises(ValueError, match="https"):
        propose(petition, url=url)
    assert Update.objects.count() == 0


def test_a_campus_of_another_petition_and_no_title_are_refused(petition):
    for wrong in ({"place": open_place(make_petition())}, {"title": LocalizedText()}):
        with pytest.raises(ValueError, match=r"campus|title"):
            propose(petition, **wrong)


def test_only_the_first_of_two_colleagues_decides(petition):
    update = propose(petition)
    services.decline_update(update=Update.objects.get(), actor=STAFF)

    for deed in (services.show_update, services.hide_update, services.decline_update):
        with pytest.raises(UpdateGone):
            deed(update=update, actor=STAFF)
    assert Update.objects.get().state == UpdateState.DECLINED


def test_what_was_hidden_can_be_shown_again(petition):
    update = tell(petition)
    services.hide_update(update=update, actor=STAFF)
    services.show_update(update=update, actor=STAFF)

    assert Update.objects.get().state == UpdateState.SHOWN


def test_what_nobody_let_through_goes_after_thirty_days_and_what_is_told_stays(petition):
    rule = next(rule for rule in RULES if rule.key == "petitions.words")
    shown, declined = tell(petition), propose(petition)
    services.decline_update(update=declined, actor=STAFF)
    propose(petition)
    Update.objects.update(created=utc_today() - timedelta(days=31))
    fresh = propose(petition)
    cutoff = utc_today() - timedelta(days=rule.days)

    assert (rule.overdue(cutoff), rule.enforce(cutoff), rule.overdue(cutoff)) == (2, 2, 0)
    assert set(Update.objects.all()) == {shown, fresh}
