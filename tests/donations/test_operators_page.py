"""What operators are told to set up is what the code listens to and reads."""

import re
from dataclasses import fields
from pathlib import Path

from donations.providers.stripe_messages import KINDS
from privacy.conf import Settings

PAGE = Path("docs/operators/donations.md").read_text()


def test_the_page_names_each_kind_of_message_that_is_heard_and_no_other():
    [step] = re.findall(r"^2\. Add a \*\*webhook\*\*.*?(?=^3\. )", PAGE, re.MULTILINE | re.DOTALL)

    assert set(re.findall(r"`([a-z_]+(?:\.[a-z_]+)+)`", step)) == set(KINDS)


def test_each_setting_that_the_page_names_is_one():
    known = {one.name.upper() for one in fields(Settings)} | {"DEBUG"}

    assert set(re.findall(r"`([A-Z][A-Z_]+)`", PAGE)) - known == set()
