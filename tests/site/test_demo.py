"""The demo: made once, through the services, and removed without a trace."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models import Sum
from wagtail.models import Locale, Page, Site

from campaigns.institution_file import read_institutions
from campaigns.models import Action, ActionDay, Campaign, CountedDay, Institution, Target
from events.models import Attendance, Event, EventKind, Occurrence, OccurrencePrivate
from mailings.models import Mailing, Series, SeriesStep
from outbox.models import Letter, Refusal
from pages.demo.building import PETITIONS, SiteInUse, make_demo
from pages.demo.earlier import EARLIER
from pages.demo.institutions import LIST, listed_institutions
from pages.demo.people import demo_people
from pages.demo.removing import remove_demo
from pages.demo.vendor import VENDOR
from pages.models import DemoItem, HomePage, PetitionPage
from petitions.jobs.milestones import note_milestones
from petitions.jobs.totals import fold_all
from petitions.models import (
    Affiliation,
    CampusOrganizer,
    Delivery,
    FraudRun,
    HourlyCount,
    Kiosk,
    PaperBatch,
    Petition,
    Place,
    Signature,
    SignerNews,
    Update,
)
from petitions.selectors import affiliation_tallies, count_differences, tallies_of, total_of
from petitions.selectors.fraud import BURST_FROM, bursts_among
from privacy import findings
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.models import AccessLog, SealedFile, Watch
from supporters.enums import ImportStage, ImportSystem, Outcome, WorkState
from supporters.models import (
    BulkDeed,
    ConsentWording,
    CustomField,
    FileDay,
    HandedOver,
    HandOver,
    List,
    MergeSuggestion,
    Organization,
    Partner,
    Segment,
    SubjectIndex,
    Subscription,
    Supporter,
    SupporterExport,
    SupporterImport,
    SupporterNote,
    Tag,
)
from tests.petitions.factories import sign_and_confirm

COUNTED = [
    Event,
    EventKind,
    Occurrence,
    Attendance,
    OccurrencePrivate,
    Page,
    Locale,
    Site,
    Campaign,
    Target,
    Institution,
    Petition,
    Place,
    Affiliation,
    CampusOrganizer,
    Delivery,
    FraudRun,
    Kiosk,
    SignerNews,
    Update,
    Signature,
    PaperBatch,
    Action,
    Supporter,
    SubjectIndex,
    SupporterNote,
    Tag,
    List,
    Letter,
    Mailing,
    Series,
    SeriesStep,
    DemoItem,
    ActionDay,
    BulkDeed,
    ConsentWording,
    CountedDay,
    CustomField,
    FileDay,
    HandedOver,
    HandOver,
    MergeSuggestion,
    Partner,
    Refusal,
    SealedFile,
    Segment,
    Subscription,
    SupporterExport,
    SupporterImport,
]


def counts():
    """How many rows there are of all the demo could make."""
    return {model.__name__: model._default_manager.count() for model in COUNTED}


def named(site):
    """What a site says of itself, and the title of its front page."""
    return site.hostname, site.port, site.site_name, site.root_page.title


def run_demo(*arguments):
    """Run the command; what it printed."""
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def remove(django_capture_on_commit_callbacks):
    """Remove the demo, and do what waits for the commit: there keys are destroyed."""

    def remove():
        with django_capture_on_commit_callbacks(execute=True):
            return remove_demo(actor=Actor.system())

    return remove


def test_the_demo_is_five_petitions_in_two_languages_one_paused_and_one_archived(demo):
    pages = PetitionPage.objects.live().order_by("path")

    assert {page.petition.name for page in pages} == {
        EARLIER.name,
        *(words.name for words in PETITIONS.values()),
    }
    assert sorted(page.locale.language_code for page in pages) == ["en"] * 5 + ["es"] * 5
    states = list(Petition.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["open"] * 3 + ["paused", "archived"]
    for petition in Petition.objects.all():
        assert len({page.translation_key for page in pages if page.petition == petition}) == 1


def test_the_demo_counts_real_signatures(demo):
    assert [total_of(petition) for petition in Petition.objects.order_by("pk")] == [26, 26 + 12, 26, 26, 0]
    # And three that look alike, which staff put aside.
    assert Signature.objects.filter(put_aside=True).count() == 3
    # And those who come to the training and the calls.
    assert Supporter.objects.count() == 4 * 26 + 3 + 17 + 6


def test_the_pledge_is_signed_at_a_dozen_campuses_of_which_one_shows_its_total(demo):
    tallies = tallies_of(Petition.objects.get(is_pledge=True))
    shown = [tally for tally in tallies if tally.is_shown]

    assert len(tallies) == 12
    assert [(tally.place.slug, tally.total) for tally in shown] == [("university-of-california-berkeley", 16)]
    given = [one.total for one in affiliation_tallies(shown[0].place) if one.is_shown]
    assert given == [11]


def test_one_campus_is_handed_over_by_itself_and_one_has_a_table(demo):
    [campus] = Delivery.objects.filter(place__isnull=False)
    assert (campus.place.slug, campus.place.target) == (
        "university-of-california-san-diego",
        campus.targets.get(),
    )
    assert Delivery.objects.filter(place__isnull=True).count() == 2
    assert Kiosk.objects.live().get().place.slug == "university-of-california-berkeley"


def test_the_demo_sets_off_no_notice_of_sudden_growth(ground):
    make_demo(actor=Actor.system())
    fold_all()

    assert max(HourlyCount.objects.values_list("amount", flat=True)) > BURST_FROM
    assert bursts_among(Petition.objects.all()) == []


def test_the_totals_of_the_demo_are_what_its_signatures_say(demo):
    differences = {str(petition): count_differences(petition) for petition in Petition.objects.all()}

    assert [name for name, found in differences.items() if found] == []


def test_the_demo_leaves_no_letter_to_nobody(demo):
    assert Letter.objects.count() == 0


def test_making_the_demo_twice_makes_it_once(demo):
    before = counts()

    assert run_demo() == "The demo is there already."
    assert counts() == before


def test_removing_what_a_member_of_staff_made_leaves_what_was_there_before(
    transactional_db, ground, few_signers, remove
):
    # As Wagtail's migrations leave it.
    Page.objects.filter(pk=ground.pk).update(title="Welcome to your new Wagtail site!")
    before = counts()
    site = named(Site.objects.get(is_default_site=True))
    organization = Organization.objects.values().get(pk=Organization.load().pk)
    user = get_user_model().objects.create_superuser("ana")
    make_demo(actor=Actor.staff(user))
    assert_there_is_work_on_the_file()
    assert_nobody_is_warned_of_it()
    people = Supporter.objects.count()
    assert list(Page.objects.filter(depth=2).values_list("slug", flat=True)) == ["demo", "demo-es"]

    removed = remove()
    assert removed.kept == []
    assert removed.gone[Supporter] == people
    assert counts() == before
    assert named(Site.objects.get(is_default_site=True)) == site
    assert Organization.objects.values().get() == organization


def assert_nobody_is_warned_of_it():
    """Neither that a file is large nor that it was made at night, whenever the demo is made."""
    assert Watch.objects.get().read_up_to == AccessLog.objects.latest("pk").pk
    assert findings.look() == 0


def assert_there_is_work_on_the_file():
    """What the pages of the supporter file show: nothing of it waits for a worker."""
    waiting, done = SupporterImport.objects.order_by("-pk")
    assert (done.stage, done.state, done.can_be_undone) == (ImportStage.ADMITTING, WorkState.DONE, True)
    assert done.counts == {
        Outcome.SUBSCRIBED: 32,
        Outcome.UNCONFIRMED: 11,
        Outcome.FINGERPRINT: 12,
        "repeated": 1,
        "bad": 1,
    }
    assert (waiting.stage, waiting.state) == (ImportStage.READING, WorkState.DONE)
    assert waiting.system == ImportSystem.ACTION_NETWORK
    assert MergeSuggestion.objects.count() == 1
    assert BulkDeed.objects.get().can_be_undone
    assert SupporterExport.objects.get().is_there
    hand_over = HandOver.objects.get()
    assert (hand_over.is_there, hand_over.joined, hand_over.left) == (True, 4, 0)


def test_the_days_before_the_demo_are_counted(demo):
    yesterday = utc_today() - timedelta(days=1)
    days = FileDay.objects.order_by("-day")

    assert [day.came for day in days if day.came] != [Supporter.objects.count()]
    # Those that were put aside did nothing; the last two came to events.
    told = 4 * 26 + 17 + 6
    assert sum(day.came for day in days) == ActionDay.objects.aggregate(all=Sum("number"))["all"] == told
    assert days[0].day == CountedDay.objects.latest("day").day == yesterday
    assert days[0].subscribed == 7


def test_removing_the_demo_keeps_what_others_made_before_and_since(ground, few_signers, remove):
    row = listed_institutions()[0]
    Institution.objects.create(
        name=row.name,
        locality=row.locality,
        region=row.region,
        country="US",
        mail_domains=["own.example.edu"],
    )
    before = list(Institution.objects.values())
    make_demo(actor=Actor.system())
    assert Institution.objects.count() == len(listed_institutions())
    home = HomePage.objects.get(locale__language_code="en")
    about_us = Page(title="About us", slug="about-us", locale=home.locale)
    Page.get_first_root_node().add_child(instance=about_us)

    remove()

    assert Page.objects.filter(slug="about-us").count() == 1
    assert list(Institution.objects.values()) == before


def test_what_people_signed_changed_and_wrote_stays_and_the_rest_goes(ground, demo, remove):
    vendor, pledge = Petition.objects.get(name=VENDOR.name), Petition.objects.get(is_pledge=True)
    ada = sign_and_confirm(vendor, "ada@example.org")
    tag = Tag.objects.get(name="tenants")
    tag.name = "renters"
    tag.save()
    note_milestones(vendor, 100)
    removed = remove()

    assert list(vendor.signatures.counted()) == [ada]
    fold_all()
    assert total_of(vendor) == 1
    assert not Update.objects.filter(petition=vendor, milestone__isnull=False).exists()
    assert count_differences(vendor) == []
    assert list(Petition.objects.all()) == [vendor]
    assert Supporter.objects.count() == 1
    # Its pages, and the front pages they lie below; nothing else of the demo. In the copy that was put back
    # the first page of all may have another number than here.
    left = Page.objects.filter(depth__gte=2).exclude(slug=ground.slug)
    assert {type(page.specific) for page in left} == {HomePage, PetitionPage}
    assert Site.objects.get(is_default_site=True).root_page.specific.__class__ is HomePage
    assert [name for name in removed.kept if name.startswith(("Tag", "Petition:"))] == [
        f"Petition: {vendor}",
        "Tag: renters",
    ]
    assert removed.gone[Signature] == 4 * 26 + 12 + 3
    assert removed.gone[Supporter] == 4 * 26 + 3 + 17 + 6
    assert DemoItem.objects.count() == 0
    assert not Petition.objects.filter(pk=pledge.pk).exists()
    assert run_demo("--remove") == "There is no demo to remove."


def test_removing_where_no_demo_is_says_so(ground):
    assert run_demo("--remove") == "There is no demo to remove."


def test_the_demo_does_not_touch_a_site_with_a_front_page_of_its_own(ground):
    Page.get_first_root_node().add_child(instance=HomePage(title="Ours", slug="ours", demand="Ours"))
    before = counts()

    with pytest.raises(SiteInUse):
        make_demo(actor=Actor.system())
    assert run_demo() == "This site has a front page of its own, so no demo was made."
    assert counts() == before


# --- its list of institutions ----------------------------------------------------------------------


def test_the_list_of_institutions_can_be_imported_as_it_is():
    file = read_institutions(LIST.read_bytes(), default_country="US")

    assert (file.bad, file.repeats, file.without_country, file.table.columns.ignored) == ([], [], 0, ())
    assert 250 <= len(file.rows) <= 300
    assert {row.country for row in file.rows} == {"US"}
    assert [row.name for row in file.rows if not (row.locality and row.region)] == []
    assert {domain.rpartition(".")[2] for row in file.rows for domain in row.mail_domains} == {"edu"}
    assert {len(row.mail_domains) for row in file.rows} == {1}


def test_the_demo_brings_the_institutions_of_its_list(demo):
    assert Institution.objects.count() == len(listed_institutions())


def test_every_fact_of_the_demo_names_publication_month_and_year():
    facts = [
        fact
        for words in PETITIONS.values()
        for page in words.pages.values()
        for block in page.body
        if block["type"] == "facts"
        for fact in block["value"]["facts"]
    ]

    assert len(facts) == 14
    for fact in facts:
        publication, _comma, day = fact["source"].rpartition(", ")
        assert publication
        assert len(day.split()) >= 2
        assert day[-4:].isdigit()


def test_both_languages_say_the_same_number_of_things():
    for words in PETITIONS.values():
        english, spanish = words.pages["en"], words.pages["es"]
        assert list(english.fields) == list(spanish.fields)
        assert [block["type"] for block in english.body] == [block["type"] for block in spanish.body]


def test_people_of_the_demo_are_varied_and_the_same_each_time():
    def some(prefix):
        return [person for _number, person in zip(range(100), demo_people(prefix), strict=False)]

    people = some("demo-vendor")
    assert people == some("demo-vendor")
    assert people != some("demo-pledge")
    kinds = [
        {getattr(one, name) for one in people} for name in ("given_name", "postal_code", "source", "tags")
    ]
    assert [len(kind) > least for kind, least in zip(kinds, (30, 15, 6, 2), strict=True)] == [True] * 4
    assert 25 < sum(one.language == "es" for one in people) < 50
