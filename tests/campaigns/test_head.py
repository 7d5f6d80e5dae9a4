"""HEAD is answered with the headers of GET and no body: the server complains of each byte it has to drop."""

from io import BytesIO

import pytest
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


@pytest.mark.django_db
def test_the_server_gets_no_body_for_a_missing_page(settings):
    from django.core.handlers.wsgi import WSGIHandler

    environ = RequestFactory().head("/not/there/").environ
    started = []
    body = b"".join(WSGIHandler()(environ, lambda status, headers: started.append(status)))

    assert (started[0][:3], body) == ("404", b"")
