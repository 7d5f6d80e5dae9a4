"""What staff wrote below something of the demo: its own row says nothing of it."""

from datetime import timedelta

import pytest

from campaigns.models import Recruiting, Target
from events.models import Event, Question
from mailings.enums import MailingState
from mailings.models import MailContent, Mailing
from pages.demo.removing import remove_demo
from petitions.jobs.milestones import note_milestones
from petitions.models import Petition, PetitionTarget, Place, Update
from petitions.selectors import total_of
from privacy.actors import Actor
from privacy.localized import LocalizedText
from supporters.models import Supporter


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
