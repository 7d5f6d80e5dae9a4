import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from outbox.kinds import kind_of, write
from outbox.models import Letter
from privacy.actors import Actor
from privacy.models import AccessLog
from privacy.roles import Role
from staff import services
from staff.enums import FIELD_KINDS, Change, NoticeKind
from staff.models import Invitation, StaffNotice, StaffSession
from staff.services.changes import Standing, changes_between
from tests.staff.conftest import log_in


@pytest.fixture
def as_superuser(whole, user):
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    return whole


def ids_of(*roles):
    return list(Group.objects.filter(name__in=roles).values_list("pk", flat=True))


def edit(client, user, *, roles=(Role.EDITORS,), **said):
    fields = {
        "username": user.username,
        "email": user.email,
        "first_name": "Ada",
        "last_name": "L",
        "is_active": "on",
        "groups": ids_of(*roles),
    } | said
    answer = client.post(
        reverse("wagtailusers_users:edit", args=[user.pk]), {k: v for k, v in fields.items() if v != ""}
    )
    assert answer.status_code == 302
    return answer


@pytest.fixture
def colleague(make_user):
    colleague = make_user(Role.EDITORS, name="colleague")
    User.objects.filter(pk=colleague.pk).update(first_name="Ada", last_name="L")
    UserProfile.objects.create(user=colleague, preferred_language="es")
    return colleague


def deeds():
    return list(AccessLog.objects.order_by("pk").values_list("deed", "user_id", "kinds", "count"))


def told(user):
    return [notice.changes for notice in StaffNotice.objects.filter(user=user, kind="account_changed")]


def bulk(client, deed, *users, **said):
    path = reverse("wagtail_bulk_action", args=["auth", "user", deed])
    query = "&".join(f"id={user.pk}" for user in users)
    assert client.post(f"{path}?{query}", said).status_code == 302


@pytest.mark.parametrize(
    ("said", "kinds", "changes"),
    [
        (
            {"roles": (Role.STEWARDS, Role.ADMINISTRATORS)},
            ["roles"],
            [["given", "Administrators"], ["given", "Data stewards"], ["taken", "Editors"]],
        ),
        ({"is_superuser": "on"}, ["superuser"], [["powers_given", ""]]),
        ({"is_active": ""}, ["active"], [["off", ""]]),
        ({"email": "other@example.org"}, ["address"], [["address", ""]]),
        ({"username": "other"}, ["login_name"], [["login_name", ""]]),
        (
            {"first_name": "Grace", "roles": (Role.EDITORS, Role.MAILERS)},
            ["name", "roles"],
            [["given", "Mailers"], ["name", ""]],
        ),
    ],
)
def test_what_an_administrator_changes_of_a_colleague_is_logged_and_mailed(  # noqa: PLR0917
    as_superuser, user, colleague, said, kinds, changes
):
    edit(as_superuser, colleague, **said)

    assert deeds() == [("staff_changed", user.pk, kinds, 1)]
    assert told(colleague) == [changes]


def test_a_form_that_changes_nothing_says_nothing(as_superuser, colleague):
    edit(as_superuser, colleague)

    assert (deeds(), told(colleague), Letter.objects.filter(kind="staff.left_address").count()) == ([], [], 0)


def test_a_new_role_of_ones_own_is_logged_and_mailed_too(whole, user):
    User.objects.filter(pk=user.pk).update(first_name="Ada", last_name="L")
    edit(whole, user, roles=(Role.ADMINISTRATORS, Role.STEWARDS))

    assert deeds() == [("staff_changed", user.pk, ["roles"], 1)]
    assert told(user) == [[["given", "Data stewards"]]]


def test_whoever_is_switched_off_is_out_and_stays_out_when_switched_on_again(as_superuser, client, colleague):
    theirs = log_in(type(client)(), colleague)
    edit(as_superuser, colleague, is_active="")
    ended = StaffSession.objects.filter(user=colleague).count()
    edit(as_superuser, colleague)

    assert ended == 0
    assert theirs.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert told(colleague) == [[["off", ""]], [["on", ""]]]


