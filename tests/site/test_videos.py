"""Where a video leads, and whose players may be framed."""

import pytest
from django.conf import settings
from django.test import Client

from pages.videos import video_at

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


@pytest.mark.django_db
def test_pages_may_frame_the_players_of_these_hosts_and_nothing_else():
    policy = Client().get("/do/house-rules/")["Content-Security-Policy"]
    [framed] = [rule for rule in policy.split("; ") if rule.startswith("frame-src")]

    assert framed == " ".join(["frame-src", *(f"https://{host}" for host in settings.VIDEO_HOSTS)])
