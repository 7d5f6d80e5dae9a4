"""``manage.py setup``: ask, write, migrate, print the recovery sheet, let the first administrator in.

May be stopped at any point and run again: keys that are there are never touched, answers are remembered.
"""

import os
import pwd
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

import django
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from config.mailers import PROVIDERS
from config.recovery.asking import NoMoreAnswers, Terminal, WrongAnswer
from config.setup import checks, files, steps
from config.setup.given import read_given
from config.setup.questions import (
    MAIL_PARTS,
    PLACE,
    POSTGRES,
    QUESTIONS,
    SECRETS,
    WHOLE_MAIL,
    Answers,
    Given,
    Unanswered,
    answer,
    mail_url_of,
)
from config.terminal import LANGUAGES, lend_words, terminal_language

INTERRUPTED = 130


def main(arguments: list[str]) -> int:
    """Run setup; the exit status."""
    speak(os.environ)
    options = _parser().parse_args(arguments)
    translation.activate(options.language or terminal_language())
    terminal = Terminal()
    try:
        _set_up(options, terminal)
    except (Unanswered, NoMoreAnswers, steps.StepFailed) as refusal:
        terminal.say(str(refusal))
        return 1
    except KeyboardInterrupt:
        terminal.say()
        terminal.say(_("Stopped. Run setup again: it goes on where it was."))
        return INTERRUPTED
    return 0


def speak(environment: "os._Environ[str]") -> None:
    """Enough of Django to speak both languages: there are no settings yet."""
    if not settings.configured:
        settings.configure(
            USE_I18N=True,
            LANGUAGES=[(code, code) for code in LANGUAGES],
            LOCALE_PATHS=[files.CODE / "site" / "locale"],
        )
        django.setup()
    translation.activate(terminal_language(environment))
    lend_words(environment)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="manage.py setup",
        description=_("Set a site up: asks, writes its files, makes its keys and databases."),
    )
    for question in [PLACE, *QUESTIONS]:
        if question.name not in MAIL_PARTS:
            # argparse puts values of its own into what it is given.
            asks = str(question.asks) % {"providers": ", ".join(PROVIDERS)}
            parser.add_argument(question.flag, dest=question.name, metavar="…", help=asks.replace("%", "%%"))
    parser.add_argument(
        WHOLE_MAIL.flag, dest=WHOLE_MAIL.name, metavar="…", help=_("a file with the whole of MAIL_URL")
    )
    parser.add_argument("--answers", type=Path, help=_("a file with a line “name = value” for each answer"))
    parser.add_argument(
        "--no-input", action="store_true", help=_("ask nothing: what is not given is by default")
    )
    parser.add_argument("--language", choices=LANGUAGES, help=_("the language it speaks; else that of LANG"))
    parser.add_argument("--sheet-html", help=_("where to put the recovery sheet as a page: /dev/shm/…"))
    parser.add_argument(
        "--skip-sheet",
        action="store_true",
        help=_("do not ask for the sheet's last words; manage.py doctor goes on complaining"),
    )
    return parser


def _set_up(options: Namespace, terminal: Terminal) -> None:
    given = read_given(options)
    asked = None if options.no_input else terminal
    terminal.say(_("Setting up Countersign. Enter takes what stands in [brackets]."))
    answers, place, user = _ask(given, asked, terminal)
    place = _write_files(answers, place, user, terminal)
    terminal.say(_("Making the databases; this takes a minute or two …"))
    steps.refuse_unreadable(place)
    steps.migrate(place, answers)
    _print_sheet(options, place)
    # Now it says to whom backups are encrypted.
    files.write_environment(place, answers)
    language = translation.get_language() or LANGUAGES[0]
    steps.manage(
        place, "invite_first_admin", answers["admin_login"], answers["admin_address"], "--language", language
    )
    _say_what_next(answers, place, files.write_servers(place, answers, user=user), terminal)


def _ask(given: Given, asked: Terminal | None, terminal: Terminal) -> tuple[Answers, files.Place, str]:
    """Every answer, those that are secret too; where everything goes; and whose it is."""
    settings_dir = Path(answer(PLACE, given=given, remembered={}, answers={}, terminal=asked))
    place = files.Place(settings_dir, settings_dir)
    remembered = files.read_answers(settings_dir / files.REMEMBERED)
    if zone := files.read_environment(place.environment).get(files.ZONE):
        # The doctor asks for it by hand where it was left for later.
        remembered["organization_zone"] = zone
    kept = {name: files.read_secret(place, name) for name in SECRETS}
    answers: Answers = {}
    for asked_for in QUESTIONS:
        question = asked_for
        _keep_mail(question.name, given, answers, remembered, kept)
        if question.name == "data_dir":
            question = replace(question, check=checks.directory_apart_from(settings_dir))
        while question.when(answers):
            answers[question.name] = answer(
                question, given=given, remembered=remembered | kept, answers=answers, terminal=asked
            )
            if question.name != "keystore_url" or _answer_both(answers, given, asked, terminal):
                break
    user = answers.get("system_user") or pwd.getpwuid(os.geteuid()).pw_name
    return answers, files.Place(settings_dir, Path(answers["data_dir"])), user


