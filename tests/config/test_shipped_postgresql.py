"""The shipped configuration of PostgreSQL, plain and in containers: its log holds no value of a row."""

import re
from pathlib import Path

import pytest

from privacy.database_log import QUIET

ROOT = Path(__file__).resolve().parents[2]
# PostgreSQL's own setting of these is a loud one. The last: a failed statement's sentence quotes a value.
SAID = {"log_error_verbosity": "terse", "log_min_error_statement": "panic", "log_min_messages": "log"}


@pytest.mark.parametrize(
    ("file", "line"),
    [("docs/operators/postgresql.conf", r"^(\w+) = (\S+)"), ("compose.yaml", r"^    - (\w+)=(\S+)$")],
)
def test_each_setting_by_which_values_are_logged_is_a_quiet_one(file, line):
    said = dict(re.findall(line, (ROOT / file).read_text(), re.MULTILINE))

    assert {name: said.get(name) for name in SAID} == SAID
    assert {name for name, quiet in QUIET.items() if name in said and said[name] not in quiet} == set()
