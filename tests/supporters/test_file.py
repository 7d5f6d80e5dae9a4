"""The supporter file: for two roles, masked, narrowed, in pages that cost the same."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from campaigns.models import Action
from campaigns.services import record_action
from petitions.names import SIGNED
from privacy.erasure import destroy_subjects
from privacy.models import SubjectKey
from supporters import paging
from supporters.models import Supporter
from supporters.paging import Place, page_at
from supporters.services import subscribe, unsubscribe
from tests.campaigns.factories import make_campaign
from tests.supporters.factories import PERSON, ListFactory, TagFactory, admit

pytestmark = pytest.mark.django_db

FILE = "/admin/supporter/"
EVERY_ROLE = ["Editors", "Organizers", "Moderators", "Mailers", "Data stewards", "Treasurers"]


NAMES = ["Ana", "Bea", "Cleo", "Dan", "Eva", "Fay", "Gus", "Hal"]


def names(page):
    return [row.masked.name for row in page.context["table"].data]


def people(number, **more):
    return [admit(f"person-{n}@example.org", given_name=NAMES[n], **more) for n in range(number)]


@pytest.mark.parametrize("role", [*EVERY_ROLE, "Administrators"])
def test_the_file_belongs_to_mailers_and_data_stewards(staff, role):
    supporter = admit()
    client = staff(role)
    one = [supporter.public_id]
    pages = [reverse("supporter:index"), reverse("supporter:index_results")]
    pages += [reverse(f"supporter:{name}", args=one) for name in ("profile", "look", "unsubscribe_all")]
    opens = role in {"Mailers", "Data stewards"}

    assert [client.get(page).status_code == 200 for page in pages] == [opens] * len(pages)
    by_name = client.post(reverse("supporter:names"), {"name": "maria"})
    exactly = client.post(reverse("supporter:find"), {"typed": "maria@example.org"})
    # 422: so few are not searched.
    assert (by_name.status_code == 422, exactly.headers.get("Location") == pages[2]) == (opens, opens)
    assert ("Supporter file" in client.get("/admin/").text) == opens


def test_names_and_addresses_are_masked_and_the_state_and_lists_told(staff):
    mail_list = ListFactory()
    supporter = admit("maria@example.org", given_name="María", family_name="Luz", postal_code="94704")
    subscribe(supporter=supporter, list=mail_list, actor=PERSON)
    page = staff("Mailers").get(FILE)

    assert ("maria@example.org" in page.text, "Luz" in page.text) == (False, False)
    for shown in ("María L.", "m•••@e•••.org", "CA", "Spanish", "1 list", "Active"):
        assert shown in page.text


def test_an_empty_file_says_how_it_fills_and_no_results_lead_back(staff):
    client = staff("Mailers")
    assert "Nobody is in the file yet" in client.get(FILE).text
    admit()
    page = client.get(f"{FILE}?region=NY")
    assert ("Nobody fits" in page.text, f'href="{FILE}"' in page.text) == (True, True)


def test_who_was_erased_or_lost_shows_as_such(staff):
    _whole, erased, lost = people(3)
    destroy_subjects([erased.subject_id])
    SubjectKey.objects.using("keystore").filter(pk=lost.subject_id).delete()
    client = staff("Data stewards")

    page = client.get(FILE)
    assert [row.masked.legible for row in page.context["table"].data] == ["lost", "erased", "yes"]
    assert (f"{erased}: Erased" in page.text, f"{lost}: Cannot be read" in page.text) == (True, True)
    said = [client.get(reverse("supporter:profile", args=[row.public_id])).text for row in (erased, lost)]
    assert ["Erased" in said[0], "its key is lost" in said[1]] == [True, True]


# --- filters ----------------------------------------------------------------------------------------


def test_the_file_is_narrowed_by_list_and_standing(staff):
    mail_list, other = ListFactory(), ListFactory()
    stays, leaves, _never = people(3)
    for one in (stays, leaves):
        subscribe(supporter=one, list=mail_list, actor=PERSON)
        subscribe(supporter=one, list=other, actor=PERSON)
    unsubscribe(supporter=leaves, list=mail_list, actor=PERSON)
    client = staff("Mailers")

    def fits(standing):
        query = f"?list={mail_list.public_id}&standing={standing}"
        return names(client.get(FILE + query))

    assert fits("") == ["Bea", "Ana"]
    assert fits("subscribed") == ["Ana"]
    assert fits("unsubscribed") == ["Bea"]
    assert fits("none") == ["Cleo"]


def test_the_file_is_narrowed_by_tag_region_language_state_and_day(staff):
    tag = TagFactory()
    here, there = people(1, postal_code="94704")[0], admit("b@example.org", given_name="Bo", language="en")
    here.tags.add(tag)
    Supporter.objects.filter(pk=here.pk).update(joined=date(2026, 3, 1))
    Supporter.objects.filter(pk=there.pk).update(joined=date(2026, 5, 1), state="unconfirmed")
    client = staff("Mailers")

    for query in (f"tag={tag.public_id}", "region=CA", "language=es", "state=active", "joined_to=2026-04-01"):
        assert names(client.get(f"{FILE}?{query}")) == ["Ana"], query
    assert names(client.get(f"{FILE}?joined_from=2026-03-02")) == ["Bo"]


def test_campaign_and_deed_mean_one_deed_together(staff):
    raid, campus = make_campaign(), make_campaign()
    signed, gave = people(2)
    record_action(supporter=signed, campaign=raid, kind=SIGNED)
    # Of an app that was taken out since.
    Action.objects.create(supporter=gave, campaign=raid, kind="tests.other")
    record_action(supporter=gave, campaign=campus, kind=SIGNED)
    client = staff("Mailers")

    assert names(client.get(f"{FILE}?campaign={raid.public_id}")) == ["Bea", "Ana"]
    assert names(client.get(f"{FILE}?did={SIGNED}")) == ["Bea", "Ana"]
    assert names(client.get(f"{FILE}?campaign={raid.public_id}&did={SIGNED}")) == ["Ana"]


def test_a_filter_that_makes_no_sense_narrows_nothing_and_breaks_nothing(staff):
    people(1)
    client = staff("Mailers")
    for query in ("list=x", "tag=x", "region=%00", "p=older:x", "p=older:2026-01-01.zz", "joined_from=x"):
        assert client.get(f"{FILE}?{query}").status_code == 200


# --- pages ------------------------------------------------------------------------------------------


def test_pages_show_everybody_once_in_both_directions(monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 3)
    rows = people(8)
    for number, row in enumerate(rows):
        # Three days, so that pages end within a day and between two.
        Supporter.objects.filter(pk=row.pk).update(joined=date(2026, 1, 1) + timedelta(days=number // 3))
    everybody = list(Supporter.objects.order_by("-joined", "-pk"))

    seen, pages, where = [], [], ""
    while True:
        page = page_at(Supporter.objects.all(), where)
        seen += page.rows
        pages.append(page)
        if page.older is None:
            break
        where = f"older:{page.older}"
    assert seen == everybody
    back = page_at(Supporter.objects.all(), f"newer:{pages[2].newer}")
    assert (back.rows, page_at(Supporter.objects.all(), f"newer:{back.newer}").rows) == (
        pages[1].rows,
        pages[0].rows,
    )
    assert [page.newer is None for page in pages] == [True, False, False]


def test_a_page_goes_on_where_the_supporter_it_ended_at_was_erased(monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 2)
    people(4)
    first = page_at(Supporter.objects.all(), "")
    place = first.older
    first.rows[-1].delete()

    page = page_at(Supporter.objects.all(), f"older:{place}")
    # All of that day again, rather than none of it.
    assert [row.pk for row in page.rows] == [row.pk for row in Supporter.objects.order_by("-pk")[:2]]


def test_a_place_is_read_back_and_nothing_else_is():
    place = Place.of(admit())

    assert Place.read(str(place)) == place
    assert [Place.read(text) for text in ("", ".", "2026-01-01", f"x.{place.public_id}", "2026-13-01.1")] == [
        None
    ] * 5


def test_a_filter_stays_on_the_next_page(staff, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 2)
    people(3, postal_code="94704")
    client = staff("Mailers")
    page = client.get(f"{FILE}?region=CA")

    assert (page.context["counted"], "region=CA" in page.context["older_url"]) == (3, True)
    assert names(client.get(page.context["older_url"])) == ["Ana"]


def test_more_than_can_be_counted_is_said_to_be_more(staff, monkeypatch):
    monkeypatch.setattr("supporters.admin_views.listing.COUNTED_TO", 2)
    monkeypatch.setattr(
        "supporters.admin_views.listing.count_up_to", lambda rows: paging.count_up_to(rows, 2)
    )
    people(4)

    assert "More than 2 supporters" in staff("Mailers").get(FILE).text


def test_the_file_costs_the_same_for_one_and_for_many(staff):
    client = staff("Mailers")
    url = f"{FILE}?language=es"
    admit("first@example.org")
    one = cost_of(client, url)
    mail_list = ListFactory()
    for row in people(6):
        subscribe(supporter=row, list=mail_list, actor=PERSON)

    assert cost_of(client, url) == one
    assert one["keystore"] == 1


def cost_of(client, url):
    """Queries of each database for one GET that is not the first."""
    client.get(url)
    with (
        CaptureQueriesContext(connections["default"]) as main,
        CaptureQueriesContext(connections["keystore"]) as keystore,
    ):
        assert client.get(url).status_code == 200
    return {"default": len(main), "keystore": len(keystore)}


def test_the_file_is_in_spanish_for_who_reads_spanish(staff):
    people(1)
    client = staff("Mailers")
    UserProfile.objects.create(user=User.objects.get(username="staff"), preferred_language="es")
    page = client.get(FILE)

    assert ("Registro de simpatizantes" in page.text, "Supporter file" in page.text) == (True, False)
