"""HEAD is answered with the headers of GET and no body: the server complains of each byte it has to drop."""

from io import BytesIO

from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from campaigns.head import HeadMiddleware


def answer(method, response):
    request = RequestFactory().generic(method, "/not/there/", BytesIO())
    return HeadMiddleware(lambda _request: response)(request)


def test_a_page_that_is_missing_has_its_length_and_no_body():
    response = answer("HEAD", HttpResponse("No such page", status=404))

    assert (response.status_code, response.content, response["Content-Length"]) == (404, b"", "12")


def test_a_stream_is_sent_for_get_alone():
    bodies = [
        b"".join(answer(method, StreamingHttpResponse([b"a", b"b"])).streaming_content)
        for method in ("HEAD", "GET")
    ]
    assert bodies == [b"", b"ab"]


def test_it_stands_outermost_in_the_ready_made_site(settings):
    """Inside of another, what that one answers by itself would still have a body. Before it stand only the
    probes, which answer HEAD themselves, and what counts answers.
    """
    before = ["config.probes.ProbesMiddleware", "config.counting.CountingMiddleware"]
    assert settings.MIDDLEWARE[:3] == [*before, "campaigns.head.HeadMiddleware"]
