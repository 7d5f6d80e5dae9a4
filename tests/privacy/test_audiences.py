from functools import partial, wraps
from importlib import import_module
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, include, path, re_path
from django.views import View

from privacy import audiences, doors, roles, scopes
from privacy.audiences import Audience, AudienceMiddleware, Route, audience
from privacy.roles import Role


def ours(view):
    """As if it stood in an app of ours."""
    view.__module__ = "petitions.views"
    return view


@ours
@audience(Audience.PUBLIC)
def declared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("declared")


@ours
def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("undeclared")


@ours
@audience(Role.MAILERS, "Data stewards")
class Declared(View):
    pass


@ours
class Undeclared(View):
    pass


def foreign(request: HttpRequest) -> HttpResponse:
    return HttpResponse("foreign")


foreign.__module__ = "wagtail.admin.views.home"


def wrapped(view):
    @wraps(view)
    def inner(*args, **kwargs):
        return view(*args, **kwargs)

    return inner


class Urls:
    urlpatterns = [
        path("declared/", declared),
        path("declared/partial/", partial(declared)),
        path("declared/wrapped/", wrapped(declared)),
        path("undeclared/", undeclared),
        path("undeclared/partial/", partial(undeclared)),
        path("class/", Declared.as_view()),
        path("class/undeclared/", Undeclared.as_view()),
        path(
            "foreign/", include(([re_path(r"^page/$", foreign, name="page"), path("hook/", foreign)], "shop"))
        ),
        path("foreign/ours/", undeclared),
    ]


@pytest.fixture(autouse=True)
def no_routes(monkeypatch):
    # The site declares its routes as it is imported, once: not into a table that is thrown away.
    import_module(settings.ROOT_URLCONF)
    monkeypatch.setattr(audiences, "_routes", {})
    audiences._declared_for.cache_clear()
    yield
    audiences._declared_for.cache_clear()


def missing() -> list[str]:
    return [route.pattern for route in audiences.undeclared_routes(Urls)]


def test_what_nobody_declared_is_listed_through_partials_wrappers_and_classes():
    assert missing() == [
        "undeclared/",
        "undeclared/partial/",
        "class/undeclared/",
        "foreign/page/$",
        "foreign/hook/",
        "foreign/ours/",
    ]


def test_a_prefix_declares_foreign_routes_but_never_one_of_ours():
    audiences.declare_route("foreign/", Audience.STAFF)

    assert missing() == ["undeclared/", "undeclared/partial/", "class/undeclared/", "foreign/ours/"]


def who_of(pattern: str) -> frozenset:
    (route,) = [route for route in audiences.walk_routes(Urls) if route.pattern == pattern]
    assert isinstance(route, Route)
    return route.audience


def test_the_longest_prefix_wins_and_a_name_wins_over_it():
    audiences.declare_route("foreign/", Audience.STAFF)
    audiences.declare_route("foreign/hook", Audience.PUBLIC)
    audiences.declare_route("foreign/page", Role.MAILERS)
    audiences.declare_route("shop:page", Role.TREASURERS)

    assert who_of("foreign/hook/") == {Audience.PUBLIC}
    assert who_of("foreign/page/$") == {Role.TREASURERS}
    assert who_of("class/") == {Role.MAILERS, Role.STEWARDS}


def test_an_unknown_audience_or_none_is_refused():
    with pytest.raises(ValueError, match="Wizards"):
        audience("Wizards")
    with pytest.raises(ValueError, match="Say who"):
        audience()


@pytest.fixture
def people_of(db):
    """Users by what they may do; ``of("Mailers")`` makes one of that group."""

    def of(*groups: str, **details):
        user = get_user_model().objects.create(username=uuid4().hex, **details)
        user.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
        return user

    return of


