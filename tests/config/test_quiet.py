"""Logs and error reports of the ready-made site hold nothing that a person typed or was sent."""

import io
import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.urls import ResolverMatch
from django.views.debug import (
    ExceptionReporter,
    get_default_exception_reporter_filter,
    get_exception_reporter_class,
)

from config.logs import JsonFormatter, NameTheRoute, QuietFormatter, logging_config

ROOT = Path(__file__).resolve().parents[2]
CANARY = "canary-41d7@example.org"


@pytest.fixture
def request_with_canaries():
    request = RequestFactory().post(
        f"/do/petitions/confirm/{CANARY}/?email={CANARY}",
        {"email": CANARY},
        headers={"user-agent": CANARY, "referer": CANARY},
        REMOTE_ADDR="192.0.2.77",
    )
    request.COOKIES["sessionid"] = CANARY
    return request


def line(record: logging.LogRecord) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(QuietFormatter("{levelname} {name} {message}", style="{"))
    handler.handle(record)
    return stream.getvalue()


def failure() -> tuple:
    """An exception whose message and locals hold a canary, as PostgreSQL's unique violations do."""
    try:
        try:
            email = CANARY
            raise ValueError(email)
        except ValueError as first:
            raise LookupError(f"Key (email)=({email}) already exists.") from first
    except LookupError:
        return sys.exc_info()


def test_a_logged_exception_is_its_class_and_its_lines():
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "It failed", (), failure())
    written = line(record)

    assert written.endswith(" in failure\nbuiltins.LookupError\n")
    assert CANARY not in written
    assert f"{__file__}:" in written


def test_an_exception_among_the_arguments_of_a_record_is_its_class():
    record = logging.LogRecord(
        "x", logging.ERROR, __file__, 1, "It failed (%s, %d).", (failure()[1], 3), None
    )
    assert line(record) == "ERROR x It failed (LookupError, 3).\n"


def test_a_logged_request_is_its_status_method_and_route(request_with_canaries):
    record = logging.LogRecord(
        "django.request", logging.ERROR, "x", 1, "%s: %s", ("Gone", request_with_canaries.path), None
    )
    record.request = request_with_canaries
    record.status_code = 410
    request_with_canaries.resolver_match = ResolverMatch(
        lambda: None, (), {}, route="do/petitions/confirm/<token>/"
    )
    NameTheRoute().filter(record)

    assert line(record) == "ERROR django.request 410 POST do/petitions/confirm/<token>/\n"


def test_as_json_a_record_is_one_line_with_the_minute_and_no_message_of_an_exception():
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "It failed “%s”", ("so",), failure())
    record.created = 1_795_770_359.9
    written = JsonFormatter("{message}", style="{").format(record)

    assert CANARY not in written
    told = json.loads(written)
    assert told == {
        "time": "2026-11-27T09:05Z",
        "level": "ERROR",
        "logger": "x",
        "message": "It failed “so”",
        "lines": [*told["lines"][:-1], "builtins.LookupError"],
    }
    assert (written.count("\n"), told["lines"][0].startswith(__file__)) == (0, True)


def test_as_json_a_request_has_its_route_and_nothing_of_its_path(request_with_canaries):
    record = logging.LogRecord(
        "django.request", logging.ERROR, "x", 1, "%s", (request_with_canaries.path,), None
    )
    record.request, record.status_code = request_with_canaries, 500
    NameTheRoute().filter(record)
    written = JsonFormatter("{message}", style="{").format(record)

    assert CANARY not in written
    told = json.loads(written)
    assert (told["status"], told["method"], told["route"]) == (500, "POST", "no route")
    assert told["message"] == "500 POST no route"


@pytest.mark.parametrize("form", ["text", "json"])
def test_every_line_of_a_running_site_has_the_form_that_was_asked_for(form):
    handlers = logging_config("INFO", form=form)["handlers"]
    assert {name: one.get("formatter") for name, one in handlers.items()} == {
        "console": form,
        "requests": form,
        "nowhere": None,
    }


def test_what_is_not_to_be_logged_is_not_written_by_python_itself_either():
    """It does so for a logger that finds no handler: a request for another host came with all its lines."""
    code = (
        "import sys; sys.path[:0] = ['site']; import logging, logging.config as of; "
        "from config.logs import logging_config; of.dictConfig(logging_config('INFO')); "
        f"[logging.getLogger(name).error('{CANARY}') for name in "
        "('django.security.DisallowedHost', 'django.server')]"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("", "")


def test_a_request_that_leads_nowhere_is_logged_without_its_path(request_with_canaries):
    record = logging.LogRecord(
        "django.request", logging.ERROR, "x", 1, "%s", (request_with_canaries.path,), None
    )
    record.request = request_with_canaries
    NameTheRoute().filter(record)

    assert line(record) == "ERROR django.request ? POST no route\n"


def test_an_error_report_drops_what_was_posted_cookies_headers_and_locals(request_with_canaries):
    kind, error, frames = failure()
    reporter = ExceptionReporter(request_with_canaries, kind, error, frames)
    data = reporter.get_traceback_data()

    assert type(get_default_exception_reporter_filter()).__name__ == "NothingPersonal"
    assert [frame["vars"] for frame in data["frames"]] == [[] for _ in data["frames"]]
    assert [*data["filtered_POST_items"]] == []
    assert [*data["request_COOKIES_items"]] == []
    assert set(data["request_meta"]) <= {
        "REQUEST_METHOD",
        "CONTENT_TYPE",
        "SERVER_PROTOCOL",
        "wsgi.url_scheme",
    }


def test_a_whole_error_report_holds_no_address_and_no_canary(request_with_canaries):
    reporter = get_exception_reporter_class(request_with_canaries)(request_with_canaries, *failure())
    for report in (reporter.get_traceback_html(), reporter.get_traceback_text()):
        assert CANARY not in report
        assert "192.0.2.77" not in report


def test_a_crash_writes_no_image_of_the_memory():
    """With the keys in it; also where the machine lets every process write one."""
    code = (
        "import resource, sys; sys.path[:0] = ['.', 'site']; "
        "core = resource.RLIMIT_CORE; hard = resource.getrlimit(core)[1]; "
        "resource.setrlimit(core, (hard, hard)); "
        "import django; django.setup(); print(*resource.getrlimit(core)); "
        # PR_GET_DUMPABLE
        "import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["0", "0", "0"]
