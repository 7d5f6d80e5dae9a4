"""The front page: a registry of panels and of what is coming, each for whom it belongs to."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured

from privacy import dashboard
from privacy.dashboard import Coming, DashboardPanel, coming_for, register_panel
from privacy.days import utc_today


class Request:
    def __init__(self, user):
        self.user = user


class User:
    """Has these rights."""

    def __init__(self, *rights):
        self.rights = rights

    def has_perm(self, right):
        return right in self.rights


class Numbers(DashboardPanel):
    name = "numbers"
    permission = "app.view_numbers"
    template_name = "privacy/admin/overdue.html"
    asked = 0

    def what(self, user):
        Numbers.asked += 1
        return {"overdue": 7}


@pytest.fixture
def alone(monkeypatch):
    for name in ("_panels", "_coming", "_announced"):
        monkeypatch.setattr(dashboard, name, {})


def thing(days, label="Drop the contract"):
    return Coming(utc_today() + timedelta(days=days), "Last day", label, "/admin/", uuid4())


def test_a_panel_is_drawn_and_looked_up_only_for_who_may_see_it():
    Numbers.asked = 0
    assert Numbers().render_html({"request": Request(User())}) == ""
    assert Numbers.asked == 0
    assert "Overdue: 7" in Numbers().render_html({"request": Request(User("app.view_numbers"))})


def test_two_panels_of_one_name_are_refused(alone):
    register_panel(Numbers)
    register_panel(Numbers)
    with pytest.raises(ImproperlyConfigured):
        register_panel(type("Others", (DashboardPanel,), {"name": "numbers"}))
    assert [type(panel) for panel in dashboard.panels()] == [Numbers]


def test_what_is_coming_is_sorted_by_day_from_every_app_and_cut(alone):
    soon, later = thing(1), thing(80)
    dashboard.register_coming("a", lambda user, until: [later])
    dashboard.register_coming("b", lambda user, until: [soon])
    dashboard.register_coming("c", lambda user, until: None)
    assert [one.thing for one in coming_for(User())] == [soon, later]

    dashboard.register_coming("d", lambda user, until: [thing(2) for _one in range(20)])
    assert len(coming_for(User())) == dashboard.MOST_COMING


def test_for_whom_nothing_is_their_business_there_is_no_panel(alone):
    dashboard.register_coming("a", lambda user, until: None)
    assert coming_for(User()) is None


def test_what_has_no_mailing_yet_is_told_once_an_app_could_send_one(alone):
    told, silent = thing(1), thing(2)
    dashboard.register_coming("a", lambda user, until: [told, silent])
    assert [one.is_announced for one in coming_for(User())] == [None, None]

    dashboard.register_announced("mailings", lambda ids: {told.about} & set(ids))
    assert [one.is_announced for one in coming_for(User())] == [True, False]
