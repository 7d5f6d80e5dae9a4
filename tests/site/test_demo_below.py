"""What staff wrote below something of the demo: its own row says nothing of it."""

from datetime import timedelta

import pytest
from django.apps import apps

from campaigns.models import Campaign, Recruiting, Target
from events.enums import ProposalState
from events.models import Event, EventKind, Proposal, ProposedEvent, Question
from events.services.proposals import confirm_proposal, propose_event
from mailings.checklist import LOST, stops_of
from mailings.enums import MailingState
from mailings.models import MailContent, Mailing, Series
from mailings.services.series import add_step, change_step, start_series
from pages.demo import below, ledger
from pages.demo.removing import remove_demo
from pages.demo.standing import find_standing
from petitions.jobs.milestones import note_milestones
from petitions.models import Petition, PetitionTarget, Place, Update
from petitions.selectors import total_of
from privacy.actors import Actor
from privacy.localized import LocalizedText
from supporters.models import Supporter

# Of what people write, all that goes with something of the demo: it keeps that from being removed.
WRITTEN = {
    "countersign_campaigns": (
        "campaignmember measurestep measuretext pagereport partnerorigin recruiting reply seat targetrelation"
    ),
    "countersign_donations": "designation embed",
    "countersign_events": (
        "doorlink embed event_partners event_targets hostlink invitecode message occurrence "
        "occurrenceprivate proposal question shift"
    ),
    "countersign_mailings": (
        "mailcontent mailing_lists mailing_segments mailing_without_lists mailing_without_mailings "
        "mailing_without_segments sender seriesstep"
    ),
    "countersign_petitions": (
        "affiliation campusorganizer delivery delivery_targets embed fraudrule kiosk pagereport paperbatch "
        "petition_partners petitiontarget place placeproposal recruiternotice signernews update"
    ),
    "wagtailcore": "comment commentreply pageviewrestriction pageviewrestriction_groups workflowpage",
}


@pytest.fixture
def remove(demo, django_capture_on_commit_callbacks):
    """Remove the demo; the kinds of what stays, and what it is."""

    def remove():
        with django_capture_on_commit_callbacks(execute=True):
            return remove_demo(actor=Actor.system()).kept

    return remove


def test_what_staff_wrote_below_the_demo_stays_with_what_it_belongs_to(remove):
    aimed, told = Petition.objects.filter(is_pledge=False).order_by("pk")[:2]
    council = Target.objects.create(name="A city council", kind="council")
    PetitionTarget.objects.create(petition=aimed, target=council)
    Update.objects.create(petition=told, title=LocalizedText(en="We were heard"))
    asked = Event.objects.order_by("pk").first()
    Question.objects.create(event=asked, words=LocalizedText(en="Do you need a ride?"))
    words = MailContent.objects.filter(mailing__state=MailingState.DRAFT).order_by("pk").first()
    MailContent.objects.filter(pk=words.pk).update(subject="On Tuesday")
    recruiting = Recruiting.objects.order_by("pk").first()
    Recruiting.objects.filter(pk=recruiting.pk).update(day=recruiting.day + timedelta(days=1))
    kept = remove()

    assert {*Petition.objects.all()} == {aimed, told}
    assert {*Event.objects.all()} == {asked}
    assert {*Mailing.objects.all()} == {words.mailing}
    assert Recruiting.objects.get() == recruiting
    rows = (aimed, told, asked, words.mailing, recruiting, recruiting.target)
    named = {f"{type(row)._meta.verbose_name}: {row}".lower() for row in rows}
    assert named - {name.lower() for name in kept} == set()
    assert PetitionTarget.objects.filter(target=council).count() == told.updates.count() == 1
    # The demo's own people are gone all the same.
    assert (Supporter.objects.count(), total_of(aimed)) == (0, 0)


def test_what_machines_wrote_below_the_demo_keeps_nothing(remove):
    petition = Petition.objects.filter(is_pledge=False).order_by("pk").first()
    assert note_milestones(petition, 10_000) > 0
    Place.objects.update(proved=3)
    Recruiting.objects.order_by("pk").first().delete()

    assert remove() == []


