"""Staff's pages of what leaves: data stewards alone, one person's file, the second person, few queries."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from privacy.models import SealedFile
from supporters import registries
from supporters.enums import ExportPurpose
from supporters.jobs import exports as export_jobs
from supporters.jobs import hand_overs as hand_over_jobs
from supporters.models import HandOver, List, Partner, SupporterExport
from tests.supporters.factories import ListFactory
from tests.supporters.leaving import (
    ALL,
    MAIL,
    QUESTION,
    Partnership,
    ask,
    invented_rows,
    keep_canaries,
    made,
    need_two,
    reread,
    rows_of,
    taker,
)
from tests.supporters.segments import saved, staff_user

pytestmark = pytest.mark.django_db
EXPORTS, HAND_OVERS = reverse("supporter_export:index"), reverse("hand_over:index")


@pytest.fixture(autouse=True)
def question(monkeypatch):
    monkeypatch.setitem(registries.handed_columns, QUESTION, ("email",))
    monkeypatch.setitem(registries.question_names, QUESTION, "Mail from a partner")


@pytest.fixture
def client():
    """One that sends what a browser's form sends, without its token."""
    return Client()


@pytest.fixture
def steward(client):
    client.user = staff_user("Data stewards", name="steward")
    client.force_login(client.user)
    return client


@pytest.fixture
def segment(db):
    return saved(ALL)


def ask_url(segment) -> str:
    return reverse("segment:export", args=[segment.public_id])


def deed(name, work) -> str:
    kind = "supporter_export" if isinstance(work, SupporterExport) else "hand_over"
    return reverse(f"{kind}:{name}", args=[work.public_id])


def filled(page, **said) -> dict:
    """The form of the page, with what is chosen."""
    drawn = re.search(r'name="public_id" value="([^"]+)"', page.text)[1]
    return {"purpose": "mail", "columns": ["email"], "file_format": "csv", "public_id": drawn, **said}


def said_to(client, page) -> str:
    return " ".join(str(message) for message in client.get(page.url).context["messages"])


def test_a_steward_asks_for_a_table_reads_how_far_it_is_and_takes_it_along(steward, segment):
    taker(ListFactory(), "a@example.org")
    assert ask_url(segment) in steward.get(reverse("segment:one", args=[segment.public_id])).text
    keep_canaries()
    form = filled(steward.get(ask_url(segment)), mail_list=str(List.objects.get().public_id))
    for _time in range(2):
        assert steward.post(ask_url(segment), form).url == EXPORTS
    export = SupporterExport.objects.get()
    page = steward.get(EXPORTS)
    assert ("<progress" in page.text, deed("take", export) in page.text) == (True, False)
    export_jobs.work_on(export.pk)
    page = steward.get(EXPORTS)
    assert ("Everyone who is written to in Spanish." in page.text, "2 people" in page.text) == (True, True)
    assert "a@example.org" not in page.text
    file = steward.post(deed("take", export))
    assert len(rows_of(b"".join(file.streaming_content))) == 3
    assert "no-store" in file["Cache-Control"]
    steward.post(deed("end", export))
    assert (SealedFile.objects.count(), deed("take", export) in steward.get(EXPORTS).text) == (0, False)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"purpose": ""}, "This field is required."),
        ({"columns": []}, "Choose what you need: nothing is put in by itself."),
        ({"purpose": "analysis", "columns": ["email", "phone", "region"]}, "there is no: Address and Phone."),
        ({}, "Choose the list whose news are sent."),
        ({"columns": ["sealed"]}, "is not one of the available choices."),
    ],
)
def test_what_a_purpose_does_not_allow_is_said_beside_the_field(steward, segment, said, sentence):
    page = steward.post(ask_url(segment), filled(steward.get(ask_url(segment)), **said))
    assert (page.status_code, sentence in page.text.replace("&#x27;", "'")) == (422, True)
    assert SupporterExport.objects.count() == 0


