"""Pages of ours that stand in a frame of somebody else's page, or on a device that many people use.

No other page of ours may be framed.
The rest of a site says ``frame-ancestors 'none'``, or lets nobody but itself. What is drawn for a frame
names those who may show it, and stands in the bare ``countersign/embed.html``, whose links open elsewhere.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.csp import build_policy

# On a request: what ``countersign/doors/base.html`` extends, and which origins may show the answer.
FRAME, NOTED = "countersign_frame", "countersign_frame_origins"
# On a request from a device that many people use: where the next one begins. Its forms are filled in by no
# browser, and no link leads away.
KIOSK = "countersign_kiosk"


def note_frame(request: HttpRequest, origins: Sequence[str]) -> None:
    """Draw what this request gets bare, and let these origins show it, also if a page of ours says
    that the database cannot be reached.
    """
    setattr(request, FRAME, "countersign/embed.html")
    setattr(request, NOTED, tuple(origins))


def note_kiosk(request: HttpRequest, *, frame: str, home: str) -> None:
    """Draw what this request gets in the template ``frame``, for a device that many people use one after
    the other. ``home`` is the path of the empty form, to which every page of ours leads back.
    """
    setattr(request, FRAME, frame)
    setattr(request, KIOSK, home)


def frame_as_noted(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let those show ``response`` whom ``note_frame()`` named, and nobody where it named none."""
    origins: Sequence[str] = getattr(request, NOTED, ())
    if not origins:
        return
    # Said in full: a header that stands is left alone by Django's middleware. Without a nonce, for such a
    # page may be kept.
    policy: dict[str, Any] = {**settings.SECURE_CSP, "frame-ancestors": list(origins)}
    response["Content-Security-Policy"] = build_policy(policy)
    # The older header knows no list of origins; browsers that know frame-ancestors pay it no heed.
    response.xframe_options_exempt = True  # type: ignore[attr-defined]