def _keep_mail(name: str, given: Given, answers: Answers, remembered: Answers, kept: Answers) -> None:
    """Where the first question after *mail* comes: no pieces are asked for what is whole already."""
    if name != "smtp_server":
        return
    if "mail_url" in given:
        try:
            answers["mail_url"] = WHOLE_MAIL.check(given["mail_url"])
        except WrongAnswer as wrong:
            raise Unanswered(f"{given.place_of(WHOLE_MAIL)}: {wrong}") from None
    elif answers["mail"] == remembered.get("mail") and kept["mail_url"] and "smtp_server" not in given:
        answers["mail_url"] = kept["mail_url"]


def _answer_both(answers: Answers, given: Given, asked: Terminal | None, terminal: Terminal) -> bool:
    """Whether both clusters are fit; one that is not is asked for again, where somebody is asked."""
    # Late: psycopg is an extra, and SQLite does without it.
    from config.setup.databases import check_both  # noqa: PLC0415

    terminal.say(_("Trying both databases …"))
    try:
        check_both(answers["database_url"], answers["keystore_url"])
    except WrongAnswer as wrong:
        if asked is None or given.keys() & {"database_url", "keystore_url"}:
            raise Unanswered(str(wrong)) from None
        terminal.say(f"  {wrong}")
        main = next(question for question in QUESTIONS if question.name == "database_url")
        answers["database_url"] = answer(
            main, given=given, remembered=answers, answers=answers, terminal=asked
        )
        return False
    return True


def _write_files(answers: Answers, place: files.Place, user: str, terminal: Terminal) -> files.Place:
    if "system_user" in answers:
        try:
            account = pwd.getpwnam(user)
        except KeyError:
            terminal.say(_("Making the system account %(name)s …") % {"name": user})
            steps.make_account(user, place.data)
            account = pwd.getpwnam(user)
        place = files.Place(place.settings, place.data, (account.pw_uid, account.pw_gid))
    files.make_directories(place)
    made = files.make_keys(place)
    terminal.say(
        _("Keys made in %(path)s.") % {"path": place.keys}
        if made
        else _("The keys in %(path)s stay as they are.") % {"path": place.keys}
    )
    secrets = {"mail_url": mail_url_of(answers)} | {
        name: answers[name] for name in ("database_url", "keystore_url") if name in answers
    }
    for name, value in secrets.items():
        if value and value != files.read_secret(place, name):
            files.write_secret(place, name, value)
    if not secrets["mail_url"]:
        (place.keys / "mail_url").unlink(missing_ok=True)
    if answers["database"] != POSTGRES:
        files.make_databases_private(place)
    files.write_environment(place, answers)
    files.remember(place, {name: said for name, said in answers.items() if name not in MAIL_PARTS | SECRETS})
    return place


def _print_sheet(options: Namespace, place: files.Place) -> None:
    """Unless it was typed back before. Asking nothing, it is printed for nobody: that is said."""
    command = ["recovery_sheet", "--if-missing", "--write-recipient", str(place.recipient)]
    if options.sheet_html:
        command += ["--html", options.sheet_html]
    if options.skip_sheet:
        command.append("--skip-words")
    if options.no_input and not options.skip_sheet:
        command.append("--later")
    steps.manage(place, *command)


def _say_what_next(answers: Answers, place: files.Place, written: list[Path], terminal: Terminal) -> None:
    terminal.say()
    if not answers["domain"].startswith("https"):
        terminal.say(_("To try it out:  %(manage)s serve") % {"manage": place.settings / "manage"})
        _say_where_to_log_in(answers, place, terminal)
        return
    proxy, *units = written
    terminal.say(_("What is left, as root:"))
    if not place.recipient.exists():
        # The command that said so does not know by what this site's manage.py is called.
        terminal.say(f"  {place.settings / 'manage'} recovery_sheet")
    terminal.say(f"  systemctl enable --now {' '.join(map(str, units))}")
    terminal.say(f"  cp {proxy} /etc/caddy/Caddyfile && systemctl reload caddy")
    terminal.say(_("Then ask the doctor:  %(manage)s doctor") % {"manage": place.settings / "manage"})
    _say_where_to_log_in(answers, place, terminal)


def _say_where_to_log_in(answers: Answers, place: files.Place, terminal: Terminal) -> None:
    terminal.say(_("The invitation above is opened once. From then on you log in at:"))
    terminal.say(f"  {files.staff_address(place, answers)}")
