"""Passing a petition on: plain links with a code for the way, and none for the person."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from campaigns.sharing import CHANNELS
from petitions.sharing import sharing_of
from tests.petitions.factories import make_petition, open_place, sign_and_confirm

pytestmark = pytest.mark.django_db


def text_in(link):
    """What the program gets that opens the link."""
    query = parse_qs(urlsplit(link.url).query)
    return " ".join(query[name][0] for name in ("body", "text", "url") if name in query)


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Drop ñ & the contract"), ("es", "Cancelen el contrato")]
)
def test_each_way_has_its_own_code_and_the_same_address(petition, petition_page, language, title):
    page = petition_page(petition, title="Drop ñ & the contract")
    petition.refresh_from_db()
    with translation.override(language):
        sharing = sharing_of(petition)
    address = f"http://localhost:8000{page.get_url_parts()[2]}"

    assert [link.source for link in sharing.links] == [
        "share-mail",
        "share-sms",
        "share-whatsapp",
        "share-bluesky",
        "share-x",
    ]
    texts = [text_in(link) for link in sharing.links]
    assert [
        f"{address}?source={link.source}" in text for link, text in zip(sharing.links, texts, strict=True)
    ] == [True] * len(CHANNELS)
    assert [title in text for text in texts] == [True] * len(CHANNELS)
    assert (sharing.address, sharing.post) == (
        f"{address}?source=share-link",
        f"{title} {address}?source=share-mastodon",
    )


def test_a_campus_is_passed_on_by_its_own_address(petition, petition_page):
    open_place(petition, "Bay College")
    page = petition_page(petition)
    sharing = sharing_of(petition, at="bay-college")

    assert (
        sharing.address == f"http://localhost:8000{page.get_url_parts()[2]}at/bay-college/?source=share-link"
    )


def test_a_petition_without_a_page_has_nothing_to_pass_on(petition):
    assert sharing_of(petition) is None


def test_a_title_of_any_length_makes_links_that_programs_take(petition, petition_page):
    petition_page(petition, title="ñ" * 255, slug="long")
    petition.refresh_from_db()

    assert max(len(link.url) for link in sharing_of(petition, has_signed=True).links) < 2_000


@pytest.mark.parametrize("path", ["", "thanks/", "at/bay-college/", "at/bay-college/thanks/"])
def test_the_page_the_thank_you_and_a_campus_offer_every_way_without_a_foreign_script(
    client, petition, petition_page, path
):
    open_place(petition, "Bay College")
    page = petition_page(petition)
    html = client.get(f"{page.get_url()}{path}").text

    assert [f"source%3D{channel.source}" in html for channel in CHANNELS] == [True] * len(CHANNELS)
    assert html.count("data-copy=") == 2
    scripts = [part.split('"')[0] for part in html.split('<script src="')[1:]]
    assert {urlsplit(script).netloc for script in scripts} == {""}
    at = "at/bay-college/" if "bay" in path else ""
    assert f"localhost:8000{page.get_url_parts()[2]}{at}?source=share-link" in html


def test_a_closed_petition_asks_nobody_to_pass_it_on(client, petition_page):
    petition = make_petition(state="closed", closed_on="2026-01-01")
    html = client.get(petition_page(petition).get_url()).text

    assert "data-copy" not in html


def test_the_mail_after_confirming_has_a_code_of_its_own(petition, petition_page, letters):
    page = petition_page(petition)
    sign_and_confirm(petition)
    _kind, _recipient, content = letters()[-1]

    address = f"http://localhost:8000{page.get_url_parts()[2]}?source=mail-after"
    assert (content.text.count(address), address in content.html) == (1, True)


def test_the_code_of_a_shared_link_is_kept_with_the_signature(client, post_sign, petition, petition_page):
    petition_page(petition)
    sharing = sharing_of(petition)
    response = post_sign(petition)
    assert response.status_code == 303
    # As a browser on the shared address sends it.
    client.defaults["HTTP_REFERER"] = sharing.address.replace("localhost:8000", "testserver")
    post_sign(petition, email="grace@example.org")

    assert [row.source for row in petition.signatures.order_by("pk")] == ["", "share-link"]
