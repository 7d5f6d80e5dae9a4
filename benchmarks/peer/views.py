from django.http import HttpRequest, HttpResponse

from benchmarks.peer.models import BareRow


def hello(request: HttpRequest) -> HttpResponse:
    """The limit of a GET: what Django and the server cost before anybody does anything."""
    return HttpResponse("Hello, world")


def insert(request: HttpRequest) -> HttpResponse:
    """The limit of a POST: parse the form, one INSERT."""
    BareRow.objects.create(address=request.POST["email"])
    return HttpResponse("Thank you")
