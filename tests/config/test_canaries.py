"""What somebody typed is in hand when it breaks, everywhere: no log, page, report or table holds it after."""

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from logging.config import dictConfig
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.test import Client
from django.utils.log import AdminEmailHandler
from django_tasks_db.models import DBTaskResult

from config.logs import NameTheRoute, logging_config
from privacy.worker import Worker
from staff.session_store import SessionStore
from tests.config.failing_tasks import fail_about
from tests.config.failing_urls import FAILURES

ROOT = Path(__file__).resolve().parents[2]
# Stands in whatever is sent, and in no name of a file.
MARK = "kanarie"
EMAIL, NAME, TOKEN, NETWORK = f"{MARK}-41d7@example.org", f"{MARK} Quirk", f"{MARK}-9f31", "192.0.2.77"
TYPED = {"email": EMAIL, "name": NAME, "token": TOKEN, f"{MARK}-field": EMAIL}
SENT = {
    "User-Agent": f"{MARK}/1.0",
    "Referer": f"http://testserver/{MARK}/",
    "X-Forwarded-For": NETWORK,
    "Accept-Language": f"es,{MARK}",
    "Authorization": f"Bearer {TOKEN}",
    "X-Kanarie": MARK,
}
ROUTE = "fail/<str:kind>/<str:token>/"
# Whoever typed it gets it back, to send it again (campaigns.unavailable).
CARRIED_ON = {"database-down", "locked"}

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture(params=["text", "json"])
def log(request) -> Iterator[io.StringIO]:
    """What a running site writes where it says the most, and what Django's handler would mail to ADMINS."""
    root, written = logging.getLogger(), io.StringIO()
    before = root.handlers[:]
    config = logging_config("DEBUG", form=request.param)
    for handler in config["handlers"].values():
        # The one that leads nowhere takes no stream.
        if handler["class"] != "logging.NullHandler":
            handler["stream"] = written
    dictConfig(config)
    yield written
    dictConfig(settings.LOGGING)
    root.handlers[:] = before


@pytest.fixture
def reports(settings) -> Iterator[None]:
    """A host's own: reports of errors by mail, as pages. The site itself mails none."""
    settings.ADMINS = ["operator@example.org"]
    handler = AdminEmailHandler(include_html=True)
    handler.addFilter(NameTheRoute())
    logging.getLogger("django.request").addHandler(handler)
    yield
    logging.getLogger("django.request").removeHandler(handler)