def test_a_new_address_is_told_to_the_old_one_and_ends_links_mailed_there(as_superuser, colleague):
    path = services.password_url(colleague).removeprefix("http://localhost:8000")
    edit(as_superuser, colleague, email="other@example.org")

    letters = {letter.kind: letter for letter in Letter.objects.all()}
    left, _content = write(kind_of("staff.left_address"), letters["staff.left_address"])
    new, content = write(kind_of("staff.notice"), Letter.objects.filter(kind="staff.notice").last())
    assert (left.address, left.language) == ("colleague@example.org", "es")
    assert (new.address, new.language) == ("other@example.org", "es")
    assert "example.org" not in content.text
    assert as_superuser.get(path).status_code == 410


def test_an_open_invitation_goes_to_the_new_address_with_another_link(as_superuser, user):
    invitation = services.invite(
        username="maria", email="wrong@example.org", roles=[Role.EDITORS], actor=Actor.staff(user)
    )
    old = services.invitation_url(invitation).removeprefix("http://localhost:8000")
    edit(as_superuser, invitation.user, email="maria@example.org", is_active="")

    assert as_superuser.get(old).status_code == 410
    assert Invitation.objects.get().user.email == "maria@example.org"
    kinds = list(
        StaffNotice.objects.filter(user=invitation.user).order_by("pk").values_list("kind", flat=True)
    )
    assert kinds == ["invited", "invited", "account_changed"]


def test_bulk_roles_are_logged_and_mailed_to_each_who_has_not_had_them(
    as_superuser, user, make_user, colleague
):
    had = make_user(Role.STEWARDS, name="had")
    [role] = ids_of(Role.STEWARDS)
    bulk(as_superuser, "assign_role", colleague, had, role=role)

    assert deeds() == [("staff_changed", user.pk, ["roles"], 1)]
    assert (told(colleague), told(had)) == ([[["given", "Data stewards"]]], [])


def test_a_bulk_switch_is_logged_and_mailed_and_ends_sessions(as_superuser, client, user, colleague):
    log_in(type(client)(), colleague)
    bulk(as_superuser, "set_active_state", colleague, user, mark_as_active="False")

    assert deeds() == [("staff_changed", user.pk, ["active"], 1)]
    assert (told(colleague), told(user)) == ([[["off", ""]]], [])
    assert StaffSession.objects.filter(user=colleague).count() == 0


def test_an_account_that_is_deleted_is_logged_one_by_one_or_many_at_once(
    as_superuser, user, make_user, colleague
):
    as_superuser.post(reverse("wagtailusers_users:delete", args=[colleague.pk]))
    bulk(as_superuser, "delete", make_user(Role.MAILERS, name="more"))

    assert deeds() == [("staff_changed", user.pk, ["deleted"], 1)] * 2
    assert User.objects.filter(username__in=["colleague", "more"]).count() == 0


@pytest.mark.parametrize("word", Change)
def test_each_change_is_a_sentence_in_the_language_of_its_owner(colleague, word):
    role = "Mailers" if FIELD_KINDS[word] == "roles" else ""
    StaffNotice.objects.all().delete()
    notice = services.changes.write_to(colleague, NoticeKind.ACCOUNT_CHANGED, changes=[(word, role)])
    recipient, content = write(kind_of("staff.notice"), Letter.objects.get(ref_id=notice.public_id))

    assert recipient.language == "es"
    assert str(word.label % {"role": role}) not in content.text
    assert ("«Envío de correos»" in content.text) == bool(role)
    assert "Si algo no está bien" in content.text
    assert timezone.localdate().strftime("%Y") in content.text


def test_what_has_not_changed_is_not_said():
    one = Standing("a", ("A", "B"), "a@example.org", True, False, frozenset({"Editors"}))

    assert changes_between(one, one) == []
