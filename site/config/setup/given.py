"""What setup was told beforehand: in a file of answers, and by flags, which go before it."""

from argparse import Namespace
from pathlib import Path

from django.utils.translation import gettext as _

from config.setup.questions import PLACE, QUESTIONS, WHOLE_MAIL, Answers, Given, Unanswered

ALL = (PLACE, *QUESTIONS, WHOLE_MAIL)


def read_given(options: Namespace) -> Given:
    """What the command line says, and the file of answers. Raises Unanswered, with each line at fault."""
    answers: Answers = {}
    lines: dict[str, str] = {}
    if options.answers is not None:
        answers, lines = _read_file(options.answers)
    for question in ALL:
        said = getattr(options, question.name, None)
        if said is None:
            continue
        answers[question.name] = _read_secret(Path(said)) if question.is_secret else said
        lines.pop(question.name, None)
    return Given(answers, lines=lines)


def _read_file(file: Path) -> tuple[Answers, dict[str, str]]:
    """Its answers by name, and where each stands."""
    known = [question.name for question in ALL]
    answers: Answers = {}
    lines: dict[str, str] = {}
    faults = []
    for number, text in enumerate(_read_text(file).splitlines(), start=1):
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        name, equals, said = (part.strip() for part in text.partition("="))
        line = _("%(file)s, line %(number)d") % {"file": file, "number": number}
        if not equals:
            faults.append(_("%(line)s: an answer is written “name = value”.") % {"line": line})
        elif name not in known:
            faults.append(_("%(line)s: nothing is called %(name)s.") % {"line": line, "name": name})
        else:
            answers[name], lines[name] = said, line
    if faults:
        names = _("What may be answered: %(names)s.") % {"names": ", ".join(known)}
        raise Unanswered("\n".join([*faults, names]))
    return answers, lines


def _read_secret(file: Path) -> str:
    return _read_text(file).strip()


def _read_text(file: Path) -> str:
    if file.is_dir():
        raise Unanswered(_("%(path)s is a directory: name a file in it.") % {"path": file})
    if not file.is_file():
        raise Unanswered(_("There is no file %(path)s.") % {"path": file})
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Unanswered(_("%(path)s is no text in UTF-8: save it as such.") % {"path": file}) from None
