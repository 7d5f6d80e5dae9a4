import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from campaigns.models import CampaignMember
from outbox.kinds import kind_of, write
from outbox.models import Letter
from privacy.actors import Actor
from privacy.models import AccessLog
from privacy.roles import Role
from staff import retention, services
from staff.enums import NoticeKind
from staff.jobs import write_to
from staff.models import Invitation, StaffNotice, StaffSession
from staff.selectors import accounts, has_factor
from tests.authenticator import code_of_app
from tests.campaigns.factories import make_campaign
from tests.staff.conftest import PASSWORD, log_in, type_password
from tests.staff.test_invitations import path_of


@pytest.fixture
def invitation(make_user):
    make_user(name="first")
    return services.invite(
        username="maria", email="maria@example.org", roles=[Role.MAILERS], actor=Actor.system(), language="es"
    )


def password_of(word):
    return {"password": word, "again": word}


def test_an_invitation_is_mailed_in_the_language_chosen_and_logged(whole, user):
    answer = whole.post(
        "/admin/staff/invite/", {"username": "maria", "email": "maria@example.org", "roles": ["Mailers"]}
    )

    assert (answer.status_code, "/admin/login/invitation/" in answer.text) == (200, True)
    assert [notice.kind for notice in StaffNotice.objects.filter(user__username="maria")] == ["invited"]
    assert [(entry.deed, entry.user_id) for entry in AccessLog.objects.all()] == [("staff_invited", user.pk)]


def test_the_whole_way_from_the_link_to_the_admin(client, invitation):
    word = "a password nobody 4 knows"
    client.post(path_of(services.invitation_url(invitation)), password_of(word))
    page = client.get("/admin/login/step/app/")
    secret = client.session["mfa.totp.secret"]
    key_before = client.cookies["sessionid"].value
    wrong = client.post(
        "/admin/login/step/app/", {"code": "000000" if code_of_app(secret=secret) != "000000" else "1"}
    )
    done = client.post("/admin/login/step/app/", {"code": code_of_app(secret=secret)})

    assert (page.status_code, wrong.status_code) == (200, 422)
    assert done["Location"] == "/admin/login/step/codes/"
    assert client.cookies["sessionid"].value != key_before
    assert client.get("/admin/").status_code == 200
    assert has_factor(User.objects.get(username="maria"))
    assert StaffSession.objects.count() == 1
    assert secret not in str(
        User.objects.get(username="maria").authenticator_set.values_list("data", flat=True)
    )


def test_an_invitation_works_once(client, invitation):
    path = path_of(services.invitation_url(invitation))
    client.post(path, password_of(PASSWORD))

    second = Client()
    assert [
        second.get(path).status_code,
        second.post(path, password_of("my own " + PASSWORD)).status_code,
    ] == [410] * 2
    assert User.objects.get(username="maria").check_password(PASSWORD)


def test_an_invitation_runs_out_after_72_hours_and_is_renewed_with_another_link(client, invitation):
    path = path_of(services.invitation_url(invitation))
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        late = client.post(path, password_of(PASSWORD))
        renewed = services.renew_invitation(invitation=invitation, actor=Actor.system())
        again = client.get(path_of(services.invitation_url(renewed)))

    assert (late.status_code, again.status_code) == (410, 200)


def test_a_renewed_invitation_ends_the_link_before(client, invitation):
    path = path_of(services.invitation_url(invitation))
    services.renew_invitation(invitation=invitation, actor=Actor.system())

    assert client.post(path, password_of(PASSWORD)).status_code == 410


def test_no_changed_link_is_an_invitation(client, invitation):
    token = path_of(services.invitation_url(invitation)).split("/")[-2]
    swap = {"A": "B"}
    forged = [token[:at] + swap.get(token[at], "A") + token[at + 1 :] for at in range(len(token))]
    forged += [token[:-1], token + "A", token.upper(), "x", "0" * len(token)]

    answers = [
        client.post(f"/admin/login/invitation/{one}/", password_of(PASSWORD)).status_code for one in forged
    ]

    assert set(answers) == {410}
    assert Invitation.objects.count() == 1


def test_taking_an_invitation_back_deletes_the_account_nobody_accepted(whole, invitation):
    path = path_of(services.invitation_url(invitation))
    account = invitation.user.staff_account.public_id

    answer = whole.post(f"/admin/staff/{account}/take-back/")

    assert answer["Location"] == "/admin/staff/"
    assert User.objects.filter(username="maria").count() == 0
    assert AccessLog.objects.latest("pk").deed == "staff_changed"
    assert Client().post(path, password_of(PASSWORD)).status_code == 410


