"""Where a video is to be seen, and how its host may draw it in a frame once somebody pressed play."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

YOUTUBE = "www.youtube-nocookie.com"
VIMEO = "player.vimeo.com"
_YOUTUBE_HOSTS = {"youtube.com", "m.youtube.com", "youtu.be", "youtube-nocookie.com"}
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{6,20}")
_VIMEO_PATH = re.compile(r"/(?:video/)?([0-9]{5,12})(?:/([0-9a-f]{6,20}))?/?")
_PEERTUBE_PATH = re.compile(r"/(?:w|videos/watch|videos/embed)/([A-Za-z0-9-]{10,40})/?")


@dataclass(frozen=True, slots=True)
class Video:
    """``host`` is asked once somebody presses. ``frame``: the address of its player; "" where it may not be
    framed here (``VIDEO_HOSTS``), or is not known how: then the link leads to ``watch``."""

    watch: str
    host: str
    frame: str


def video_at(url: str) -> Video:
    """The video behind the address that a browser shows."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    player = _player(host, parts.path, parse_qs(parts.query))
    is_allowed = player is not None and urlsplit(player).hostname in settings.VIDEO_HOSTS
    return Video(watch=url, host=host, frame=player if player is not None and is_allowed else "")


def _player(host: str, path: str, query: dict[str, list[str]]) -> str | None:
    if host in _YOUTUBE_HOSTS:
        last = path.rstrip("/").rpartition("/")[2]
        key = query.get("v", [last])[0]
        # Fewer cookies than its usual host sets, and it asks for no other video at the end.
        return f"https://{YOUTUBE}/embed/{key}?autoplay=1&rel=0" if _YOUTUBE_ID.fullmatch(key) else None
    if host in ("vimeo.com", VIMEO):
        if (found := _VIMEO_PATH.fullmatch(path)) is None:
            return None
        # "dnt": it keeps nothing of the session. The second part is the key of an unlisted one.
        unlisted = f"&h={found[2]}" if found[2] else ""
        return f"https://{VIMEO}/video/{found[1]}?autoplay=1&dnt=1{unlisted}"
    if (found := _PEERTUBE_PATH.fullmatch(path)) is not None:
        # "p2p=0": else every viewer's address is shown to the other viewers.
        return f"https://{host}/videos/embed/{found[1]}?autoplay=1&p2p=0"
    return None
