"""Staff keep dossiers, contracts and local fights in the admin."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from campaigns.enums import CampaignState, MeasureState, Stand, TargetKind
from campaigns.models import Campaign, CampaignMember, Contract, Measure, Target
from campaigns.roles import top_up_groups
from privacy.days import utc_today
from privacy.localized import LocalizedText
from privacy.roles import Role
from tests.campaigns.factories import (
    formsets,
    make_campaign,
    make_contract,
    make_institution,
    make_jurisdiction,
    make_measure,
    make_target,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def login(client, django_user_model):
    def as_role(role: Role):
        top_up_groups()
        user = django_user_model.objects.create_user(f"a-{role.value}", password="x")
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return as_role


def measure_data(**said) -> dict[str, str]:
    return {
        "jurisdiction": str(make_jurisdiction().pk),
        "title_en": "Ban on facial recognition",
        "title_es": "Prohibición del reconocimiento facial",
        "kind": "ban",
        "technologies": ["faces", "plates"],
        "source_name": "Minutes",
        "source_url": "https://example.org/minutes",
        "as_of": "2019-06-01",
        "hearing_zone": "America/Los_Angeles",
        **formsets("texts"),
        **formsets(
            steps=[
                {"state": "introduced", "day": "2019-01-29"},
                {"state": "passed", "day": "2019-05-14", "note_en": "8 to 1"},
            ],
            seats=[
                {"name": "Member one", "stand": "for", "ORDER": "1"},
                {"name": "Member two", "stand": "unknown", "ORDER": "2"},
            ],
        ),
        **said,
    }


@pytest.mark.parametrize("role", [Role.EDITORS, Role.ORGANIZERS])
def test_a_local_fight_is_kept_with_its_steps_and_seats(login, role):
    client = login(role)

    answer = client.post(reverse("measure:add"), measure_data(hearing_local="2027-05-14T18:30"))

    assert answer.status_code == 302, answer.context["form"].errors
    measure = Measure.objects.get()
    assert measure.title == {"en": "Ban on facial recognition", "es": "Prohibición del reconocimiento facial"}
    assert (measure.state, measure.state_day) == (MeasureState.PASSED, date(2019, 5, 14))
    assert measure.technologies == ["faces", "plates"]
    assert measure.hearing_at == datetime(2027, 5, 15, 1, 30, tzinfo=UTC)
    assert [seat.stand for seat in measure.seats.all()] == [Stand.FOR, Stand.UNKNOWN]


def test_what_is_typed_wrongly_gets_a_sentence_and_nothing_is_kept(login):
    client = login(Role.EDITORS)
    wrong = {
        "technologies": [],
        "source_url": "javascript:alert(1)",
        "hearing_zone": "America/New_York",
        "hearing_local": "2027-03-14T02:30",
        "title_en": "x" * 201,
        "title_es": "",
    }

    answer = client.post(reverse("measure:add"), measure_data(**wrong))

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"technologies", "source_url", "hearing_local", "title"}
    assert Measure.objects.count() == 0


def test_a_local_fight_without_a_step_is_refused(login):
    answer = login(Role.EDITORS).post(reverse("measure:add"), measure_data() | formsets("steps"))

    assert (answer.status_code, Measure.objects.count()) == (200, 0)


def test_a_contract_is_typed_as_people_write_money(login):
    client = login(Role.ORGANIZERS)
    vendor, agency = make_target(), make_target(TargetKind.AGENCY)
    data = {
        "vendor": vendor.pk,
        "agency": agency.pk,
        "product": "Case management",
        "amount": "$1,250,000.50",
        "currency": "USD",
        "starts": "2014-09-26",
        "ends": "2019-09-25",
        "renewal_day": "2019-09-25",
        "number": "ABC-1",
        "how_obtained": "spending",
        "source_name": "Public spending data",
        "source_url": "https://example.org/award",
        "as_of": "2019-08-19",
    }

    answer = client.post(reverse("contract:add"), data)

    assert answer.status_code == 302, answer.context["form"].errors
    contract = Contract.objects.get()
    assert (contract.amount, str(contract.money)) == (125_000_050, "$1,250,000.50")
    form = client.get(reverse("contract:edit", args=[contract.pk])).context["form"]
    assert form.initial["amount"] == "1,250,000.50"

    wrong = data | {"amount": "12,5", "ends": "2014-01-01", "agency": vendor.pk}
    errors = client.post(reverse("contract:add"), wrong).context["form"].errors
    assert errors["amount"] == ["Write an amount like 25 or 12.50."]
    again = client.post(reverse("contract:add"), data).context["form"].errors
    assert again["__all__"] == ["This agency has a contract of this number already."]
    turned = data | {"number": "", "ends": "2014-01-01"}
    errors = client.post(reverse("contract:add"), turned).context["form"].errors
    assert errors["__all__"] == ["The end is before the beginning."]


def test_a_dossier_is_kept_with_ties_recruiting_and_replies(login):
    client = login(Role.EDITORS)
    host, campus = make_target(), make_institution()
    link = "https://example.org/source"
    data = {
        "name": "Acme",
        "kind": "vendor",
        "about_en": "Makes software for agencies.",
        "office_address": "1 Main Street",
        "office_hours_en": "9 to 5",
        **formsets(
            relations=[{"kind": "supplied_by", "other": str(host.pk), "source_url": link}],
            recruiting=[
                {"institution": str(campus.pk), "kind": "fair", "day": "2019-09-20", "source_url": link}
            ],
            replies=[{"day": "2019-08-01", "summary_en": "It will not end the contract."}],
        ),
    }

    answer = client.post(reverse("target:add"), data)

    assert answer.status_code == 302, answer.context["form"].errors
    target = Target.objects.get(name="Acme")
    assert [tie.other for tie in target.relations.all()] == [host]
    assert [one.institution for one in target.recruiting.all()] == [campus]
    assert [reply.summary for reply in target.replies.all()] == [{"en": "It will not end the contract."}]


def test_what_is_still_needed_is_deleted_by_no_method(login):
    measure = make_measure(MeasureState.IDEA)
    client = login(Role.ADMINISTRATORS)
    path = reverse("jurisdiction:delete", args=[measure.jurisdiction_id])

    assert client.delete(path).status_code == 405
    assert client.post(path).status_code == 302
    assert Measure.objects.filter(pk=measure.pk, jurisdiction=measure.jurisdiction_id).count() == 1


def test_a_contract_of_which_nothing_arrived_says_what_is_missing(login):
    answer = login(Role.ORGANIZERS).post(reverse("contract:add"), {})

    assert answer.status_code == 200
    assert {"vendor", "agency"} <= set(answer.context["form"].errors)
    assert Contract.objects.count() == 0


@pytest.mark.parametrize("kind", ["contract", "measure"])
def test_the_lists_ask_as_little_for_many_as_for_one(login, kind, django_assert_max_num_queries):
    client = login(Role.EDITORS)
    make = {"contract": make_contract, "measure": lambda: make_measure(MeasureState.PASSED)}[kind]
    url = reverse(f"{kind}:index")
    make()
    client.get(url)
    with django_assert_max_num_queries(40) as one:
        client.get(url)
    for _ in range(3):
        make()
    with django_assert_max_num_queries(len(one)):
        client.get(url)


@pytest.mark.parametrize("kind", ["contract", "measure"])
def test_what_may_be_out_of_date_can_be_listed_alone(login, kind):
    client = login(Role.EDITORS)
    make = {"contract": make_contract, "measure": lambda **said: make_measure(MeasureState.PASSED, **said)}[
        kind
    ]
    old = make(as_of=utc_today() - timedelta(days=200))
    make()

    rows = client.get(reverse(f"{kind}:index"), {"is_old": "old"}).context["object_list"]

    assert [row.pk for row in rows] == [old.pk]


@pytest.mark.parametrize("role", [Role.MAILERS, Role.TREASURERS, Role.MODERATORS])
@pytest.mark.parametrize("kind", ["contract", "measure", "target"])
def test_others_keep_out(login, role, kind):
    client = login(role)

    assert client.get(reverse(f"{kind}:index")).status_code in (302, 403, 404)


def test_a_chooser_finds_a_part_of_a_name_and_makes_a_new_one(login):
    client = login(Role.EDITORS)
    make_target()
    wanted = Target.objects.create(name="Council of Springfield", kind=TargetKind.COUNCIL)

    found = client.get(reverse("target_chooser:choose_results"), {"q": "springf"})
    assert [row.pk for row in found.context["results"].object_list] == [wanted.pk]

    data = {"name": "Board of Shelbyville", "kind": "council"}
    assert client.post(reverse("target_chooser:create"), data).json()["step"] == "chosen"
    assert Target.objects.filter(name="Board of Shelbyville").count() == 1


@pytest.mark.parametrize("said", ["chicago", "Cámaras"])
def test_the_chooser_of_campaigns_finds_a_part_of_a_title_in_either_language(admin_client, said):
    make_campaign(title="Something else")
    wanted = make_campaign()
    Campaign.objects.filter(pk=wanted.pk).update(
        title=LocalizedText(en="Chicago says no", es="Cámaras fuera de Chicago"), state=CampaignState.ACTIVE
    )
    found = admin_client.get(reverse("campaign_chooser:choose_results"), {"q": said})

    assert list(found.context["results"].object_list) == [wanted]


def test_a_page_is_offered_the_public_campaigns_of_the_editor_alone(login, django_user_model):
    client = login(Role.EDITORS)
    user = django_user_model.objects.get()
    own, draft, foreign = (make_campaign(title=title) for title in ("Ours", "Not yet", "Theirs"))
    Campaign.objects.filter(pk=draft.pk).update(state=CampaignState.DRAFT)
    for campaign in (own, draft):
        CampaignMember.objects.create(campaign=campaign, user=user)
    offered = client.get(reverse("campaign_chooser:choose")).context["results"].object_list

    assert list(offered) == [own]
    statuses = [
        client.get(reverse("campaign_chooser:chosen", args=[one.pk])).status_code
        for one in (own, draft, foreign)
    ]
    assert statuses == [200, 404, 404]
    # There is no form for a new one.
    assert client.post(reverse("campaign_chooser:create"), {"title": "Another"}).status_code == 302


def test_what_something_else_still_needs_is_not_deleted_and_says_so(login):
    """Rows of a table are added in bulk: Wagtail's index of references does not know them."""
    contract, measure = make_contract(), make_measure(MeasureState.IDEA)
    client = login(Role.ADMINISTRATORS)

    addresses = {
        "target": reverse("target:delete", args=[contract.vendor_id]),
        "jurisdiction": reverse("jurisdiction:delete", args=[measure.jurisdiction_id]),
    }
    answers = {name: client.post(address, follow=True) for name, address in addresses.items()}

    assert {name: answer.redirect_chain for name, answer in answers.items()} == {
        name: [(reverse(f"{name}:index"), 302)] for name in addresses
    }
    assert [str(one).strip() for answer in answers.values() for one in answer.context["messages"]] == [
        "Something else here still needs it, so nothing was deleted. Take it out there first."
    ] * 2
    assert (Contract.objects.count(), Measure.objects.count()) == (1, 1)
