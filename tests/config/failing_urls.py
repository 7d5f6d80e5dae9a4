"""Views that fail while they hold what somebody typed: the site's addresses, and these before them."""

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.mail import EmailMessage
from django.db import DataError, OperationalError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path

from config.urls import handler400, handler500
from config.urls import urlpatterns as of_the_site
from privacy.audiences import Audience, audience
from privacy.exceptions import VaultLocked

__all__ = ["handler400", "handler500", "urlpatterns"]


class Form(forms.Form):
    email = forms.CharField()

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        raise LookupError(f"Nobody has {email}")


class Holder:
    def __init__(self, email: str) -> None:
        self.email = email

    @property
    def broken(self) -> str:
        raise RuntimeError(self.email)


def chained(email: str) -> None:
    try:
        raise ValueError(email)
    except ValueError as first:
        first.add_note(email)
        raise LookupError(f"Key (email)=({email}) already exists.") from first


def several(email: str) -> None:
    raise ExceptionGroup(email, [ValueError(email), LookupError(email)])


def twice(email: str) -> None:
    """PostgreSQL quotes what broke the constraint."""
    with transaction.atomic():
        for _time in range(2):
            User.objects.create(username=email)


def no_number(email: str) -> None:
    """PostgreSQL quotes what it could not read; SQLite reads a nought."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT CAST(%s AS integer)", [email])
    raise DataError(email)


def no_text(email: str) -> None:
    (b"\xff" + email.encode()).decode()


def a_mail(email: str) -> None:
    EmailMessage(subject=f"To\n{email}", body=email, to=[email]).send()


def raising(error: type[Exception]):
    def fail(email: str) -> None:
        raise error(f"of {email}")

    return fail


FAILURES = {
    "chained": (500, chained),
    "several": (500, several),
    "twice": (500, twice),
    "no-number": (500, no_number),
    "no-text": (500, no_text),
    "form": (500, lambda email: Form({"email": email}).is_valid()),
    "template": (
        500,
        lambda email: engines["django"].from_string("{{ x.broken }}").render({"x": Holder(email)}),
    ),
    "mail": (500, a_mail),
    "no-template": (500, lambda email: engines["django"].get_template(f"{email}.html")),
    "redirect": (400, lambda email: HttpResponseRedirect(f"gopher://{email}")),
    "suspicious": (400, raising(SuspiciousOperation)),
    "bad": (400, raising(BadRequest)),
    "forbidden": (403, raising(PermissionDenied)),
    "nothing": (404, raising(Http404)),
    "database-down": (503, raising(OperationalError)),
    "locked": (503, raising(VaultLocked)),
}


@audience(Audience.LINK)
def fail(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    email = request.POST.get("email", request.GET.get("email", ""))
    name, cookies, agent = request.POST.get("name"), request.COOKIES, request.headers.get("User-Agent")
    answer = FAILURES[kind][1](email)
    return answer or HttpResponse(f"{name} {cookies} {agent} {token}")


urlpatterns = [path("fail/<str:kind>/<str:token>/", fail, name="fail"), *of_the_site]