@pytest.fixture
def client(settings) -> Client:
    """Somebody with a session and cookies that hold the mark as well."""
    settings.ROOT_URLCONF = "tests.config.failing_urls"
    session = SessionStore()
    session["email"] = EMAIL
    session.create()
    client = Client(raise_request_exception=False, enforce_csrf_checks=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    client.cookies["greeting"] = MARK
    return client


def marked(text: str) -> bool:
    return MARK in text.casefold() or NETWORK in text


def where_marked(answer: HttpResponse, log: io.StringIO, *, but: tuple[str, ...] = ()) -> list[str]:
    """In which of all that is left the mark stands."""
    found = {
        # Its choice of language leads to the same address.
        "page": answer.text.replace(f'href="{answer.request["PATH_INFO"]}?lang=', ""),
        "headers": str({name: value for name, value in answer.headers.items() if name != "Location"}),
        "log": log.getvalue(),
        "mail": "".join(f"{one.subject} {one.body} {one.alternatives}" for one in mail.outbox),
    }
    return [place for place, text in found.items() if place not in but and marked(text)]


def test_nothing_of_a_request_is_left_by_a_view_that_fails(client, log, reports):
    left, answers, lines = {}, {}, {}
    for kind in FAILURES:
        file = SimpleUploadedFile(f"{MARK}.txt", EMAIL.encode())
        path = f"/fail/{kind}/{TOKEN}/?email={EMAIL}&name={MARK}"
        for way in (
            lambda path=path, file=file: client.post(
                path, TYPED | {"file": file}, headers=SENT, REMOTE_ADDR=NETWORK
            ),
            lambda path=path: client.get(path, headers=SENT, REMOTE_ADDR=NETWORK),
        ):
            answer = way()
            if places := where_marked(answer, log, but=("page",) if kind in CARRIED_ON else ()):
                left[kind] = places
            answers[kind] = answer.status_code
            lines[kind] = f"{answer.status_code} {answer.request['REQUEST_METHOD']} {ROUTE}" in log.getvalue()
            log.truncate(0)
            log.seek(0)

    assert left == {}
    assert answers == {kind: status for kind, (status, _fail) in FAILURES.items()}
    # They were looked for where something stood, but for what is no news.
    untold = ["bad", "forbidden", "nothing", "database-down", "locked"]
    assert [kind for kind, is_told in lines.items() if not is_told] == untold
    assert len(mail.outbox) == 2 * sum(status == 500 for status, _fail in FAILURES.values())


def host(client: Client) -> HttpResponse:
    return client.get(f"/en/{MARK}/", headers=SENT | {"Host": f"{MARK}.example"})


def body_of_no_kind(client: Client) -> HttpResponse:
    kind = f"multipart/form-data; boundary={MARK}"
    head = f'Content-Disposition: form-data; name="{MARK}"; filename="{MARK}"\r\n'
    head += "Content-Transfer-Encoding: base64"
    body = f"--{MARK}\r\n{head}\r\n\r\n{EMAIL}\r\n--{MARK}--\r\n".encode()
    return client.generic("POST", f"/fail/chained/{TOKEN}/", body, kind)


def boundary_of_no_kind(client: Client) -> HttpResponse:
    kind = f"multipart/form-data; boundary={MARK * 100}"
    return client.generic("POST", f"/fail/chained/{TOKEN}/", EMAIL.encode(), kind)


def fields_without_end(client: Client) -> HttpResponse:
    fields = {f"{MARK}{number}": EMAIL for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    return client.post(f"/fail/chained/{TOKEN}/", fields, headers=SENT)


def body_without_end(client: Client) -> HttpResponse:
    more = EMAIL * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE // len(EMAIL) + 1)
    kind = "application/x-www-form-urlencoded"
    return client.post(f"/fail/chained/{TOKEN}/", f"email={more}", content_type=kind, headers=SENT)


def files_without_end(client: Client) -> HttpResponse:
    files = [
        SimpleUploadedFile(f"{MARK}.txt", b"x") for _one in range(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)
    ]
    return client.post(f"/fail/chained/{TOKEN}/", {f"{MARK}": files}, headers=SENT)


def form_of_staff_without_its_token(_client: Client) -> HttpResponse:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[settings.CSRF_COOKIE_NAME] = MARK
    return strict.post("/admin/login/", TYPED | {"login": EMAIL, "csrfmiddlewaretoken": MARK}, headers=SENT)


def form_of_staff_from_elsewhere(_client: Client) -> HttpResponse:
    origin = {"Origin": f"https://{MARK}.example"}
    return Client(enforce_csrf_checks=True).post("/admin/login/", TYPED, headers=SENT | origin)


def form_of_visitors_from_elsewhere(client: Client) -> HttpResponse:
    return client.post(f"/do/petitions/{MARK}/sign/", TYPED, headers=SENT | {"Sec-Fetch-Site": "cross-site"})


def link_of_nobody(client: Client) -> HttpResponse:
    return client.get(f"/do/petitions/confirm/{TOKEN}/?email={EMAIL}", headers=SENT)


def address_with_a_nought(client: Client) -> HttpResponse:
    return client.get(f"/en/%00{MARK}/?x=%00{MARK}", headers=SENT)


def address_that_is_no_text(client: Client) -> HttpResponse:
    return client.get(f"/en/%ff%fe{MARK}/", headers=SENT)


def page_of_nobody(client: Client) -> HttpResponse:
    return client.get(f"/en/{MARK}/?email={EMAIL}", headers=SENT)


def another_method(client: Client) -> HttpResponse:
    return client.generic("BREW", f"/do/house-rules/?email={EMAIL}", EMAIL.encode())


REFUSED = {
    host: 400,
    body_of_no_kind: 400,
    boundary_of_no_kind: 400,
    fields_without_end: 400,
    body_without_end: 400,
    files_without_end: 400,
    form_of_staff_without_its_token: 403,
    form_of_staff_from_elsewhere: 403,
    form_of_visitors_from_elsewhere: 404,
    link_of_nobody: 404,
    address_with_a_nought: 404,
    address_that_is_no_text: 404,
    page_of_nobody: 404,
    another_method: 405,
}


def test_nothing_of_a_request_is_left_by_what_refuses_it(client, log, reports, root_page):
    left, answers = {}, {}
    for ask in REFUSED:
        answer = ask(client)
        answers[ask.__name__] = answer.status_code
        if places := where_marked(answer, log):
            left[ask.__name__] = places
        log.truncate(0)
        log.seek(0)

    assert answers == {ask.__name__: status for ask, status in REFUSED.items()}
    assert left == {}


@pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
def test_nothing_is_left_by_a_task_that_fails(log):
    user = User.objects.create_user("somebody", EMAIL)
    kinds = ("chained", "several", "twice", "no-number", "no-text", "form", "mail", "database-down")
    for kind in kinds:
        fail_about.enqueue(user.pk, kind)
    Worker(batch=True).run()
    rows = list(DBTaskResult.objects.values())

    assert len(rows) == len(kinds)
    assert marked(json.dumps(rows, cls=DjangoJSONEncoder, default=str)) is False
    assert marked(log.getvalue()) is False
    assert log.getvalue().count("failed at attempt 1 of 5") == len(kinds)


def test_a_log_line_whose_message_is_an_exception_is_its_class(log):
    logging.getLogger("somebody.else").error(ValueError(EMAIL))

    assert (marked(log.getvalue()), "ValueError" in log.getvalue()) == (False, True)


def test_of_libraries_only_warnings_are_written(log):
    """They say at "info" what they were given: the number of a passkey, a provider's words about a gift."""
    for name in ("fido2.server", "stripe", "somebody.else", "wagtail"):
        logging.getLogger(name).info("Used: %s", EMAIL)
        logging.getLogger(name).debug("Used: %s", EMAIL)
    for name in ("petitions.jobs", "pages"):
        logging.getLogger(name).info("ours")

    assert (marked(log.getvalue()), log.getvalue().count("ours")) == (False, 2)


# Of a process of its own, where nothing of the tests stands in the way; not on a terminal.
CRASHES = f"""
import sys, threading
sys.path[:0] = [".", "site"]
import django
django.setup()
import logging
from django.core.management import BaseCommand, execute_from_command_line, get_commands

class Dropped:
    def __del__(self):
        raise ValueError("{EMAIL}")

def in_a_thread():
    raise LookupError("{EMAIL}")

class Command(BaseCommand):
    def handle(self, **options):
        email = "{EMAIL}"
        try:
            raise ValueError(email)
        except ValueError as first:
            first.add_note(email)
            raise LookupError(f"Key (email)=({{email}})") from first

Dropped()
thread = threading.Thread(target=in_a_thread)
thread.start()
thread.join()
logging.getLogger("django").warning("%d of %d", "{EMAIL}")
get_commands()["fail"] = Command()
execute_from_command_line(["manage.py", "fail"])
"""


def test_nothing_is_left_by_a_command_a_thread_or_a_line_that_fails():
    env = os.environ | {"DEBUG": "", "BASE_URL": "https://example.org", "MAIL_URL": "later"}
    done = subprocess.run(
        [sys.executable, "-c", CRASHES], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr

    assert done.returncode == 1
    assert marked(said) is False
    ends = ("The process ends by", "A thread ends by", "while something was cleaned up")
    assert [said.count(end) for end in ends] == [1, 1, 1]
    assert [said.count(kind) for kind in ("builtins.LookupError", "builtins.ValueError")] == [2, 1]