def test_where_there_are_too_few_the_form_comes_back_with_what_was_chosen(steward, segment):
    said = {"purpose": "analysis", "columns": ["region", "language"], "file_format": "xlsx"}
    page = steward.post(ask_url(segment), filled(steward.get(ask_url(segment)), **said))
    form = page.context["form"]
    assert (page.status_code, len(form.non_field_errors())) == (422, 1)
    assert [form[name].value() for name in said] == list(said.values())
    assert SupporterExport.objects.count() == 0


def test_the_second_person_reads_and_agrees_to_exactly_this(steward, segment):
    need_two()
    owner = staff_user("Data stewards", name="owner")
    export = ask(segment, owner)
    page = steward.get(EXPORTS)
    assert "First name, Address" in page.text
    bound = re.search(r'name="bound" value="([0-9a-f]{64})"', page.text)[1]
    for wrong in ("", "no hex", "00" * 32):
        assert "not as you saw it" in said_to(steward, steward.post(deed("allow", export), {"bound": wrong}))
    steward.post(deed("allow", export), {"bound": bound})
    assert reread(export).allowed_by == steward.user
    own = ask(segment, steward.user)
    assert deed("allow", own) not in steward.get(EXPORTS).text
    page = steward.post(deed("allow", own), {"bound": bytes(own.bound).hex()})
    assert "Another data steward has to agree" in said_to(steward, page)
    assert reread(own).waits_for_second


def test_a_canary_is_looked_up_and_stands_in_no_address(steward, segment):
    taker(ListFactory(), "a@example.org")
    export = made(segment, steward.user)
    url = reverse("supporter_export:canary")
    page = steward.post(url, {"address": invented_rows(export)[0][1]})
    assert "invented address of the table that steward asked for" in page.text
    assert "of no table of the last 180 days" in steward.post(url, {"address": "a@example.org"}).text
    assert steward.get(url).status_code == 405


def test_a_partner_gets_a_key_and_a_hand_over_is_made_and_taken(steward):
    partner = Partnership()
    recipient, partner.partner.recipient = partner.partner.recipient, ""
    partner.partner.save()
    partner.willing("a@example.org")
    assert "No partner has a public key yet" in steward.get(HAND_OVERS).text
    edit = reverse("partner:edit", args=[partner.partner.pk])
    said = {"name": partner.partner.name, "website": ""}
    assert "age1" in steward.post(edit, {**said, "recipient": "age1x"}).text
    assert steward.post(edit, {**said, "recipient": recipient}).status_code == 302
    form = {"partner": str(partner.partner.public_id), "question": QUESTION}
    for _time in range(2):
        assert steward.post(HAND_OVERS, form).url == HAND_OVERS
    hand_over = HandOver.objects.get()
    hand_over_jobs.work_on(hand_over.pk)
    page = steward.get(HAND_OVERS).text
    assert ("1 person given" in page, "You agreed" in page) == (True, False)
    assert b"".join(steward.post(deed("take", hand_over)).streaming_content).startswith(b"age-encryption")
    assert reread(hand_over).taken is not None
    HandOver.objects.update(taken="2026-01-02")
    assert "Nobody has said for a week" in steward.get(HAND_OVERS).text
    assert steward.post(deed("received", hand_over)).url == HAND_OVERS
    page = steward.get(HAND_OVERS).text
    assert ("the partner has it since" in page, "Nobody has said" in page) == (True, False)
    steward.post(deed("end", hand_over))
    # It was given: that stays.
    assert (HandOver.objects.count(), reread(hand_over).file) == (1, None)


def test_the_second_person_sees_a_new_key_and_who_put_it_in_and_agrees_to_it(steward):
    need_two()
    partner = Partnership()
    key, owner = partner.partner.recipient, staff_user("Data stewards", name="owner")
    Partner.objects.update(agreed_recipient="", recipient_by=owner, recipient_day="2026-01-02")
    form = {"partner": str(partner.partner.public_id), "question": QUESTION}
    assert "compare this partner’s key first" in said_to(steward, steward.post(HAND_OVERS, form))
    page = steward.get(HAND_OVERS).text
    assert (key in page, "by owner" in page) == (True, True)
    url = reverse("hand_over:agree_to_key", args=[partner.partner.public_id])
    assert (steward.get(url).status_code, steward.post(url, {"recipient": key}).url) == (405, HAND_OVERS)
    assert Partner.objects.get().has_agreed_key
    partner.ask(owner)
    # Beside the button, too.
    page = steward.get(HAND_OVERS).text
    assert (page.count(key), "Keys to compare" in page) == (1, False)


