"""Who is told of what is unusual: by one mail each, never alone of themselves, also while it is locked."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbox import finding_mails
from outbox.enums import SendState
from outbox.models import FindingMail
from outbox.retention import RULES
from privacy import findings
from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.exceptions import NotTwoWatchers
from privacy.ledger import log_access
from privacy.locking import lock_vault, unlock_at_terminal
from privacy.models import AccessLog, Finding, Watch
from privacy.watch_check_ups import check_watchers
from privacy.watchers import choose
from tests.outbox.colleagues import colleague, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_day")]


def known(*people):
    """These have their roles since long."""
    findings.look()
    Finding.objects.all().delete()
    return people


def looked(user, count=31):
    return log_access(user=user, deed=AccessDeed.UNMASKED, kinds=["email"], count=count)


def test_two_people_get_one_mail_each_in_their_language_and_never_again(sink, settings):
    settings.WAGTAIL_SITE_NAME = "No cameras"
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "ORGANIZATION_ZONE": "America/New_York"}
    known(colleague("ada"), colleague("berta", "Administrators", language="es"))
    eve = User.objects.create_user("eve-o-mally")
    entry = looked(eve)
    log_access(user=eve, deed=AccessDeed.EXPORTED, kinds=["email"], count=1500)
    AccessLog.objects.filter(pk=entry.pk).update(subject_ids=["0f0f0f0f-subject"])
    assert told(sink) == ["ada@example.org", "berta@example.org"]
    looked(eve)
    assert told(sink) == []
    mails = {mail["To"]: mail for mail in sink.messages()}
    texts = [
        mails[name].get_body(("plain",)).get_content() for name in ("ada@example.org", "berta@example.org")
    ]
    english, spanish = (" ".join(text.split()) for text in texts)
    assert (mails["ada@example.org"]["Subject"], mails["berta@example.org"]["Subject"]) == (
        "[No cameras] 2 findings",
        "[No cameras] 2 hallazgos",
    )
    assert "eve-o-mally: looked at 31 single records within one hour." in english
    assert "eve-o-mally: exported a file of 1,500 records" in english
    assert (("7 a.m." in english), "America/New_York" in english) == (True, True)
    assert [text.startswith("No cameras, localhost:8000 ") for text in (english, spanish)] == [True, True]
    assert "eve-o-mally: vio 31 fichas" in spanish
    assert "0f0f0f0f" not in english + spanish


def test_data_stewards_are_told_before_administrators(sink):
    known(colleague("zoe", "Administrators"), colleague("ada"), colleague("berta"))
    looked(User.objects.create_user("eve"))
    assert told(sink) == ["ada@example.org", "berta@example.org"]


def test_whom_it_is_about_is_not_told_and_another_comes_in_their_place(sink):
    ada, berta, _carla = known(colleague("ada"), colleague("berta", "Administrators"), colleague("carla"))
    choose(first=ada, second=berta, actor=Actor.system())
    findings.look()
    # What was chosen is another story.
    Finding.objects.update(told=0)
    looked(User.objects.create_user("eve"))
    assert told(sink) == ["ada@example.org", "berta@example.org"]
    looked(ada)
    assert told(sink) == ["berta@example.org", "carla@example.org"]


def test_with_two_people_the_other_one_is_told_and_with_one_nobody(sink, settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "ORGANIZATION_ZONE": "UTC"}
    ada, berta = known(colleague("ada"), colleague("berta"))
    looked(ada)
    assert told(sink) == ["berta@example.org"]
    assert list(check_watchers()) == []
    User.objects.filter(pk=berta.pk).update(email="")
    assert [str(one.says)[:30] for one in check_watchers()] == ["Only one person is told of wha"]
    Finding.objects.all().delete()
    assert told(sink) == []
    assert Finding.objects.get().told == 0
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert [str(one.says)[:30] for one in check_watchers()] == ["Nobody is told of what is unus"]


def test_the_doctor_wants_to_know_the_organizations_zone(settings):
    known(colleague("ada"), colleague("berta"))
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "ORGANIZATION_ZONE": ""}
    assert [str(one.says)[:28] for one in check_watchers()] == ["When is it night for you? Na"]
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "ORGANIZATION_ZONE": "UTC"}
    assert list(check_watchers()) == []


def test_of_the_lock_and_of_other_watchers_all_are_told_also_whose_account_it_was(sink):
    people = known(
        *(colleague(f"steward-{number}") for number in range(3)), colleague("zoe", "Administrators")
    )
    everybody = [f"{user.username}@example.org" for user in people]
    choose(first=people[0], second=people[1], actor=Actor.staff(people[0]))
    assert told(sink) == everybody
    lock_vault(actor=Actor.staff(people[3]))
    try:
        assert told(sink) == everybody
    finally:
        unlock_at_terminal()
    assert told(sink) == everybody


def test_who_lost_the_role_before_the_mail_left_does_not_get_it(sink):
    _ada, berta = known(colleague("ada"), colleague("berta"))
    looked(User.objects.create_user("eve"))
    findings.look()
    assert finding_mails.queue_mails() == 2
    berta.groups.clear()
    assert told(sink) == ["ada@example.org"]
    assert FindingMail.objects.count() == 1


def test_a_worker_killed_between_finding_and_mail_loses_none_and_sends_none_twice(sink):
    known(colleague("ada"), colleague("berta"))
    looked(User.objects.create_user("eve"))
    findings.look()  # killed here: found, nobody told
    assert FindingMail.objects.count() == 0
    assert finding_mails.queue_mails() == 2  # and here: queued, nothing sent
    assert finding_mails.queue_mails() == 0
    assert told(sink) == ["ada@example.org", "berta@example.org"]
    assert set(FindingMail.objects.values_list("state", flat=True)) == {SendState.SENT}


def test_after_a_restore_nothing_old_is_sent(sink):
    known(colleague("ada"), colleague("berta"))
    eve = User.objects.create_user("eve")
    looked(eve)
    findings.look()
    finding_mails.queue_mails()
    log_access(user=eve, deed=AccessDeed.EXPORTED, kinds=["email"], count=500)
    findings.look()
    finding_mails.forget_waiting()
    assert told(sink) == []


def test_whom_we_mailed_is_forgotten_after_30_days():
    rule = next(rule for rule in RULES if rule.key == "outbox.finding_mails")
    mail = FindingMail.objects.create(user=colleague("ada"))
    mail.findings.add(Finding.objects.create(rule="locked", key="1"))
    later = mail.created + timedelta(days=1)
    assert (rule.days, rule.overdue(mail.created), rule.enforce(mail.created)) == (30, 0, 0)
    assert (rule.overdue(later), rule.enforce(later)) == (1, 1)
    assert (FindingMail.objects.count(), Finding.objects.count()) == (0, 1)


def test_a_choice_is_logged_once_and_refused_for_others_than_two_who_may_be_told():
    ada, berta, eve = colleague("ada"), colleague("berta"), colleague("eve", "Editors")
    for first, second in ((ada, ada), (ada, None), (None, ada), (ada, eve)):
        with pytest.raises(NotTwoWatchers):
            choose(first=first, second=second, actor=Actor.staff(ada))
    for _again in range(2):
        choose(first=ada, second=berta, actor=Actor.staff(ada))
    choose(first=berta, second=ada, actor=Actor.staff(ada))
    choose(first=None, second=None, actor=Actor.staff(ada))
    assert list(AccessLog.objects.values_list("deed", flat=True)) == ["watchers_chosen"] * 2


def test_stewards_choose_two_different_people_and_administrators_look_on(client):
    ada, berta = known(colleague("ada"), colleague("berta", "Administrators"))
    client.force_login(ada)
    who = "/admin/findings/who/"
    assert client.get(who).status_code == 200
    for first, second in (("ada", "ada"), ("ada", ""), ("", "ada"), ("ada", "nobody")):
        assert client.post(who, {"first": first, "second": second}).status_code == 422
    assert client.post(who, {"first": "ada", "second": "berta"}).status_code == 302
    assert Watch.objects.values_list("first", "second").get() == (ada.pk, berta.pk)
    findings.look()
    page = client.get("/admin/findings/").text
    assert ("ada: chose who is told of findings." in page, "ada, berta" in page) == (True, True)
    client.force_login(berta)
    assert client.get("/admin/findings/").status_code == 200
    assert client.post(who, {"first": "", "second": ""}).status_code != 200
    assert Watch.objects.values_list("first", "second").get() == (ada.pk, berta.pk)


def test_the_findings_are_paged_and_cost_as_many_queries_for_many(client):
    ada, berta = known(colleague("ada"), colleague("berta"))
    client.force_login(ada)
    client.get("/admin/findings/")

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get("/admin/findings/")
        return len(seen)

    Finding.objects.create(rule="locked", key="0", user_id=berta.pk)
    one = queries()
    Finding.objects.bulk_create(Finding(rule="locked", key=str(n), user_id=berta.pk) for n in range(1, 51))
    assert queries() == one
    assert "Page 1 of 2" in client.get("/admin/findings/").text
    assert client.get("/admin/findings/?p=2").text.count("berta: locked the vault.") == 1


def test_the_page_says_how_many_can_be_told(client):
    admin = User.objects.create_superuser("root", "")
    client.force_login(admin)
    assert "Nobody is told by mail" in client.get("/admin/findings/").text
    colleague("ada")
    assert "Only one person can be told" in client.get("/admin/findings/").text
    colleague("berta")
    assert "Two people can be told" in client.get("/admin/findings/").text
    colleague("carla")
    assert "can be told" not in client.get("/admin/findings/").text
