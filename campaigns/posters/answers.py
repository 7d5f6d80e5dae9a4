"""The answer to whoever asks for a poster, whatever it calls to."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from campaigns.posters.keeping import BeingDrawn, kept_poster, poster
from campaigns.posters.words import PosterWords

PNG, PDF = "image/png", "application/pdf"


def answer_with_poster(
    request: HttpRequest, words: PosterWords, *, draw: Callable[[PosterWords], bytes], content_type: str = PNG
) -> HttpResponseBase:
    """The bytes; 503 while another request draws the same. HEAD draws nothing."""
    response: HttpResponseBase
    if request.method == "HEAD":
        # Without a length where it is not known: in pieces, of which there are none.
        kept = kept_poster(words, draw)
        response = StreamingHttpResponse(()) if kept is None else HttpResponse(kept)
        response["Content-Type"] = content_type
    else:
        try:
            response = HttpResponse(poster(words, draw), content_type=content_type)
        except BeingDrawn:
            return HttpResponse(status=503, headers={"Retry-After": "2", "Cache-Control": "no-store"})
    # Where no page cache says better.
    response["Cache-Control"] = "public, max-age=60"
    return response