def test_a_partner_or_a_question_that_is_not_offered_is_refused(steward):
    partner = Partnership()
    Partner.objects.filter(pk=partner.partner.pk).update(recipient="")
    form = {"partner": str(partner.partner.public_id), "question": "tests.news"}
    page = steward.post(HAND_OVERS, form)
    assert (page.status_code, HandOver.objects.count()) == (422, 0)


@pytest.mark.parametrize("role", ["Mailers", "Organizers", "Editors", "Administrators"])
def test_nobody_but_data_stewards_comes_near(client, segment, role):
    partner = Partnership()
    owner = staff_user("Data stewards", name="owner")
    works = [ask(segment, owner), partner.ask(owner)]
    client.force_login(staff_user(role))
    answers = [client.get(url).status_code for url in (EXPORTS, HAND_OVERS, ask_url(segment))]
    answers += [client.post(url).status_code for url in (HAND_OVERS, ask_url(segment))]
    for work in works:
        answers += [client.post(deed(name, work)).status_code for name in ("take", "allow", "end")]
    answers.append(client.post(reverse("supporter_export:canary"), {"address": "a"}).status_code)
    answers.append(client.post(deed("received", works[1])).status_code)
    key = reverse("hand_over:agree_to_key", args=[partner.partner.public_id])
    answers.append(client.post(key, {"recipient": partner.partner.recipient}).status_code)
    assert set(answers) <= {302, 403}
    assert (SupporterExport.objects.count(), HandOver.objects.count()) == (1, 1)
    if role == "Mailers":
        assert "Export" not in client.get(reverse("segment:one", args=[segment.public_id])).text


def test_every_button_has_its_token(steward, segment):
    need_two()
    ask(segment, staff_user("Data stewards", name="owner"))
    Partnership().ask(steward.user)
    for url in (EXPORTS, HAND_OVERS, ask_url(segment)):
        page = re.search(r"<main.*</main>", steward.get(url).text, re.DOTALL)[0]
        forms = page.count('<form method="post"')
        assert (forms > 0, page.count("csrfmiddlewaretoken")) == (True, forms)


def test_a_get_does_nothing_and_what_is_not_there_is_404(steward, segment):
    works = [made(segment, steward.user), Partnership().made(steward.user)]
    for work in works:
        assert [steward.get(deed(name, work)).status_code for name in ("take", "allow", "end")] == [405] * 3
        assert reread(work).file is not None
    other = deed("take", works[0]).replace(str(works[0].public_id), str(works[1].public_id))
    assert steward.post(other).status_code == 404


def test_a_file_is_another_stewards_also_by_its_address(steward, segment):
    owner = staff_user("Data stewards", name="owner")
    export = made(segment, owner)
    assert deed("take", export) not in steward.get(EXPORTS).text
    assert "not there any more" in said_to(steward, steward.post(deed("take", export)))


def test_lists_cost_the_same_with_one_and_with_three(steward, segment):
    numbers = []
    for number in (1, 2):
        for _one in range(number):
            made(segment, steward.user, ExportPurpose.LEGAL)
            Partnership().taken(steward.user)
        steward.get(EXPORTS)
        costs = []
        for url in (EXPORTS, HAND_OVERS):
            with CaptureQueriesContext(connection) as found:
                assert steward.get(url).status_code == 200
            costs.append(sum("countersign_supporters" in one["sql"] for one in found))
        numbers.append(costs)
    assert numbers[0] == numbers[1]


def test_exports_of_a_deleted_segment_stay_with_their_rules(steward, segment):
    made(segment, steward.user, MAIL)
    segment.delete()
    assert "Everyone who is written to in Spanish." in steward.get(EXPORTS).text
