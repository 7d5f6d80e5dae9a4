"""A message to signers: who gets it, who does not, once each, and how one ends it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from campaigns.enums import DomainStanding, NewsChoice
from outbox.enums import RefusalReason, SendState
from outbox.selectors import is_refused
from outbox.services import refuse
from petitions import services
from petitions.enums import NewsAudience, NewsState
from petitions.exceptions import NewsGone
from petitions.jobs import news as jobs
from petitions.models import NewsLetter, NewsLetterCount, Signature, SignerNews
from petitions.retention import RULES
from petitions.selectors import became_of, news_takers
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from supporters.models import Subscription
from supporters.services import erase_supporter, unsubscribe
from tests.petitions.factories import at_place, make_petition, open_place, sign, sign_and_confirm

pytestmark = pytest.mark.django_db
ANYBODY = Actor.the_person()
OF_CAMPAIGN, OF_PETITION = NewsAudience.OF_CAMPAIGN, NewsAudience.OF_PETITION
CAMPAIGN, ONLY_THIS, NO = NewsChoice.CAMPAIGN, NewsChoice.ONLY_THIS, NewsChoice.NO


def propose(petition, **said) -> SignerNews:
    texts = {
        "audience": OF_PETITION,
        "subject": LocalizedText(en="We meet on Friday", es="Nos vemos el viernes"),
        "text": LocalizedText(en="Come to the library.", es="Ven a la biblioteca."),
    }
    return services.propose_news(petition=petition, actor=ANYBODY, **{**texts, **said})


@pytest.fixture
def send(mailer, mailoutbox):
    """Approve and send a message; to whom it went, in order."""

    def run(news):
        services.approve_news(news=news, actor=mailer)
        assert jobs.send_news() is False
        return [message.to[0] for message in mailoutbox]

    return run


def asked(petition, name, news, **options):
    said = {"news": news.value, **options.pop("said", {})}
    return sign_and_confirm(petition, f"{name}@example.org", said=said, **options)


# --- who gets it ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("audience", "got"),
    [(OF_CAMPAIGN, ["c@example.org"]), (OF_PETITION, ["c@example.org", "o@example.org"])],
)
def test_each_audience_is_those_who_asked_for_it(petition, send, audience, got):
    for name, news in (("c", CAMPAIGN), ("o", ONLY_THIS), ("n", NO)):
        asked(petition, name, news)
    sign(petition, "pending@example.org", said={"news": CAMPAIGN.value})

    assert news_takers(petition, None, audience).count() == len(got)
    assert send(propose(petition, audience=audience)) == got


def test_nobody_of_another_petition_or_campus_gets_it(petition, send):
    bay, hill = open_place(petition, "Bay College"), open_place(petition, "Hill College")
    other = make_petition(campaign=petition.campaign)
    asked(petition, "bay", CAMPAIGN, said=at_place(bay))
    asked(petition, "hill", CAMPAIGN, said=at_place(hill))
    asked(petition, "nowhere", CAMPAIGN)
    asked(other, "other", CAMPAIGN)

    assert send(propose(petition, place=bay)) == ["bay@example.org"]


def test_neither_a_school_s_address_nor_a_test_nor_who_left_the_count_gets_it(petition, send):
    for address, news in (("s@example.org", CAMPAIGN), ("o@example.org", ONLY_THIS)):
        school = sign_and_confirm(
            petition, address, said={"news": news.value}, standing=DomainStanding.CAMPUS
        )
        # What it says already keeps its mail away; so does where it is read.
        Signature.objects.filter(pk=school.pk).update(news=ONLY_THIS)
    sign_and_confirm(petition, "t@example.org", said={"news": ONLY_THIS.value}, is_test=True)
    services.withdraw_signature(signature=asked(petition, "w", CAMPAIGN), actor=ANYBODY)
    asked(petition, "stays", CAMPAIGN)

    assert send(propose(petition)) == ["stays@example.org"]


def leave_list(signature):
    unsubscribe(supporter=signature.supporter, list=signature.petition.campaign.news_list, actor=ANYBODY)


@pytest.mark.parametrize("news", [CAMPAIGN, ONLY_THIS])
@pytest.mark.parametrize(
    "leave",
    [
        lambda signature: refuse(address="c@example.org", reason=RefusalReason.NEVER),
        lambda signature: services.withdraw_signature(signature=signature, actor=ANYBODY),
        lambda signature: erase_supporter(
            supporter=signature.supporter, keep_fingerprint=True, actor=ANYBODY
        ),
        lambda signature: services.refuse_reminders(signature=signature, actor=ANYBODY),
    ],
)
def test_who_says_no_after_the_rows_were_made_gets_nothing(petition, mailer, mailoutbox, news, leave):
    signature = asked(petition, "c", news)
    services.approve_news(news=propose(petition), actor=mailer)
    assert jobs.fill_news() == 1
    leave(signature)
    jobs.send_news()

    assert mailoutbox == []
    assert SignerNews.objects.get().state == NewsState.ENDED


def test_leaving_the_campaign_s_list_ends_news_of_it_and_not_those_of_a_petition(petition, send):
    first, second = asked(petition, "c", CAMPAIGN), asked(petition, "o", ONLY_THIS)
    asked(make_petition(campaign=petition.campaign), "o", CAMPAIGN)
    second.refresh_from_db()
    for signature in (first, second):
        leave_list(signature)

    # The refusal that leaving "the last list" writes is one of all news: it stops both.
    assert is_refused("o@example.org")
    assert send(propose(petition)) == []


def test_a_second_form_with_another_answer_is_heard(petition, send):
    asked(petition, "c", NO)
    asked(petition, "c", ONLY_THIS)
    assert Signature.objects.counted().get().news == ONLY_THIS
    # Never lowered by a form: there is a link for that.
    asked(petition, "c", NO)

    assert send(propose(petition)) == ["c@example.org"]


# --- what they get -------------------------------------------------------------------------------


def test_each_gets_it_in_their_language_with_the_one_button_and_a_way_out(petition, send, mailoutbox):
    asked(petition, "en", CAMPAIGN)
    asked(petition, "es", ONLY_THIS, language="es")
    send(
        propose(
            petition,
            button_label=LocalizedText(en="Say yes"),
            button_url="https://example.org/come",
        )
    )
    english, spanish = mailoutbox

    assert (english.subject, spanish.subject) == ("We meet on Friday", "Nos vemos el viernes")
    assert "Come to the library." in english.body
    assert "Ven a la biblioteca." in spanish.body
    assert "https://example.org/come" in english.body
    for message, path in ((english, "/do/unsubscribe/"), (spanish, "/do/petitions/no-updates/")):
        assert message.extra_headers["List-Unsubscribe"].startswith(f"<http://localhost:8000{path}")
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message.extra_headers["List-Unsubscribe"].strip("<>") in message.body
    assert "Drop the contract" in english.body
    assert "Cancelen el contrato" in spanish.body


def test_words_that_are_not_in_the_reader_s_language_say_which_they_are_in(petition, send, mailoutbox):
    asked(petition, "es", CAMPAIGN, language="es")
    send(propose(petition, subject=LocalizedText(en="Friday"), text=LocalizedText(en="Come.")))

    [message] = mailoutbox
    assert message.subject == "Friday"
    assert '<div lang="en"><p>Come.</p></div>' in message.alternatives[0].content


def test_text_is_plain_in_the_html_too(petition, send, mailoutbox):
    asked(petition, "c", CAMPAIGN)
    send(
        propose(
            petition,
            subject=LocalizedText(en="Two\nlines"),
            text=LocalizedText(en="<img src=x onerror=alert(1)> {{ given_name }}"),
        )
    )

    [message] = mailoutbox
    assert message.subject == "Two lines"
    assert "<img" not in message.alternatives[0].content
    assert "{{ given_name }}" in message.body


def test_one_click_ends_what_becomes_of_this_petition_and_nothing_else(client, petition, send, mailoutbox):
    asked(petition, "o", ONLY_THIS)
    asked(make_petition(campaign=petition.campaign), "o", CAMPAIGN)
    send(propose(petition))
    link = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")

    for _ in range(2):
        assert client.get(link).status_code == 200
    assert Signature.objects.filter(news=ONLY_THIS).count() == 1
    for _ in range(2):
        answer = client.post(link, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.cookies) == (200, {})
    assert sorted(Signature.objects.values_list("news", flat=True)) == [CAMPAIGN, NO]
    assert Subscription.objects.subscribed().count() == 1
    assert not is_refused("o@example.org")
    mailoutbox.clear()
    assert send(propose(petition)) == []


def test_the_second_button_ends_all_news_and_says_so(client, petition):
    signature = asked(petition, "o", ONLY_THIS)
    from petitions.news_mail import way_out_of

    page = client.get(way_out_of(signature).removeprefix("http://localhost:8000"))
    assert "o•••@e•••.org" in page.text
    target = page.text.split('action="')[1].split('"')[0]
    answer = client.post(target, {"lang": "en"})

    assert "Your name still counts" in answer.text
    assert is_refused("o@example.org")


def test_a_way_out_whose_signature_is_gone_still_answers(client, petition):
    signature = asked(petition, "o", ONLY_THIS)
    from petitions.news_mail import way_out_of

    path = way_out_of(signature).removeprefix("http://localhost:8000")
    services.disown_signature(signature=signature, actor=ANYBODY)

    assert client.post(path).status_code == 200


# --- once each -----------------------------------------------------------------------------------


def test_filling_goes_on_where_it_stopped_and_makes_no_second_row(petition, mailer):
    for number in range(7):
        asked(petition, f"p{number}", CAMPAIGN)
    services.approve_news(news=propose(petition), actor=mailer)
    assert jobs.fill_news(batch=3) == 7
    # As if the last commit of how far it came was lost, but not its rows.
    SignerNews.objects.update(filled_to=0, is_filled=False)
    jobs.fill_news(batch=3)

    assert NewsLetter.objects.count() == 7
    assert SignerNews.objects.get().is_filled is True


def test_only_approved_messages_are_sent_and_only_staff_approve(petition, mailer, mailoutbox):
    asked(petition, "c", CAMPAIGN)
    news = propose(petition)
    with pytest.raises(ValueError, match="staff"):
        services.approve_news(news=news, actor=ANYBODY)
    jobs.send_news()
    services.decline_news(news=news, actor=mailer)
    jobs.send_news()

    assert (mailoutbox, NewsLetter.objects.count()) == ([], 0)
    with pytest.raises(NewsGone):
        services.approve_news(news=news, actor=mailer)


def test_it_is_sent_once_and_then_has_ended(petition, send, mailoutbox):
    asked(petition, "c", CAMPAIGN)
    news = propose(petition)
    send(news)
    jobs.send_news()
    news.refresh_from_db()

    assert len(mailoutbox) == 1
    assert (news.state, news.approved_on, became_of(news)) == (NewsState.ENDED, utc_today(), {"sent": 1})


def test_stopping_keeps_it_from_who_has_not_got_it(petition, mailer, mailoutbox):
    asked(petition, "c", CAMPAIGN)
    news = propose(petition)
    services.approve_news(news=news, actor=mailer)
    jobs.fill_news()
    services.stop_news(news=news, actor=mailer)
    jobs.send_news()

    assert (mailoutbox, NewsLetter.objects.count()) == ([], 0)
    with pytest.raises(NewsGone):
        services.stop_news(news=news, actor=mailer)


def test_stopping_keeps_back_what_a_worker_has_claimed_already(petition, mailer, mailoutbox):
    asked(petition, "c", CAMPAIGN)
    news = propose(petition)
    services.approve_news(news=news, actor=mailer)
    jobs.fill_news()
    # As a worker that was killed leaves it, so that stopping cannot delete it.
    NewsLetter.objects.update(
        state=SendState.CLAIMED, claim=uuid4(), lease_until=timezone.now() - timedelta(minutes=1)
    )
    services.stop_news(news=news, actor=mailer)
    jobs.send_news()

    assert (mailoutbox, NewsLetter.objects.count()) == ([], 0)


def test_a_restore_sends_nothing_again(petition, mailer, mailoutbox):
    asked(petition, "c", CAMPAIGN)
    services.approve_news(news=propose(petition), actor=mailer)
    waiting = propose(petition)
    jobs.fill_news()
    for _ in range(2):
        jobs.forget_news()
    jobs.send_news()
    waiting.refresh_from_db()

    assert mailoutbox == []
    assert waiting.state == NewsState.DECLINED
    assert list(NewsLetter.objects.values_list("state", "why")) == [(SendState.SKIPPED, "restored")]


def test_to_whom_it_went_is_a_count_after_thirty_days(petition, send):
    rule = next(rule for rule in RULES if rule.key == "petitions.letters")
    for name in ("a", "b"):
        asked(petition, name, CAMPAIGN)
    news = propose(petition)
    send(news)
    cutoff = utc_today() - timedelta(days=rule.days)
    assert rule.overdue(cutoff) == 0
    NewsLetter.objects.update(changed=cutoff - timedelta(days=1))

    assert (rule.overdue(cutoff), rule.enforce(cutoff), rule.overdue(cutoff)) == (2, 2, 0)
    assert NewsLetter.objects.count() == 0
    assert list(NewsLetterCount.objects.values_list("message", "state", "number")) == [(news.pk, "sent", 2)]
    assert became_of(news) == {"sent": 2}


def test_removing_a_signature_takes_its_letter_along(petition, send):
    signature = asked(petition, "c", CAMPAIGN)
    send(propose(petition))
    services.disown_signature(signature=signature, actor=ANYBODY)

    assert NewsLetter.objects.count() == 0