def test_a_role_admits_its_members_and_superusers_only(people_of):
    who = frozenset({Role.MAILERS})

    assert audiences.admits(people_of("Mailers"), who)
    assert audiences.admits(people_of(is_superuser=True), who)
    assert not audiences.admits(people_of("Editors"), who)
    assert not audiences.admits(people_of("Mailers", is_active=False), who)
    assert not audiences.admits(AnonymousUser(), who)
    assert audiences.admits(AnonymousUser(), frozenset({Audience.LINK}))


def test_what_a_user_is_is_asked_once_and_anew_in_the_next_request(people_of, django_assert_num_queries):
    mailer, who = people_of("Mailers"), frozenset({Role.MAILERS})
    with django_assert_num_queries(1):
        assert [audiences.admits(mailer, who), audiences.admits(mailer, frozenset({Role.EDITORS}))] == [
            True,
            False,
        ]
    mailer.groups.clear()

    assert not audiences.admits(get_user_model().objects.get(pk=mailer.pk), who)


def test_staff_are_those_who_may_enter_the_admin(people_of):
    editor = people_of()
    who = frozenset({Audience.STAFF})
    assert not audiences.admits(editor, who)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    editor = get_user_model().objects.get(pk=editor.pk)

    assert audiences.admits(editor, who)


class Untouchable:
    @property
    def is_authenticated(self):
        raise AssertionError("the session of a visitor was looked at")


def guard(view, user):
    request = HttpRequest()
    request.path = "/x/"
    request.user = user
    request.resolver_match = ResolverMatch(view, (), {}, route="class/")
    return AudienceMiddleware(lambda request: HttpResponse()).process_view(request, view, (), {})


def test_the_middleware_sends_strangers_to_the_login_and_refuses_other_staff(people_of):
    view = Declared.as_view()

    assert guard(view, AnonymousUser()).status_code == 302
    with pytest.raises(PermissionDenied):
        guard(view, people_of("Editors"))
    assert guard(view, people_of("Data stewards")) is None


def test_the_middleware_does_not_look_at_a_visitors_session():
    assert guard(declared, Untouchable()) is None


def test_permissions_of_a_role_add_up_and_a_wrong_name_is_refused(monkeypatch):
    monkeypatch.setattr(roles, "_permissions", roles.defaultdict(set))
    roles.register_role_permissions("Mailers", ["a.b"])
    roles.register_role_permissions(Role.MAILERS, ["a.c", "a.b"])

    assert roles.role_permissions()[Role.MAILERS] == {"a.b", "a.c"}
    assert roles.role_permissions()[Role.EDITORS] == frozenset()
    with pytest.raises(ImproperlyConfigured):
        roles.register_role_permissions(Role.MAILERS, ["add_thing"])
    with pytest.raises(ValueError, match="Wizards"):
        roles.register_role_permissions("Wizards", ["a.b"])


def test_a_scope_answers_for_active_users_only_and_an_unknown_one_shows_nothing(monkeypatch, people_of):
    monkeypatch.setattr(scopes, "_resolvers", {})
    scopes.register_scope("campaigns", lambda user: None)

    assert scopes.visible_ids("campaigns", people_of("Editors")) is None
    assert scopes.visible_ids("campaigns", people_of("Mailers", is_active=False)) == set()
    assert scopes.visible_ids("campaigns", AnonymousUser()) == set()
    with pytest.raises(scopes.UnknownScope):
        scopes.visible_ids("events", AnonymousUser())
    with pytest.raises(ImproperlyConfigured):
        scopes.register_scope("campaigns", lambda user: {1})


def test_a_door_is_served_once_and_its_prefix_must_end_in_a_slash(monkeypatch):
    monkeypatch.setattr(doors, "_doors", [])
    doors.register_public_urls("", "privacy.urls")
    doors.register_public_urls("", "privacy.urls")

    assert len(doors.public_urlpatterns()) == 1
    for prefix in ("petitions", "/petitions/"):
        with pytest.raises(ValueError, match="ends in a slash"):
            doors.register_public_urls(prefix, "privacy.urls")
