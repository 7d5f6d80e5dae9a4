"""The list of what is to be done first: for whom it belongs to, until nothing is left."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from privacy import first_run
from privacy.first_run import Step, register_step, steps_for
from privacy.panels import FirstRunPanel
from tests.privacy.test_dashboard import Request, User


def step(name, order, *, done=False, permission="app.settle", url="/there/"):
    return Step(name, f"Do {name}", "It helps.", permission, lambda: done, order, lambda: url)


@pytest.fixture
def alone(monkeypatch):
    monkeypatch.setattr(first_run, "_steps", {})


def test_steps_come_in_their_order_and_a_taken_one_leads_nowhere(alone):
    for one in (step("second", 20), step("first", 10, done=True)):
        register_step(one)

    told = [(taken.step.name, taken.is_done, taken.url) for taken in steps_for(User("app.settle"))]
    assert told == [("first", True, ""), ("second", False, "/there/")]


def test_nobody_is_told_of_a_step_that_is_not_theirs(alone):
    register_step(step("mine", 10))
    register_step(step("theirs", 20, permission="app.other"))

    assert [taken.step.name for taken in steps_for(User("app.settle"))] == ["mine"]
    assert steps_for(User()) == []
    assert FirstRunPanel().render_html({"request": Request(User())}) == ""


def test_the_panel_counts_and_goes_away_once_all_is_done(alone):
    register_step(step("first", 10, done=True))
    register_step(step("second", 20, url=""))
    html = FirstRunPanel().render_html({"request": Request(User("app.settle"))})
    assert "<strong>1 of 2 done</strong>" in html
    # What nobody can do in the admin is no link.
    assert "<strong>Do second</strong>" in html

    first_run._steps.clear()
    register_step(step("first", 10, done=True))
    assert FirstRunPanel().render_html({"request": Request(User("app.settle"))}) == ""


def test_two_steps_of_one_name_are_refused(alone):
    one = step("first", 10)
    register_step(one)
    register_step(one)
    with pytest.raises(ImproperlyConfigured):
        register_step(step("first", 20))
