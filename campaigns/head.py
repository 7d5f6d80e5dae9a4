"""Answers to HEAD: the headers of what GET would answer, and nothing else."""

from collections.abc import Callable

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase


class HeadMiddleware:
    """Sends no body where none may be sent: the views draw one all the same, and the server would log it.

    Outermost, so that whatever is kept or measured further in is that of a GET.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "HEAD":
            if isinstance(response, StreamingHttpResponse):
                # What it streams from is closed with the response.
                response.streaming_content = ()
            else:
                response.headers.setdefault("Content-Length", str(len(response.content)))  # type: ignore[attr-defined]
                response.content = b""  # type: ignore[attr-defined]
        return response
