"""One cell of the matrix: a persona, a method, an address; and whether the answer is the policy's."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import connections, transaction
from django.http.response import HttpResponseBase
from django.test import Client

from petitions.selectors import forget_rules
from privacy.keystore import forget_blocks
from privacy.wakeups import forget_wakeups
from tests.matrix.ground import Persona
from tests.matrix.policy import Line
from tests.matrix.routes import Address

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
SAFE = {"GET", "HEAD", "OPTIONS"}
WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+["`]?(\w+)', re.IGNORECASE)
# Django's own bookkeeping about a visit, and ours about how often: nothing that anybody is told.
BOOKKEEPING = {"django_session", "countersign_privacy_limit", "wagtailadmin_editingsession"}
# Where the cache is a table.
BOOKKEEPING |= {"countersign_cache"}
# A smaller copy of a picture, drawn when it is first shown.
BOOKKEEPING |= {"site_pages_campaignrendition"}
# Whether an editor is told of comments on a page, noted when they first open it.
BOOKKEEPING |= {"wagtailcore_pagesubscription"}
# What differs from one drawing of a page to the next.
PASSING = re.compile(rb'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|"csrfToken": ?"[^"]*"|\d+ms')


@dataclass(frozen=True)
class Answer:
    """What came back, and which tables were written meanwhile."""

    status: int
    location: str
    body: bytes
    written: frozenset[str]
    error: str

    @property
    def is_refusal(self) -> bool:
        """Shown the door, home, or nothing at all. 405 and 400 tell nobody anything either."""
        if self.status in {400, 403, 404, 405}:
            return True
        path = self.location.partition("?")[0]
        return self.status == 302 and (path == "/admin/" or is_login(path))

    @property
    def shows_nothing(self) -> bool:
        """A refusal, or the way to another page of staff, which has cells of its own."""
        return self.is_refusal or (self.status == 302 and self.location.startswith("/admin/"))

    def is_bare(self, method: str) -> bool:
        """Which methods there are, which is the same for every object and everybody."""
        return method == "OPTIONS" and not self.body

    @property
    def is_let_in(self) -> bool:
        return self.status != 403 and not (self.status == 302 and self.is_refusal)


def is_login(path: str) -> bool:
    """Where somebody is sent who has to log in, or to show the second factor."""
    return path.startswith("/admin/login/")


class Asker:
    """Asks as each persona, and leaves nothing behind: what an answer wrote is rolled back."""

    def __init__(self, personas: list[Persona]) -> None:
        self.clients = {persona.name: self._client(persona) for persona in personas}
        self.cookies = {name: client.cookies.output() for name, client in self.clients.items()}

    def _client(self, persona: Persona) -> Client:
        return persona.logged_in(
            Client(raise_request_exception=False, headers={"sec-fetch-site": "same-origin"})
        )

    def ask(self, persona: Persona, method: str, path: str) -> Answer:
        client = self.clients[persona.name]
        # A persona who was logged out by the last answer is back.
        client.cookies = SimpleCookie()
        client.cookies.load(self.cookies[persona.name].replace("Set-Cookie: ", ""))
        errors: list[str] = []

        def note(sender: Any, request: Any, **_rest: Any) -> None:
            kind, value, trace = sys.exc_info()
            while trace and trace.tb_next:
                trace = trace.tb_next
            where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
            errors.append(f"{kind.__name__ if kind else '?'}: {value} at {where}")

        got_request_exception.connect(note)
        try:
            with rolled_back(), written_tables() as written:
                response: HttpResponseBase = client.generic(
                    method,
                    path,
                    content_type="application/x-www-form-urlencoded" if method not in SAFE else "",
                )
                body = b"" if response.streaming else response.content
                if response.streaming:
                    response.close()
        finally:
            got_request_exception.disconnect(note)
        if written:
            forget_what_was_taken_back()
        return Answer(
            response.status_code,
            response.headers.get("Location", ""),
            PASSING.sub(b"", body),
            frozenset(written - BOOKKEEPING),
            "; ".join(errors),
        )


@contextmanager
def rolled_back() -> Iterator[None]:
    """Both databases are afterwards as they were."""
    around = [transaction.atomic(), transaction.atomic(using="keystore")]
    for one in around:
        # A deed that must be a transaction of its own is one within ours, as in any test.
        one._from_testcase = True
    with around[0], around[1]:
        yield
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="keystore")


@contextmanager
def written_tables() -> Iterator[set[str]]:
    """Which tables are written within, in either database."""
    found: set[str] = set()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if match := WRITES.match(str(sql)):
            found.add(match[1])
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(watch), connections["keystore"].execute_wrapper(watch):
        yield found


def forget_what_was_taken_back() -> None:
    """This process remembers rows that a rollback took away."""
    forget_blocks()
    forget_wakeups()
    forget_rules()
    cache.clear()


def wrong(
    line: Line, persona: Persona, method: str, answer: Answer, *, is_missing: bool, has_object: bool
) -> str:
    """What is wrong with an answer; "" for nothing."""
    if answer.status >= 500 and not (line.admits(persona, method) and _may_fail(line, method, answer)):
        return f"{answer.status} {answer.error}"
    if line.is_public:
        return _of_nothing(line, method, answer) if is_missing else ""
    if line.admits(persona, method):
        reaches = not has_object or line.reaches(persona)
        return _of_admitted(line, method, answer, reaches=reaches, is_missing=is_missing)
    if not answer.shows_nothing and not answer.is_bare(method):
        return f"let in: {answer.status} {answer.location}"
    return f"refused, and wrote {sorted(answer.written)}" if answer.written else ""


def _of_admitted(line: Line, method: str, answer: Answer, *, reaches: bool, is_missing: bool) -> str:
    if method in {"GET", "HEAD", "OPTIONS"} and answer.written:
        return f"a {method} that writes {sorted(answer.written)}"
    if is_missing:
        return _of_nothing(line, method, answer)
    if not reaches:
        if not answer.shows_nothing and not answer.is_bare(method):
            return f"not theirs: {answer.status} {answer.location}"
        return f"refused, and wrote {sorted(answer.written)}" if answer.written else ""
    # Some deeds lead home when they are done.
    is_fine = answer.is_let_in or answer.written or line.is_by_state or method in {"PUT", "DELETE"}
    return "" if is_fine else f"refused: {answer.status} {answer.location}"


def _may_fail(line: Line, method: str, answer: Answer) -> bool:
    return line.may_fail or (line.is_raw and method in {"POST", "PUT"} and not answer.written)


def _of_nothing(line: Line, method: str, answer: Answer) -> str:
    """Where no object is: nothing is shown, and nothing done."""
    if answer.written:
        return f"nothing is there, and it wrote {sorted(answer.written)}"
    # To OPTIONS the API describes its route, whatever is there.
    leads_on = answer.shows_nothing or answer.status in {301, 302, 410} or method == "OPTIONS"
    return "" if leads_on or line.is_alike else f"nothing is there, and it shows {answer.status}"


def try_cell(
    asker: Asker, line: Line, persona: Persona, method: str, address: Address
) -> tuple[int, list[str]]:
    """How many requests it took, and what is wrong; with an object also whether its being there shows."""
    has_object = address.missing is not None
    real = asker.ask(persona, method, address.real)
    said = [wrong(line, persona, method, real, is_missing=False, has_object=has_object)]
    if address.missing is not None:
        missing = asker.ask(persona, method, address.missing)
        said.append(wrong(line, persona, method, missing, is_missing=True, has_object=True))
        if keeps_secret(line, persona, method):
            there, nowhere = shape(real, address.real), shape(missing, address.missing)
            said.append("" if there == nowhere else f"tells what is there: {there[:2]}, else {nowhere[:2]}")
    where = f"{method} {address.route.pattern} as {persona.name}"
    return 2 if has_object else 1, [f"{where}: {one}" for one in said if one]


def keeps_secret(line: Line, persona: Persona, method: str) -> bool:
    """Whether this persona must not learn that the object is there: who may not see it."""
    if line.is_public or line.is_open:
        return False
    hides = line.is_of_team or line.is_own
    return not line.reaches(persona) if hides else not line.admits(persona, method)


def shape(answer: Answer, path: str) -> tuple[int, str, bytes]:
    """An answer without its own address."""
    return answer.status, answer.location.replace(path, ""), answer.body.replace(path.encode(), b"")
