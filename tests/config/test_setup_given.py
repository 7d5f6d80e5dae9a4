"""What setup says of answers that were given beforehand, and at its end."""

import io
from argparse import Namespace

import pytest
from django.utils import translation

from config.recovery.asking import Terminal
from config.setup import command, files, questions
from config.setup.given import read_given
from config.setup.questions import Unanswered
from tests.config.test_setup import given, write  # noqa: F401  a fixture


def options(file, **flags):
    """What argparse makes of ``--answers FILE`` and flags."""
    return Namespace(answers=file, **flags)


def test_a_fault_in_a_file_of_answers_names_its_line_and_what_may_stand_there(tmp_path):
    file = tmp_path / "answers"
    file.write_text("# Ours.\n\ndomain = localhost\nzone = America/Denver\nadmin_login ada\n")
    with pytest.raises(Unanswered) as refused:
        read_given(options(file))
    with translation.override("es"), pytest.raises(Unanswered) as in_spanish:
        read_given(options(file))

    unknown, unwritten, names = str(refused.value).splitlines()
    assert unknown == f"{file}, line 4: nothing is called zone."
    assert unwritten == f"{file}, line 5: an answer is written “name = value”."
    assert names.startswith("What may be answered: settings_dir, domain, admin_login, admin_address, organ")
    assert str(in_spanish.value).splitlines()[0] == f"{file}, línea 4: nada se llama zone."


def test_a_file_of_answers_that_cannot_be_read_is_one_sentence(tmp_path):
    file = tmp_path / "answers"
    file.write_bytes("organization = Comité de enero\n".encode("latin-1"))
    says = {
        file: f"{file} is no text in UTF-8: save it as such.",
        tmp_path: f"{tmp_path} is a directory: name a file in it.",
        tmp_path / "none": f"There is no file {tmp_path / 'none'}.",
    }

    def refusal(path) -> str:
        with pytest.raises(Unanswered) as refused:
            read_given(options(path))
        return str(refused.value)

    assert {path: refusal(path) for path in says} == says


def test_a_wrong_answer_of_a_file_names_its_line_and_one_by_a_flag_its_flag(tmp_path, given):  # noqa: F811
    file = tmp_path / "answers"
    lines = [f"{name} = {value}" for name, value in (given | {"admin_address": "ada"}).items()]
    file.write_text("\n".join(lines))
    line = [*given].index("admin_address") + 1
    with pytest.raises(Unanswered, match=rf"/answers, line {line} \(admin_address\): That is no mail"):
        command._ask(read_given(options(file)), None, Terminal(io.StringIO()))
    with pytest.raises(Unanswered, match=r"^--admin-address: That is no mail address"):
        command._ask(read_given(options(file, admin_address="bea")), None, Terminal(io.StringIO()))


def test_at_the_end_it_says_where_one_logs_in_from_then_on(given):  # noqa: F811
    def last_line(answers, place):
        terminal = Terminal(io.StringIO())
        command._say_what_next(answers, place, files.write_servers(place, answers, user="ada"), terminal)
        return terminal.out.getvalue().splitlines()[-1].strip()

    answers, place, _said = write(given)
    assert last_line(answers, place) == "https://petitions.example.org/admin/"
    place.environment.write_text(place.environment.read_text() + 'ADMIN_HOST="staff.example.org"\n')
    assert last_line(answers, place) == "https://staff.example.org/admin/"
    assert (
        last_line(answers | {"domain": "http://localhost:8000"}, place) == "http://staff.example.org/admin/"
    )


def test_the_question_after_the_zone_says_what_it_is_for():
    [zone] = [one for one in questions.QUESTIONS if one.name == "organization_zone"]
    assert str(zone.asks).endswith(", to notice what is done with people's data at night; or later")
