"""Joining a public list on its own page: nobody is known before the button in the mail is pressed."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from django.utils.translation import override

from outbox.enums import RefusalReason
from outbox.models import Letter
from outbox.selectors import is_refused
from outbox.services import refuse
from outbox.tasks import drain_outbox
from privacy.actors import Actor
from privacy.erasure import destroy_subjects, sweep
from privacy.models import SubjectKey
from privacy.retention import enforce_all, find_rule
from privacy.sealing import reseal
from supporters import registries
from supporters.enums import SubscriptionState
from supporters.jobs.joining import expire_sign_ups
from supporters.models import Consent, List, ListSignUp, Subscription, Supporter
from supporters.selectors import LIST_WORDING, current_wording, find_supporter
from supporters.services import erase_supporter, publish_wording
from tests.supporters.factories import ListFactory, PartnerFactory, admit, wording

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "maria@example.org"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def news():
    return ListFactory()


def page_of(mail_list) -> str:
    return f"/do/lists/{mail_list.public_id}/"


def post(client, mail_list, **said):
    typed = {"given_name": "María", "email": ADDRESS, "postal_code": "94110", "lang": "en", **said}
    return client.post(page_of(mail_list), typed, headers=OURS)


def links() -> dict[str, str]:
    """The two links of the newest mail."""
    drain_outbox.call()
    found = re.findall(r"https?://[^/]+(/do/lists/(confirm|not-me)/\S+)", mail.outbox[-1].body)
    return {name: path for path, name in found}


def test_joining_takes_a_form_and_the_button_in_the_mail(client, news):
    asked = post(client, news)
    assert (asked.status_code, asked["Location"]) == (303, f"{page_of(news)}asked/?lang=en")
    assert client.get(asked["Location"]).status_code == 200
    assert (Supporter.objects.count(), Consent.objects.count()) == (0, 0)

    confirm = links()["confirm"]
    [letter] = mail.outbox
    # Nothing that was typed: strangers type addresses, too.
    assert (letter.to, "María" in letter.body, "94110" in letter.body) == ([ADDRESS], False, False)
    assert client.get(confirm).status_code == 200
    assert Supporter.objects.count() == 0
    done = client.post(confirm)

    assert (done.status_code, done["Location"]) == (303, f"{page_of(news)}joined/?lang=en")
    assert "You are on the list" in client.get(done["Location"]).text
    supporter = find_supporter(ADDRESS)
    assert supporter.unseal().given_name == "María"
    assert (supporter.region, supporter.language) == ("CA", "en")
    assert Subscription.objects.get().state == SubscriptionState.SUBSCRIBED
    consent = Consent.objects.get()
    assert (consent.list_id, consent.answer, consent.how) == (news.public_id, True, "form")


def test_the_button_leaves_nothing_of_what_was_typed(client, news):
    post(client, news)
    typed = ListSignUp.objects.get().subject_id
    confirm = links()["confirm"]
    client.post(confirm)

    left = ListSignUp.objects.get()
    assert (left.sealed, left.subject_id, left.mark, left.expires_at) == (None, None, None, None)
    assert not SubjectKey.objects.using("keystore").filter(subject_id=typed).exists()
    # A second press says the same and does nothing; so does whoever opens the link again, public or not.
    List.objects.update(is_public=False)
    for page in (client.post(confirm), client.get(confirm)):
        assert (page.status_code, "You are on the list" in page.text) == (200, True)
    assert (Supporter.objects.count(), Consent.objects.count()) == (1, 1)


def test_a_known_and_an_unknown_address_get_the_same_answer_and_the_same_rows(client, news):
    admit(ADDRESS)
    known, unknown = post(client, news), post(client, news, email="nobody@example.org")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert (ListSignUp.objects.count(), Letter.objects.count()) == (2, 2)
    assert Subscription.objects.count() == 0


def test_who_is_known_keeps_what_is_written_and_joins(client, news):
    supporter = admit(ADDRESS, given_name="Maria Luz")
    refuse(address=ADDRESS, reason=RefusalReason.UNSUBSCRIBED)
    post(client, news, given_name="Somebody")
    assert is_refused(ADDRESS)
    client.post(links()["confirm"])

    assert (Supporter.objects.get(), supporter.unseal().given_name) == (supporter, "Maria Luz")
    assert not is_refused(ADDRESS)


def test_the_same_form_twice_is_one_row_and_one_letter(client, news):
    assert [post(client, news).status_code for _twice in range(2)] == [303, 303]

    assert (ListSignUp.objects.count(), Letter.objects.count()) == (1, 1)


def test_another_form_of_one_address_corrects_the_row_and_both_links_work(client, news):
    post(client, news, given_name="Mraia")
    first = links()["confirm"]
    post(client, news, email="  MARIA@example.org", given_name="María")

    assert (ListSignUp.objects.count(), Letter.objects.count()) == (1, 2)
    client.post(first)
    assert find_supporter(ADDRESS).unseal().given_name == "María"


def test_one_address_waits_once_for_each_list(client, news):
    other = ListFactory()
    post(client, news)
    post(client, other)

    one, two = ListSignUp.objects.order_by("pk")
    # Nobody who reads the table sees that it is one address.
    assert one.mark != two.mark


def test_it_was_not_me_removes_what_was_typed(client, news):
    post(client, news)
    typed, paths = ListSignUp.objects.get().subject_id, links()
    assert client.get(paths["not-me"]).status_code == 200
    assert ListSignUp.objects.count() == 1

    for _twice in range(2):
        assert "Everything is removed" in client.post(paths["not-me"]).text
    assert ListSignUp.objects.count() == 0
    assert not SubjectKey.objects.using("keystore").filter(subject_id=typed).exists()
    gone = client.post(paths["confirm"])
    assert (gone.status_code, Supporter.objects.count()) == (410, 0)


def test_what_was_confirmed_is_not_said_to_be_removed(client, news):
    post(client, news)
    paths = links()
    client.post(paths["confirm"])

    page = client.post(paths["not-me"])
    assert ("Everything is removed" in page.text, "pressed already" in page.text) == (False, True)
    assert Supporter.objects.count() == 1


def test_after_seven_days_all_of_it_is_gone_and_the_link_says_so(client, news):
    post(client, news)
    confirm = links()["confirm"]
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=10), tick=False):
        assert client.post(confirm).status_code == 410
        assert expire_sign_ups() == 1
        assert client.get(confirm).status_code == 410
    assert (ListSignUp.objects.count(), Supporter.objects.count()) == (0, 0)


def test_retention_removes_what_ran_out_and_the_empty_rows_after_their_links(client, news):
    post(client, news)
    client.post(links()["confirm"])
    post(client, news, email="other@example.org")
    rule = find_rule("supporters.sign_ups")
    for days, left in ((6, 2), (10, 0)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            enforce_all()
            assert (ListSignUp.objects.count(), rule.overdue(timezone.now().date())) == (left, 0)


def test_a_row_whose_key_was_destroyed_is_removed_by_the_sweep(client, news):
    post(client, news)
    destroy_subjects([ListSignUp.objects.get().subject_id])
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        sweep()

    assert ListSignUp.objects.count() == 0


def test_the_yes_names_the_words_that_were_on_the_page(client, news):
    before = current_wording(LIST_WORDING, "en")
    publish_wording(key=LIST_WORDING, texts={"en": "Other words."}, actor=Actor.system())
    post(client, news, wording=str(before.public_id))
    client.post(links()["confirm"])

    assert Consent.objects.get().wording == before


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
)
def test_a_form_of_another_site_does_nothing_and_keeps_what_was_typed(client, news, headers):
    page = client.post(page_of(news), {"given_name": "María", "email": ADDRESS}, headers=headers)

    assert (page.status_code, f'value="{ADDRESS}"' in page.text) == (403, True)
    assert ListSignUp.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("email", "", "Write your e-mail"),
        ("email", "no", "is not an"),
        ("given_name", "", "Write your first name"),
        ("postal_code", "9" * 30, "too long"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_is_kept(client, news, field, typed, said):
    page = post(client, news, **{"family_name": "Kept", field: typed})

    assert (page.status_code, said in page.text, 'value="Kept"' in page.text) == (422, True, True)
    assert ListSignUp.objects.count() == 0


def test_nothing_goes_where_others_read(client, news, monkeypatch):
    post(client, news, email="ana@campus.example")
    monkeypatch.setitem(
        registries.mailbox_readers, "tests", lambda address: address.endswith("campus.example")
    )
    page = post(client, news, email="eva@campus.example")

    assert (page.status_code, "may read mail" in page.text) == (422, True)
    drain_outbox.call()
    assert mail.outbox == []


def test_beyond_what_is_sent_in_an_hour_everybody_is_told(client, news, monkeypatch):
    monkeypatch.setattr("supporters.services.joining.MOST_PER_HOUR", 1)
    admit(ADDRESS)

    said = [post(client, news, email=one).status_code for one in ("a@example.org", ADDRESS, "b@example.org")]
    assert (said, ListSignUp.objects.count()) == ([303, 429, 429], 1)


def test_whoever_sends_on_and_on_shuts_nobody_out(client, news, monkeypatch):
    monkeypatch.setattr("supporters.services.joining.MOST_PER_HOUR", 160)
    said = {post(client, news, given_name=f"n{number}").status_code for number in range(12)}

    assert (said, Letter.objects.count()) == ({303}, 5)
    assert post(client, news, email="other@example.org").status_code == 303


def test_only_public_lists_are_shown_and_joined(client, news):
    hidden = ListFactory(is_public=False)
    page = client.get("/do/lists/?lang=es")

    assert (page_of(news) in page.text, page_of(hidden) in page.text) == (True, False)
    assert [client.get(page_of(hidden)).status_code, post(client, hidden).status_code] == [404, 404]
    assert client.get("/do/lists/confirm/altered/").status_code == 404


def test_page_and_letter_speak_the_language_of_whoever_asks(client, news):
    assert "Unirme a la lista" in client.get(f"{page_of(news)}?lang=es").text
    post(client, news, lang="es")
    drain_outbox.call()

    with override("es"):
        assert (str(news), "Unirte" in mail.outbox[0].subject) == (news.name["es"], True)


def test_the_next_step_leads_to_the_other_lists(client, news):
    other = ListFactory()
    page = client.get(f"{page_of(news)}joined/?lang=en")

    assert [one["name"] for one in page.context["others"]] == [other.name["en"]]
    assert page_of(other) in page.text


def test_erasing_somebody_takes_what_waits_under_any_of_their_addresses(client, news):
    supporter = admit(ADDRESS)
    further = "other@example.org"
    reseal(supporter, lambda now: replace(now, further_emails=[further]))
    for address in (ADDRESS, further, "stranger@example.org"):
        post(client, news, email=address)
    typed = [row.subject_id for row in ListSignUp.objects.order_by("pk")]
    erase_supporter(supporter=supporter, keep_fingerprint=True, actor=Actor.the_person())

    assert [row.subject_id for row in ListSignUp.objects.all()] == typed[2:]
    assert SubjectKey.objects.using("keystore").filter(subject_id__in=typed).count() == 1


def test_a_list_that_is_no_longer_public_is_joined_by_nobody_and_not_named(client, news):
    post(client, news)
    confirm = links()["confirm"]
    List.objects.update(is_public=False)

    assert (client.post(confirm).status_code, Supporter.objects.count()) == (410, 0)
    assert client.get(f"{page_of(news)}joined/").status_code == 404


def test_a_form_that_could_not_be_kept_can_be_sent_again(client, news, monkeypatch):
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr("supporters.services.joining.post_letter", lambda **_said: 1 / 0)
        assert post(client, news).status_code == 500
    post(client, news)

    assert (ListSignUp.objects.count(), Letter.objects.count()) == (1, 1)


def test_the_yes_names_no_words_that_no_page_showed(client, news):
    first = current_wording(LIST_WORDING, "en")
    partners = wording(LIST_WORDING, "Theirs.", partner=PartnerFactory())
    for version in ("Second words.", "Third words."):
        publish_wording(key=LIST_WORDING, texts={"en": version}, actor=Actor.system())
    for number, filled_in in enumerate((first, partners)):
        post(client, news, email=f"p{number}@example.org", wording=str(filled_in.public_id))
        client.post(links()["confirm"])

    assert [row.wording.text for row in Consent.objects.all()] == ["Third words."] * 2