def words_by_an_editor(series):
    MailContent.objects.filter(mailing=series.steps.last().mailing, language="en").update(subject="Come by")


def later_by_an_editor(series):
    change_step(step=series.steps.last(), wait_days=30, stops_when_acted=True, actor=Actor.system())


def name_by_an_editor(series):
    Series.objects.filter(pk=series.pk).update(name="Welcome")


def begun(series):
    start_series(series=series, actor=Actor.system())


@pytest.mark.parametrize("deed", [words_by_an_editor, later_by_an_editor, name_by_an_editor, begun])
def test_a_series_that_an_editor_worked_on_stays_with_all_of_its_mailings(demo, deed):
    series, items = Series.objects.get(), ledger.items()
    mailings = [step.mailing for step in series.steps.select_related("mailing")]
    before = [find_standing(items).holds_row(row) for row in (series, *mailings)]
    deed(series)
    standing = find_standing(items)

    assert before == [False] * 4
    assert [standing.holds_row(row) for row in (series, *mailings)] == [True] * 4


def test_a_mailing_that_stays_keeps_its_looks(demo):
    draft = Mailing.objects.exclude(wrapper=None).filter(state=MailingState.DRAFT).get()
    MailContent.objects.filter(mailing=draft, language="en").update(subject="On Tuesday")
    assert find_standing(ledger.items()).holds_row(draft.wrapper)


def test_a_step_of_an_editor_and_what_visitors_proposed_stay_whole(remove):
    series, campaign, kind = Series.objects.get(), Campaign.objects.get(), EventKind.objects.first()
    added = add_step(
        series=series,
        name="And then",
        sender=series.steps.first().mailing.sender,
        wait_days=9,
        stops_when_acted=False,
        actor=Actor.system(),
    )
    MailContent.objects.create(
        mailing=added.mailing, language="en", subject="And then", body=[("text", "<p>Come by.</p>")]
    )
    names = list(series.steps.order_by("position").values_list("mailing__name", flat=True))
    said = ProposedEvent(email="ada@example.org", given_name="Ada", title="A picnic for the campaign")
    for _time in range(2):
        propose_event(campaign=campaign, kind=kind, said=said, language="en", actor=Actor.the_person())
    confirm_proposal(proposal=Proposal.objects.first(), actor=Actor.the_person())
    kept = remove()

    series.refresh_from_db()
    steps = series.steps.select_related("mailing").order_by("position")
    assert [step.mailing.name for step in steps] == names
    assert set(Mailing.objects.all()) == {step.mailing for step in steps}
    assert [list(step.mailing.lists.all()) for step in steps] == [[series.list]] * len(names)
    # One asked to sign a petition, which is gone: the checklist says so to whoever starts it.
    assert {one.text for step in steps for one in stops_of(step.mailing)} == {LOST["action"]}

    found = Proposal.objects.order_by("pk")
    assert [(one.campaign, one.kind, one.unseal()) for one in found] == [(campaign, kind, said)] * 2
    assert sorted(one.state for one in found) == [ProposalState.PENDING, ProposalState.WAITING]
    assert Event.objects.count() == Petition.objects.count() == 0
    named = {f"{type(row)._meta.verbose_name}: {row}".lower() for row in (series, campaign)}
    assert named - {name.lower() for name in kept} == set()


def test_whatever_hangs_below_the_demo_is_written_by_people_or_said_not_to_be(demo):
    """A new model fails here: put it with what is written, above, or with ``NOT_BELOW`` of pages.demo."""
    made = {item.model for item in ledger.items() if item.before is None}
    found, waiting = set(), [apps.get_model(label) for label in made]
    while waiting:
        for relation in below.keys_below(waiting.pop()):
            if relation.related_model not in found:
                found.add(relation.related_model)
                waiting.append(relation.related_model)

    written = {f"{app}.{name}" for app, names in WRITTEN.items() for name in names.split()}
    assert {model._meta.label_lower for model in found} == written


def test_what_is_said_not_to_hang_below_the_demo_is_there():
    known = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    said = below.NOT_BELOW | below.ALL_THE_SAME | set(below.MADE_BY_MACHINES)
    assert said - known == set()