def test_a_stolen_machine_is_out_at_once_and_its_password_opens_nothing(whole, user, colleague):
    stolen = log_in(Client(), colleague)
    account = colleague.staff_account.public_id

    answer = whole.post(f"/admin/staff/{account}/anew/")
    thief = Client()
    tried = type_password(thief, colleague)

    assert (answer.status_code, "/admin/login/invitation/" in answer.text) == (200, True)
    assert stolen.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert (tried.status_code, has_factor(colleague)) == (422, False)
    assert Invitation.objects.get().user == colleague
    assert [entry.deed for entry in AccessLog.objects.all()] == ["staff_anew"]
    assert StaffNotice.objects.filter(user=colleague, kind="anew").count() == 1

    back = Client()
    back.post(path_of(services.invitation_url(Invitation.objects.get())), password_of("new one " + PASSWORD))
    assert back.get("/admin/")["Location"] == "/admin/login/step/"


def test_one_does_not_let_oneself_in_anew(whole, user):
    whole.post(f"/admin/staff/{user.staff_account.public_id}/anew/")

    assert (Invitation.objects.count(), has_factor(user)) == (0, True)


def test_ending_somebodys_sessions_is_logged_and_mailed(whole, colleague):
    theirs = log_in(Client(), colleague)

    whole.post(f"/admin/staff/{colleague.staff_account.public_id}/sessions/end/")

    assert theirs.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert [(entry.deed, entry.count) for entry in AccessLog.objects.all()] == [("staff_ended", 1)]
    assert StaffNotice.objects.filter(user=colleague, kind="sessions_ended").count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATORS])
def test_only_administrators_see_accounts(client, make_user, role, user):
    log_in(client, make_user(role, name="other"))
    account = user.staff_account.public_id

    for way in (
        "",
        "invite/",
        f"{account}/",
        f"{account}/anew/",
        f"{account}/sessions/end/",
        f"{account}/renew/",
    ):
        for method in ("get", "post"):
            answer = getattr(client, method)(f"/admin/staff/{way}")
            assert answer.status_code in {302, 403}
            assert answer.status_code == 403 or answer["Location"] == "/admin/"
    assert StaffSession.objects.count() == 1


def test_the_list_names_everybodys_second_steps_with_as_many_queries_for_many(
    whole, make_user, django_assert_num_queries, django_assert_max_num_queries
):
    whole.get("/admin/staff/")
    with django_assert_max_num_queries(40) as few:
        whole.get("/admin/staff/")
    for number in range(4):
        make_user(Role.EDITORS, name=f"more{number}")
    with django_assert_num_queries(len(few)):
        page = whole.get("/admin/staff/")

    assert all(f"more{number}" in page.text for number in range(4))


def test_the_list_tells_full_power_beside_a_role_and_names_who_has_none(whole, make_user):
    User.objects.filter(pk=make_user(Role.EDITORS, name="root").pk).update(is_superuser=True)
    make_user(name="roleless").groups.clear()
    User.objects.filter(pk=make_user(name="gone").pk).update(is_active=False)
    make_user(name="teamed").groups.clear()
    User.objects.filter(username="teamed").update(is_active=False)
    CampaignMember.objects.create(campaign=make_campaign(), user=User.objects.get(username="teamed"))
    User.objects.create_user("left", is_active=False)

    shown = {account.username for account in accounts()}
    cells = [
        " ".join(re.sub(r"<[^>]*>", " ", cell).split())
        for cell in re.findall(r"<td[^>]*>(.*?)</td>", whole.get("/admin/staff/").text, re.DOTALL)
    ]

    assert shown == {"organizer", "root", "roleless", "gone", "teamed"}
    assert {name: cells[cells.index(name) + 1] for name in ("organizer", "root", "roleless", "teamed")} == {
        "organizer": "Administrators",
        "root": "Everything, Editors",
        "roleless": "no role",
        "teamed": "no role",
    }


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", NoticeKind)
def test_every_mail_is_written_in_both_languages(user, kind, language):
    UserProfile.objects.create(user=user, preferred_language=language)
    if kind in {NoticeKind.INVITED, NoticeKind.ANEW}:
        Invitation.objects.create(user=user, expires_at=timezone.now() + timedelta(hours=72))
    write_to(user, kind, number=3)

    recipient, content = write(kind_of("staff.notice"), Letter.objects.get())

    assert recipient.address == user.email
    assert "http://localhost:8000/admin/" in content.text
    assert ("Recibes este mensaje" in content.text) is (language == "es")
    assert content.subject
    assert content.html


def test_old_sessions_and_invitations_go_by_themselves(invitation, user):
    StaffSession.objects.create(user=user, key_hash="0" * 40, number=1)
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        due = {
            rule.key: rule.overdue(timezone.now().date() - timedelta(days=rule.days))
            for rule in retention.RULES
        }
        for rule in retention.RULES:
            rule.enforce(timezone.now().date() - timedelta(days=rule.days))

    assert due == {"site_staff.sessions": 1, "site_staff.invitations": 1}
    assert (StaffSession.objects.count(), Invitation.objects.count()) == (0, 0)
    assert User.objects.filter(username="maria").count() == 0
