"""Visitors over real HTTP: they send forms, press again where they were asked to, and note what they saw."""

import itertools
import re
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode
from uuid import UUID

KEPT = re.compile(r'<input type="hidden" name="email" value="([^"]+)">')
# What the page says when the form could not be saved, in both languages.
SENTENCE = {
    "en": "Nothing you typed is lost",
    "es": "No se perdió nada de lo que escribiste",
}
FORM = {"given_name": "Ada", "family_name": "Lovelace", "postal_code": "94110", "news": "no", "lang": "en"}
SECONDS_TO_ANSWER = 60


@dataclass(frozen=True)
class Answer:
    """What a browser got."""

    status: int
    text: str
    headers: dict[str, str]


def get(port: int, path: str, **headers: str) -> Answer:
    return _ask("GET", port, path, None, headers)


def post(port: int, path: str, form: dict[str, str]) -> Answer:
    """A form, sent as a browser on our page does."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
        "Accept-Language": form.get("lang", "en"),
    }
    return _ask("POST", port, path, urlencode(form), headers)


def _ask(method: str, port: int, path: str, body: str | None, headers: dict[str, str]) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_ANSWER)
    try:
        connection.request(method, path, body, {"Host": "localhost", **headers})
        answer = connection.getresponse()
        return Answer(answer.status, answer.read().decode(errors="replace"), dict(answer.getheaders()))
    finally:
        connection.close()


def sign_path(petition: UUID) -> str:
    return f"/do/petitions/{petition}/sign/"


def confirm_paths(mails: Iterable[EmailMessage]) -> dict[str, str]:
    """Where the buttons of these mails lead, by address; a mail without one is left out."""
    found = {}
    for mail in mails:
        body = mail.get_body(("plain",))
        if body and (link := re.search(r"https?://[^/\s]+(/do/\S*confirm/\S+)", body.get_content())):
            found[str(mail["To"])] = link[1]
    return found


def keeps_what_was_typed(answer: Answer, address: str, language: str = "en") -> bool:
    """Whether a 503 is the page with a clear sentence and all that was typed, ready to be sent again."""
    return (
        answer.status == 503
        and SENTENCE[language] in answer.text
        and KEPT.findall(answer.text) == [address]
        and answer.headers["Retry-After"] == "15"
    )


class Crowd:
    """Signs petitions, so many a second, from many threads; each address until it was thanked (303)."""

    def __init__(self, port: int, petitions: Sequence[UUID], *, name: str = "ada") -> None:
        self.port, self.petitions, self.name = port, petitions, name
        # address → petition, once a 303 was read.
        self.thanked: dict[str, UUID] = {}
        self.seen: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._numbers = itertools.count()
        self._over = threading.Event()
        self._lock = threading.Lock()

    @property
    def pressed_again(self) -> int:
        """How often no answer came, or one that asked to try again."""
        return self.seen.total() - self.seen["303"]

    @contextmanager
    def signing(self, *, per_second: float, threads: int = 8) -> Iterator[None]:
        """Within it they come; at its end all who came were thanked."""
        began = time.monotonic()
        workers = [threading.Thread(target=self._come, args=[began, per_second]) for _ in range(threads)]
        for worker in workers:
            worker.start()
        try:
            yield
        finally:
            self._over.set()
            for worker in workers:
                worker.join()

    def sign(self, count: int, *, threads: int) -> None:
        """So many, as fast as they can; whoever comes later is somebody else."""
        numbers = itertools.islice(self._numbers, count)

        def work() -> None:
            while True:
                with self._lock:
                    number = next(numbers, None)
                if number is None:
                    return
                self._sign_until_thanked(number)

        workers = [threading.Thread(target=work) for _ in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    def _come(self, began: float, per_second: float) -> None:
        while True:
            with self._lock:
                number = next(self._numbers)
            # At its moment, however long the last one took: as people come.
            if self._over.wait(max(0.0, began + number / per_second - time.monotonic())):
                return
            self._sign_until_thanked(number)

    def _sign_until_thanked(self, number: int) -> None:
        address = f"{self.name}{number}@example.org"
        petition = self.petitions[number % len(self.petitions)]
        language = "es" if number % 3 == 0 else "en"
        until = time.monotonic() + 3 * SECONDS_TO_ANSWER
        while time.monotonic() < until:
            status = self._try(petition, address, language)
            with self._lock:
                self.seen[status] += 1
                if status == "303":
                    self.thanked[address] = petition
                    return
            time.sleep(0.05)
        self.wrong.append("somebody was never thanked")

    def _try(self, petition: UUID, address: str, language: str) -> str:
        try:
            answer = post(self.port, sign_path(petition), {**FORM, "email": address, "lang": language})
        except (OSError, HTTPException):
            return "no answer"
        if answer.status != 303 and not keeps_what_was_typed(answer, address, language):
            self.wrong.append(f"{answer.status}: {answer.text[:200]}")
        return str(answer.status)
