"""Messages of a campus: how often, to how many, where they lead; and what stays of whom they went to."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse

from campaigns.domains import forget_domains
from campaigns.enums import DomainStanding, NewsChoice
from campaigns.models import Institution
from outbox.enums import RefusalReason, SendState
from outbox.services import refuse
from petitions import services
from petitions.enums import NewsAudience, NewsState, UpdateState
from petitions.exceptions import TooFewTakers, TooSoon
from petitions.jobs import news as jobs
from petitions.models import (
    NewsLetter,
    NewsLetterCount,
    SignerNews,
    Update,
)
from petitions.retention import RULES
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from supporters.services import erase_supporter
from tests.petitions.factories import open_place, sign
from tests.petitions.test_local_limits import crowd, write
from tests.petitions.test_news import asked, propose
from tests.petitions.test_staff import member

pytestmark = pytest.mark.django_db
STAFF = Actor.system()
ANYBODY = Actor.the_person()
CAMPAIGN, ONLY_THIS, NO = NewsChoice.CAMPAIGN, NewsChoice.ONLY_THIS, NewsChoice.NO
BASE = "http://localhost:8000"


# --- the ledger ----------------------------------------------------------------------------------


def test_no_row_says_that_a_signer_s_address_refuses_mail(petition, mailer):
    asked(petition, "c", CAMPAIGN)
    news = propose(petition)
    services.approve_news(news=news, actor=mailer)
    jobs.fill_news()
    refuse(address="c@example.org", reason=RefusalReason.NEVER)
    jobs.send_news()

    assert NewsLetter.objects.count() == 0
    assert list(NewsLetterCount.objects.values_list("state", "number")) == [("skipped", 1)]


def erase(signature):
    erase_supporter(supporter=signature.supporter, keep_fingerprint=False, actor=ANYBODY)


@pytest.mark.parametrize(
    "leave",
    [
        lambda signature: services.withdraw_signature(signature=signature, actor=ANYBODY),
        lambda signature: services.invalidate_signature(signature=signature, actor=STAFF),
        lambda signature: services.disown_signature(signature=signature, actor=ANYBODY),
        erase,
    ],
)
def test_that_a_message_went_to_somebody_goes_with_the_signature_and_is_counted(petition, mailer, leave):
    signature = asked(petition, "c", CAMPAIGN)
    services.approve_news(news=propose(petition), actor=mailer)
    jobs.send_news()
    assert NewsLetter.objects.get().state == SendState.SENT
    leave(signature)

    assert NewsLetter.objects.count() == 0
    assert list(NewsLetterCount.objects.values_list("state", "number")) == [("sent", 1)]


# --- how often, and to how many --------------------------------------------------------------------


def test_one_message_in_seven_days_holds_for_sending_too(bay, organizer, mailer):
    crowd(bay, 10)
    old = write(organizer)
    SignerNews.objects.update(created=utc_today() - timedelta(days=20))
    with pytest.raises(TooSoon):
        write(organizer, "While one still waits.")
    services.approve_news(news=old, actor=mailer)
    with pytest.raises(TooSoon):
        write(organizer, "On the day of its sending.")
    second = SignerNews.objects.get()
    second.pk, second.public_id, second._state.adding = None, organizer.public_id, True
    second.state, second.approved_on, second.approved_by = NewsState.PROPOSED, None, None
    second.save()
    with pytest.raises(TooSoon):
        services.approve_news(news=second, actor=mailer)
    SignerNews.objects.filter(pk=old.pk).update(approved_on=utc_today() - timedelta(days=7))
    services.approve_news(news=second, actor=mailer)


def test_a_mailer_is_told_why_a_second_one_cannot_go(client, bay, organizer, mailer):
    news = write(organizer)
    SignerNews.objects.update(state=NewsState.ENDED, approved_on=utc_today())
    SignerNews.objects.create(
        petition=bay.petition,
        place=bay,
        audience=NewsAudience.OF_CAMPAIGN,
        is_local=True,
        subject=news.subject,
        text=news.text,
    )
    waiting = SignerNews.objects.get(state=NewsState.PROPOSED)
    client.force_login(member(bay.petition, "Mailers", name="m"))
    url = reverse("petition:news_approve", args=[waiting.public_id])

    assert "within the last seven days" in client.post(url, follow=True).text


@pytest.mark.parametrize(("number", "goes"), [(9, False), (10, True)])
def test_no_message_of_a_campus_goes_to_fewer_than_ten(client, bay, organizer, number, goes):
    crowd(bay, number)
    news = write(organizer)
    client.force_login(member(bay.petition, "Mailers", name="m"))
    answer = client.post(reverse("petition:news_approve", args=[news.public_id]), follow=True)
    news.refresh_from_db()

    assert ("fewer than ten" in answer.text) is not goes
    assert news.state == (NewsState.APPROVED if goes else NewsState.PROPOSED)
    if not goes:
        with pytest.raises(TooFewTakers):
            services.approve_news(news=news, actor=Actor.staff(get_user_model().objects.get()))


PROMISE = "nobody sees whether you open it"


@pytest.mark.parametrize(
    ("text", "url", "hosts"),
    [
        ("Come.", "", []),
        ("Come.", f"{BASE}/at/", []),
        ("Come.", "https://forms.example.com/x", ["forms.example.com"]),
        ("See https://a.example.org/b, or www.b.example", "", ["a.example.org", "www.b.example"]),
        ("Go to https://c.example. (Or localhost:8000/x!)", "", ["c.example"]),
        ("See pad.example/now, or write to me@mail.example.", "", ["pad.example"]),
    ],
)
def test_a_mailer_sees_where_else_a_message_leads_and_its_readers_get_no_promise_for_that(  # noqa: PLR0917  one letter of many
    client, petition, mailoutbox, text, url, hosts
):
    asked(petition, "c", CAMPAIGN)
    # What the form would not let through, is our own or not.
    news = propose(petition, text=LocalizedText(en=text))
    if url.startswith("https"):
        SignerNews.objects.update(button_url=url)
    elif url:
        SignerNews.objects.update(text=LocalizedText(en=url))
    news.refresh_from_db()
    user = member(petition, "Mailers", name="m")
    client.force_login(user)
    page = client.get(reverse("petition:news", args=[news.public_id]))
    services.approve_news(news=news, actor=Actor.staff(user))
    jobs.send_news()

    assert page.context["hosts"] == hosts
    assert ("may note who comes" in page.text) is bool(hosts)
    [message] = mailoutbox
    for part in (message.body, message.alternatives[0].content):
        assert (PROMISE in part) is not hosts


def test_the_same_words_are_another_message_once_the_first_was_let_out(organizer):
    first = write(organizer)
    assert write(organizer) == first
    SignerNews.objects.update(
        state=NewsState.ENDED,
        approved_on=utc_today() - timedelta(days=8),
        created=utc_today() - timedelta(days=9),
    )
    assert write(organizer) != first


def test_hidden_updates_are_deleted_after_thirty_days(petition):
    rule = next(rule for rule in RULES if rule.key == "petitions.words")
    made = [
        services.tell_update(
            petition=petition, title=LocalizedText(en=name), body=LocalizedText(), actor=STAFF
        )
        for name in ("stays", "hidden lately", "hidden long")
    ]
    for one in made[1:]:
        services.hide_update(update=one, actor=STAFF)
    cutoff = utc_today() - timedelta(days=30)
    Update.objects.update(created=cutoff - timedelta(days=5))
    Update.objects.filter(pk__in=[made[0].pk, made[2].pk]).update(changed=cutoff - timedelta(days=1))

    assert (rule.overdue(cutoff), rule.enforce(cutoff), rule.overdue(cutoff)) == (1, 1, 0)
    assert set(Update.objects.values_list("state", flat=True)) == {UpdateState.SHOWN, UpdateState.HIDDEN}


# --- addresses that others read --------------------------------------------------------------------


def test_a_second_form_from_a_school_s_address_raises_nothing(petition):
    signature = asked(petition, "c", NO)
    second = sign(petition, "c@example.org", said={"news": CAMPAIGN.value}, standing=DomainStanding.CAMPUS)
    services.confirm_signature(signature=second, actor=ANYBODY)
    signature.refresh_from_db()

    assert signature.news == NO


def test_a_domain_that_became_a_school_s_gets_no_news(petition, mailer, mailoutbox):
    asked(petition, "c", CAMPAIGN)
    open_place(petition, "Bay College")
    services.approve_news(news=propose(petition), actor=mailer)
    jobs.fill_news()
    Institution.objects.update(mail_domains=["example.org"])
    forget_domains()
    jobs.send_news()

    assert mailoutbox == []


# --- the operator ----------------------------------------------------------------------------------


def test_the_operator_is_shown_letters_of_news_whose_fate_nobody_knows(petition, mailer):
    asked(petition, "c", CAMPAIGN)
    services.approve_news(news=propose(petition), actor=mailer)
    jobs.fill_news()
    NewsLetter.objects.update(state=SendState.UNKNOWN)
    out = StringIO()
    call_command("outbox", "--unknown", stdout=out)
    row = NewsLetter.objects.get()

    assert out.getvalue() == f"{row.public_id}  {row.changed}  countersign_petitions.newsletter\n"
