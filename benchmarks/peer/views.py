from django.http import HttpRequest, HttpResponse

from benchmarks.peer.models import BareRow


def hello(request: HttpRequest) -> HttpResponse:
    """The limit of a GET: what Django and the server cost before anybody does anything."""
    return short("Hello, world")


def insert(request: HttpRequest) -> HttpResponse:
    """The limit of a POST: parse the form, one INSERT."""
    BareRow.objects.create(address=request.POST["email"])
    return short("Thank you")


def short(text: str) -> HttpResponse:
    """An answer with its length, which the middleware that is not there would have added."""
    return HttpResponse(text, headers={"Content-Length": str(len(text))})
