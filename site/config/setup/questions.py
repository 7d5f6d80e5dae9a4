"""What setup asks, in this order; each has a flag and a line in a file of answers of the same name."""

import os
import pwd
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.mailers import PROVIDERS
from config.recovery.asking import Terminal, WrongAnswer, default_login
from config.setup import checks
from config.setup.zones import LATER, time_zone, zone_of_machine

SMTP = "smtp"
SQLITE, POSTGRES = "sqlite", "postgres"
# Ports by which it is known how a mail server encrypts; any other: it begins in clear and changes over.
SSL_PORT, PLAIN_PORT = "465", "25"

type Answers = dict[str, str]


class Unanswered(Exception):
    """What was given on the command line or in a file cannot be taken, or a needed answer is missing."""


@dataclass(frozen=True)
class Question:
    """One question. ``when`` says whether it is asked at all, by the answers so far."""

    name: str
    asks: Any
    check: Callable[[str], str]
    default: Callable[[Answers], str] = lambda _answers: ""
    when: Callable[[Answers], bool] = lambda _answers: True
    is_secret: bool = False

    @property
    def flag(self) -> str:
        """As it is given on the command line; a secret is given as a file that holds it."""
        return f"--{self.name.replace('_', '-')}{'-file' if self.is_secret else ''}"


class Given(dict[str, str]):
    """What was answered beforehand, by name: in a file of answers, or by flags.

    ``lines`` says of those from the file where each stands: "answers, line 3".
    """

    def __init__(self, answers: Mapping[str, str], *, lines: Mapping[str, str] | None = None) -> None:
        super().__init__(answers)
        self.lines = dict(lines or {})

    def place_of(self, question: Question) -> str:
        """Where an answer is mended, or given that is missing: its line of the file, else its flag."""
        line = self.lines.get(question.name)
        return f"{line} ({question.name})" if line else question.flag


def is_root() -> bool:
    return os.geteuid() == 0


def _home(*parts: str) -> str:
    return str(Path.home().joinpath(*parts))


def _by_smtp(answers: Answers) -> bool:
    return answers["mail"] == SMTP and "mail_url" not in answers


def _by(provider: str) -> Callable[[Answers], bool]:
    return lambda answers: answers["mail"] == provider and "mail_url" not in answers


def _on_postgres(answers: Answers) -> bool:
    return answers["database"] == POSTGRES


PLACE = Question(
    "settings_dir",
    gettext_lazy("Directory for settings and keys"),
    checks.directory,
    lambda _answers: "/etc/countersign" if is_root() else _home(".config", "countersign"),
)
QUESTIONS = [
    Question(
        "domain",
        gettext_lazy("Name of the site (petitions.example.org; localhost to try it out)"),
        checks.domain,
        lambda _answers: checks.HERE,
    ),
    Question(
        "admin_login",
        gettext_lazy("Login of the first administrator"),
        checks.login,
        lambda _: default_login(),
    ),
    Question("admin_address", gettext_lazy("Their mail address"), checks.address),
    Question(
        "organization_zone",
        gettext_lazy(
            "Time zone of the organization (America/Denver), to notice what is done with people's data at "
            "night; or later"
        ),
        time_zone,
        lambda _answers: zone_of_machine(os.environ),
    ),
    Question(
        "mail",
        gettext_lazy("Mail leaves by: smtp, %(providers)s; or later"),
        checks.one_of([SMTP, *PROVIDERS, LATER]),
        lambda _answers: LATER,
    ),
    Question(
        "smtp_server",
        gettext_lazy("Mail server and port (mail.example.org:587)"),
        checks.mail_server,
        when=_by_smtp,
    ),
    Question("smtp_user", gettext_lazy("Its user name, empty for none"), str, when=_by_smtp),
    Question(
        "smtp_password",
        gettext_lazy("Its password"),
        checks.filled,
        when=lambda answers: _by_smtp(answers) and bool(answers["smtp_user"]),
        is_secret=True,
    ),
    *(
        Question(
            f"{provider}_{part}",
            f"{provider} {part.replace('_', ' ')}",
            checks.filled,
            when=_by(provider),
            is_secret=True,
        )
        for provider, parts in PROVIDERS.items()
        for part in parts
    ),
    Question(
        "database",
        gettext_lazy("Database: sqlite (one small machine) or postgres"),
        checks.one_of([SQLITE, POSTGRES]),
        lambda _answers: SQLITE,
    ),
    Question(
        "database_url",
        gettext_lazy("Main database (postgres://user:password@host:5432/name)"),
        checks.database_url,
        when=_on_postgres,
        is_secret=True,
    ),
    Question(
        "keystore_url",
        gettext_lazy("Keystore, on another PostgreSQL cluster (postgres://…)"),
        checks.database_url,
        when=_on_postgres,
        is_secret=True,
    ),
    Question(
        "data_dir",
        gettext_lazy("Directory for data"),
        checks.directory,
        lambda _answers: "/var/lib/countersign" if is_root() else _home(".local", "share", "countersign"),
    ),
    Question(
        "system_user",
        gettext_lazy("System account that runs the site (made if it is missing)"),
        checks.system_user,
        lambda _answers: "countersign" if is_root() else pwd.getpwuid(os.geteuid()).pw_name,
        # Whoever only tries it out needs no account more on their machine.
        when=lambda answers: is_root() and not answers["domain"].startswith(checks.TRIED_AT),
    ),
]
# Given as one where setup does not ask, for the pieces are asked one by one.
WHOLE_MAIL = Question("mail_url", "MAIL_URL", checks.mail_url, is_secret=True)
# Parts of MAIL_URL, kept nowhere.
MAIL_PARTS = {"smtp_password", *(f"{one}_{part}" for one, parts in PROVIDERS.items() for part in parts)}
SECRETS = {"mail_url", "database_url", "keystore_url"}


def answer(
    question: Question,
    *,
    given: Given,
    remembered: Mapping[str, str],
    answers: Answers,
    terminal: Terminal | None,
) -> str:
    """The answer: given beforehand, else asked, else (``terminal`` is None) what it is by default.

    ``remembered`` are those of the last run. Raises Unanswered, and NoMoreAnswers of the terminal.
    """
    default = remembered.get(question.name) or question.default(answers)
    try:
        if question.name in given:
            return question.check(given[question.name])
        if terminal is None:
            return question.check(default)
    except WrongAnswer as wrong:
        raise Unanswered(f"{given.place_of(question)}: {wrong}") from None
    asks = str(question.asks) % {"providers": ", ".join(PROVIDERS)}
    if question.is_secret and default:
        asks = _("%(question)s (Enter keeps the one that is set)") % {"question": asks}
    return terminal.ask(asks, question.check, default=default, is_secret=question.is_secret)


def mail_url_of(answers: Answers) -> str:
    """MAIL_URL of what was answered piece by piece; "" where mail comes later."""
    if answers["mail"] == LATER:
        return ""
    if "mail_url" in answers:
        return answers["mail_url"]
    if answers["mail"] == SMTP:
        host, _colon, port = answers["smtp_server"].rpartition(":")
        scheme = {SSL_PORT: "smtps", PLAIN_PORT: "smtp"}.get(port, "smtp+starttls")
        who = ""
        if user := answers["smtp_user"]:
            who = f"{quote(user, safe='')}:{quote(answers['smtp_password'], safe='')}@"
        return f"{scheme}://{who}{host}:{port}"
    provider = answers["mail"]
    parts = [quote(answers[f"{provider}_{part}"], safe="") for part in PROVIDERS[provider]]
    return f"{provider}://{':'.join(parts)}"
