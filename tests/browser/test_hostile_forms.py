"""Hostile texts typed into every form, and put into every address: nothing runs on what comes back.

Of forms that are alike on many pages (what is asked for, where it goes) one is sent. A page is asked for each
parameter that it looks at, with all texts in it. A form with a text field that nobody sends fails the suite,
one that the proof does not reach stands in untyped_forms.txt with the reason.
"""

from typing import Any
from urllib.parse import quote

import pytest
from django.forms import BaseForm, Field
from playwright.sync_api import Browser
from wagtail.blocks.base import BlockField

from tests.browser.conftest import carry_session
from tests.browser.form_fields import LISTED, NOT_TYPED, all_fields, as_lines, listed_fields, names_of
from tests.browser.hostile_addresses import asked_with_all
from tests.browser.hostile_sending import MARK, Sending
from tests.browser.payloads import payloads
from tests.browser.unguarded import Open, lay_out, visit
from tests.browser.unlisted_paths import log_in_halfway, unlisted_pages, unlisted_staff_pages
from tests.proof import proof_size, record_figure
from tests.site.words import make_table_of_words

WHOLE = proof_size(0, 1)


@pytest.fixture
def opened(browser: Browser):
    one = Open(browser)
    yield one
    one.page.context.close()


def said_to(form: BaseForm, name: str, field: Field) -> Any:
    """What was sent for a field; of blocks as it was sent, for they would draw themselves as a page does."""
    at = form.add_prefix(name)
    if isinstance(field, BlockField):
        return [said for key, said in form.data.items() if key.startswith(f"{at}-")]
    return field.widget.value_from_datadict(form.data, form.files, at)


@pytest.fixture
def typed(monkeypatch) -> set[str]:
    """The fields of forms that were asked to make something of a hostile text."""
    found: set[str] = set()
    clean = BaseForm.full_clean

    def full_clean(form: Any) -> None:
        if form.is_bound:
            names = set(names_of(type(form)))
            for name, field in form.fields.items() if names else ():
                if MARK in str(said_to(form, name, field)):
                    found.update(f"{form_name}.{name}" for form_name in names)
        clean(form)

    monkeypatch.setattr(BaseForm, "full_clean", full_clean)
    return found


def test_every_text_field_of_every_form_is_on_the_list_of_those_that_are_sent():
    """A new one? `make prove ARGS=tests/browser/test_hostile_forms.py` types into it and prints the list."""
    there, left_out = all_fields(), listed_fields(NOT_TYPED)

    assert as_lines(there - listed_fields() - left_out) == ""
    assert as_lines((listed_fields() | left_out) - there) == ""
    assert listed_fields() & left_out == set()


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
# Wagtail leaves the temporary files of new renditions to the collector.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile")
@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
@pytest.mark.skipif(not WHOLE, reason="hundreds of forms are sent by `make prove` alone")
def test_nothing_that_is_typed_or_stands_in_an_address_runs_on_the_page_that_comes_back(
    opened, member, site, demo, typed
):
    make_table_of_words()
    public, staff = lay_out()
    user = member("Administrators", "Data stewards")
    user.is_superuser = True
    user.save()
    public += unlisted_pages()
    staff += unlisted_staff_pages(user)
    nowhere = [f"/{at}/{quote(one.text, safe='')}/" for one in payloads() for at in ("en", "do")]
    ran, asked = visit(opened, site, [*asked_with_all(public), *nowhere])
    sending = Sending(opened, site)
    sending.send(public)
    sending.send([log_in_halfway(opened.page, site, member("Editors", name="halfway"))])
    opened.page.context.clear_cookies()
    carry_session(opened.page, site, user)
    found, more = visit(opened, site, asked_with_all(staff, user))
    sending.send(staff)
    ran |= found | sending.ran
    record_figure(
        "120 hostile texts in addresses, in forms sent (fields of ours): ran",
        f"{asked + more:,}, {sending.sent:,} ({len(typed & all_fields())}): {len(ran)}",
    )
    print(as_lines(typed & all_fields()))
    assert (ran, sending.broken) == ({}, [])
    assert as_lines(listed_fields() - typed) == ""
    assert as_lines(typed & listed_fields(NOT_TYPED)) == ""
    assert LISTED.read_text() == as_lines(listed_fields())
