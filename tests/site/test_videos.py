"""Where a video leads, and whose players may be framed."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from pages.models import PetitionPage
from pages.videos import video_at
from tests.site.body_values import make_page
from tests.site.page_builders import make_home, make_petition_page

YOUTUBE = "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1&rel=0"


@pytest.mark.parametrize(
    ("url", "host", "player"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk&t=10s", "youtube.com", YOUTUBE),
        ("https://youtu.be/abcdefghijk", "youtu.be", YOUTUBE),
        ("https://m.youtube.com/shorts/abcdefghijk", "m.youtube.com", YOUTUBE),
        (
            "https://vimeo.com/123456789",
            "vimeo.com",
            "https://player.vimeo.com/video/123456789?autoplay=1&dnt=1",
        ),
        (
            "https://vimeo.com/123456789/abcdef1234",
            "vimeo.com",
            "https://player.vimeo.com/video/123456789?autoplay=1&dnt=1&h=abcdef1234",
        ),
        # Not named by the operator, not a video, nothing at all, a script.
        ("https://tube.example/w/abcdefghijkl", "tube.example", ""),
        ("https://www.youtube.com/watch?v=%22%3E%3Cscript%3E", "youtube.com", ""),
        ("https://vimeo.com/about", "vimeo.com", ""),
        ("https://www.example.org/film.mp4", "example.org", ""),
        ("", "", ""),
    ],
)
def test_a_video_leads_to_its_page_and_is_framed_where_its_host_is_known(url, host, player):
    video = video_at(url)

    assert (video.watch, video.host, video.frame) == (url, host, player)


def test_an_operator_names_a_host_of_their_own(settings):
    settings.VIDEO_HOSTS = ("tube.example",)

    assert video_at("https://tube.example/w/abcdefghijkl").frame == (
        "https://tube.example/videos/embed/abcdefghijkl?autoplay=1&p2p=0"
    )
    assert video_at("https://youtu.be/abcdefghijk").frame == ""


def framed_by(response):
    """The rule about frames of this answer's policy; none: default-src counts, which is 'none'."""
    rules = response["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in rules
    return [rule for rule in rules if rule.startswith("frame-src")]


PLAYERS = ["frame-src https://www.youtube-nocookie.com https://player.vimeo.com"]


@pytest.fixture
def filmed(ground):
    """A page with a video that is played in a frame, and one whose video is played at its host only."""
    home = make_home(ground)
    film = {"title": "A film", "poster": None, "transcript": ""}
    framed = {**film, "url": "https://youtu.be/abcdefghijk"}
    linked = {**film, "url": "https://tube.example/w/abcdefghijkl"}
    return [
        make_page(home, [("video", one)], title=f"Page {number}")
        for number, one in enumerate((framed, linked))
    ]


@pytest.mark.django_db
def test_only_a_page_with_a_video_may_frame_the_players_also_once_it_is_kept(filmed, client):
    framed, linked = (page.get_url_parts()[2] for page in filmed)

    assert [framed_by(client.get(path)) for path in (framed, framed, linked, "/do/house-rules/")] == [
        PLAYERS,
        PLAYERS,
        [],
        [],
    ]


@pytest.mark.django_db
def test_a_preview_of_a_page_with_a_video_may_frame_the_players_and_be_framed_by_the_staff_side(filmed):
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("ada", password="a long password of tests"))
    answer = client.get(f"/admin/pages/{filmed[0].pk}/view_draft/")

    assert framed_by(answer) == PLAYERS
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"].split("; ")


@pytest.mark.django_db
def test_a_petition_s_page_with_a_video_may_frame_the_players_also_with_a_form_that_was_refused(
    ground, client
):
    video = {"url": "https://youtu.be/abcdefghijk", "title": "A film", "poster": None, "transcript": ""}
    body = PetitionPage._meta.get_field("body").to_python([{"type": "video", "value": video}])
    page = make_petition_page(make_home(ground), body=body)
    [told] = re.findall(r'name="page" value="([^"]+)"', client.get(page.get_url_parts()[2]).text)
    url = reverse("countersign_petition_sign", args=[page.petition.public_id])
    typed = {"email": "no address", "lang": "en", "page": told}
    refused = client.post(url, typed, headers={"sec-fetch-site": "same-origin"})

    assert (refused.status_code, framed_by(refused)) == (422, PLAYERS)
