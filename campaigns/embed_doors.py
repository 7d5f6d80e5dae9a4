"""What the views of a form on partners' pages are wrapped in: the only pages of ours that may be framed.

Whatever is answered under these addresses may be shown by the partner's own origins and by nobody else.
The address holds what it is of and the partner, signed; no cookie is set or read, and the form is posted by
our own page in the frame, so its origin is ours.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from campaigns.framing import frame_as_noted, note_frame
from privacy.exceptions import LinkBroken


class Shown(Protocol):
    """One embedded form, and the origins whose pages may show it in a frame."""

    @property
    def embed(self) -> Any: ...
    @property
    def origins(self) -> tuple[str, ...]: ...


def framed_by(
    find: Callable[[str], Shown | None],
    *,
    missing: Callable[[HttpRequest], HttpResponse],
    ended: Callable[[HttpRequest, Any], HttpResponse],
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Give a view ``shown`` for the token in its address, and let the partner's origins show its answer.

    ``missing``, which nobody may frame, where ``find`` knows no form of this token or raises LinkBroken;
    ``ended``, with a way on, for a form that was ended.
    """

    def wrap(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def in_frame(request: HttpRequest, token: str, **more: Any) -> HttpResponseBase:
            try:
                shown = find(token)
            except LinkBroken:
                shown = None
            if shown is None:
                return missing(request)
            note_frame(request, shown.origins)
            if shown.embed.is_live:
                response = view(request, shown=shown, **more)
            else:
                response = ended(request, shown.embed.shows)
            frame_as_noted(request, response)
            return response

        return in_frame

    return wrap
