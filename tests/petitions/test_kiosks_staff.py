"""Staff's side of tables: who may make a link, what stands there, and its end."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from campaigns.posters.codes import code_image
from petitions.kiosk_links import kiosk_url
from petitions.models import Kiosk
from tests.petitions.factories import make_petition, open_place
from tests.petitions.kiosks import open_kiosk
from tests.petitions.test_staff import cost_of, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, petition):
    client.force_login(member(petition, "Organizers"))
    return client


def url_of(name, petition, *ids):
    return reverse(f"petition:{name}", args=[petition.public_id, *ids])


def said(**more):
    return {"key": str(uuid4()), "days": "3", "language": "es", "code": "", **more}


def test_a_link_is_made_once_with_its_place_code_language_and_end(staff, petition, bay):
    sent = said(place=str(bay.public_id), code=" Main Quad! ")
    answers = {staff.post(url_of("kiosks", petition), sent).url for _twice in range(2)}
    kiosk = Kiosk.objects.get()

    assert answers == {url_of("kiosk", petition, kiosk.public_id)}
    assert (kiosk.place, kiosk.source, kiosk.language) == (bay, "table:main-quad", "es")
    left = kiosk.ends - timezone.now()
    assert timedelta(days=3, minutes=-2) < left <= timedelta(days=3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": "0"},
        {"days": "8"},
        {"language": "xx"},
        {"code": "ada@example.org"},
        {"key": "x"},
        {"place": "x"},
    ],
)
def test_what_is_no_table_makes_no_link(staff, petition, wrong):
    open_place(petition)

    assert staff.post(url_of("kiosks", petition), said(**wrong)).status_code == 422
    assert Kiosk.objects.count() == 0


@pytest.mark.parametrize("key", ["", "x"])
def test_a_form_without_its_hidden_key_says_so_and_may_be_sent_again(staff, petition, key):
    page = staff.post(url_of("kiosks", petition), said(key=key, code="quad"))
    drawn = re.search(r'name="key" value="([^"]+)"', page.text)[1]

    assert (page.status_code, page.text.count("The form did not arrive whole")) == (422, 1)
    assert staff.post(url_of("kiosks", petition), said(key=drawn)).status_code == 302
    assert Kiosk.objects.get().public_id == UUID(drawn)


def test_every_link_is_found_and_ended_from_the_list(staff, petition):
    for _number in range(51):
        open_kiosk(petition)
    pages = [staff.get(f"{url_of('kiosks', petition)}?p={number}").text for number in (1, 2)]

    assert [page.count("End it now") for page in pages] == [50, 1]
    assert ("Page 1 of 2" in pages[0], 'href="?p=2"' in pages[0]) == (True, True)


@pytest.mark.parametrize("by_mail", [True, False])
def test_the_page_says_when_a_signature_counts(staff, petition, by_mail):
    type(petition).objects.filter(pk=petition.pk).update(
        confirm_by_mail=by_mail, is_delivered=by_mail, ask_news=by_mail
    )
    page = staff.get(url_of("kiosks", petition)).text

    assert ("waits for the button in its mail" in page, "counts at once" in page) == (by_mail, not by_mail)
    assert "never the name of an action" in page


def test_the_page_of_a_link_has_its_address_and_the_code_that_a_tablet_reads(staff, petition):
    kiosk = open_kiosk(petition, code="quad")
    page = staff.get(url_of("kiosk", petition, kiosk.public_id))
    code = staff.get(url_of("kiosk_code", petition, kiosk.public_id))

    assert kiosk_url(kiosk) in page.text
    assert (code["Content-Type"], "no-store" in code["Cache-Control"]) == ("image/png", True)
    drawn = Image.open(BytesIO(code.content)).convert("1")
    assert drawn.tobytes() == code_image(kiosk_url(kiosk), 400).tobytes()


def test_ending_asks_first_and_takes_the_link_off_the_list(staff, petition):
    kiosk = open_kiosk(petition, code="lawn")
    url = url_of("kiosk_end", petition, kiosk.public_id)
    assert staff.get(url).status_code == 200
    assert "lawn" in staff.get(url_of("kiosks", petition)).text

    assert staff.post(url).url == url_of("kiosks", petition)
    assert Kiosk.objects.live().count() == 0
    assert (
        staff.post(url).status_code,
        staff.get(url_of("kiosk", petition, kiosk.public_id)).status_code,
    ) == (
        404,
        404,
    )
    assert "lawn" not in staff.get(url_of("kiosks", petition)).text


def test_a_petition_that_is_over_has_no_form_for_links(staff, petition):
    over = make_petition(campaign=petition.campaign, state="closed", closed_on=timezone.now().date())
    answer = staff.post(url_of("kiosks", over), said())

    assert "Make the link" not in staff.get(url_of("kiosks", over)).text
    assert (answer.status_code, Kiosk.objects.count()) == (302, 0)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Editors", True),
        ("Organizers", True),
        ("Moderators", False),
        ("Mailers", False),
        ("Treasurers", False),
        ("Data stewards", False),
        ("Administrators", True),
    ],
)
def test_whoever_may_edit_the_petition_may_make_and_end_links(client, petition, role, may):
    client.force_login(member(petition, role))
    kiosk = open_kiosk(petition)
    urls = [url_of("kiosks", petition)]
    urls += [url_of(name, petition, kiosk.public_id) for name in ("kiosk", "kiosk_code", "kiosk_end")]

    assert {client.get(url).status_code == 200 for url in urls} == {may}
    client.post(urls[0], said())
    client.post(urls[-1])
    assert [one.pk == kiosk.pk for one in Kiosk.objects.live()] == ([False] if may else [True])


def test_tables_of_other_campaigns_are_not_found(client, petition):
    kiosk = open_kiosk(petition)
    elsewhere = make_petition()
    client.force_login(member(elsewhere, "Organizers", name="elsewhere"))
    urls = [url_of("kiosks", petition)]
    urls += [
        url_of(name, one, kiosk.public_id)
        for name in ("kiosk", "kiosk_code", "kiosk_end")
        for one in (petition, elsewhere)
    ]

    assert [client.post(url, said()).status_code for url in (urls[0], urls[-1])] == [404] * 2
    assert [client.get(url).status_code for url in urls] == [404] * 7
    assert Kiosk.objects.count() == 1


def test_the_list_costs_the_same_for_one_table_and_for_nine(staff, petition):
    open_kiosk(petition, place=open_place(petition))
    one = cost_of(staff, url_of("kiosks", petition))
    for number in range(8):
        open_kiosk(petition, place=open_place(petition, f"College {number}"))

    assert cost_of(staff, url_of("kiosks", petition)) == one
    assert staff.get(url_of("kiosks", petition)).text.count("End it now") == 9


@pytest.mark.parametrize("view", ["index", "signatures", "edit"])
def test_the_tables_are_reached_from_the_petition(staff, petition, view):
    url = {
        "index": reverse("petition:index"),
        "signatures": reverse("petition:signatures", args=[petition.public_id]),
        "edit": reverse("petition:edit", args=[petition.pk]),
    }[view]

    assert url_of("kiosks", petition) in staff.get(url).text
