"""Making the demo: idempotent, in one transaction, by the services a user's deeds go through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from wagtail.models import Locale, Page, Site

from campaigns.enums import CampaignState
from campaigns.models import Campaign, Institution, Target
from campaigns.services import start_campaign
from pages.demo import drive, front, gatherings, giving, happenings, known, ledger, signers, story, welcome
from pages.demo.contracts import tell_of_the_contracts
from pages.demo.crowd import join_as_many
from pages.demo.days import count_the_past, tell_the_past
from pages.demo.desk import work_at_the_desk
from pages.demo.earlier import EARLIER
from pages.demo.fights import COUNCIL, tell_of_the_fights
from pages.demo.file import work_on_the_file
from pages.demo.institutions import make_institutions
from pages.demo.local import open_a_table, organize_locally
from pages.demo.mailings import write_mailings
from pages.demo.partner import make_partner, show_at_the_partners
from pages.demo.pledge import PLEDGE
from pages.demo.prints import take_prints
from pages.demo.segments import make_segments
from pages.demo.system import SYSTEM
from pages.demo.university import UNIVERSITY
from pages.demo.vendor import VENDOR
from pages.demo.voices import COMMENTS, let_some_through
from pages.demo.words import PageWords, PetitionWords, TargetWords
from pages.models import (
    CampaignPage,
    EventPage,
    EventsPage,
    FightsPage,
    FundraiserPage,
    HomePage,
    PetitionPage,
    ResourcePage,
    StandardPage,
    TargetPage,
    UpdatePage,
    UpdatesPage,
)
from petitions.enums import DeliveryWay
from petitions.jobs.totals import fold_totals
from petitions.models import Petition, PetitionTarget, Place
from petitions.services import (
    archive_petition,
    change_place,
    close_petition,
    note_burst,
    open_places,
    pause_petition,
    plan_delivery,
    plan_place_delivery,
)
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from supporters.models import Organization

PETITIONS = {"vendor": VENDOR, "university": UNIVERSITY, "pledge": PLEDGE, "system": SYSTEM}
FIRST, SECOND = "en", "es"
DELIVERY_IN = timedelta(days=14)


class SiteInUse(Exception):
    """Raised when the site has a front page that is not the demo's: the demo is for an empty site."""


@dataclass(frozen=True)
class Fronts:
    """The front page in each language."""

    first: HomePage
    second: HomePage


def make_demo(*, people: int = 0, actor: Actor) -> bool:
    """Make the demo; False if it is there already, and then nothing is written. Raises SiteInUse.

    With ``people`` more on the campaign's list than have signed.
    """
    if ledger.is_made():
        return False
    if HomePage.objects.exists():
        raise SiteInUse
    with transaction.atomic():
        _name_the_organization()
        make_institutions(actor=actor)
        campaign = _start_the_campaign(actor)
        fronts = _make_fronts()
        # Before the petitions, so that it is removed after them.
        partner = make_partner(actor=actor)
        for key, words in PETITIONS.items():
            institutions = [Institution.objects.get(name=place.name, country="US") for place in words.places]
            petition = _make_petition(campaign, words)
            _add_pages(fronts, PetitionPage(petition=petition), words.pages)
            # Publishing its page set it live.
            petition.refresh_from_db()
            places = open_places(petition=petition, institutions=institutions, actor=actor)
            shares = [
                place for place, said in zip(places, words.places, strict=True) for _ in range(said.signers)
            ]
            if words is PLEDGE:
                organize_locally(petition, places[0], actor=actor)
                open_a_table(petition, places[1], actor=actor)
            comments = COMMENTS if petition.takes_comments else ()
            signers.sign_as_many(
                petition,
                number=words.signers,
                prefix=f"demo-{key}",
                at=shares,
                comments=comments,
                partner=partner if words is VENDOR else None,
            )
            if words.on_paper:
                signers.sign_on_paper(petition, number=words.on_paper)
            if words is UNIVERSITY:
                signers.put_some_aside(petition, prefix="demo-alike", actor=actor)
            let_some_through(petition, actor=actor)
            if words.paused:
                _hand_over_campuses(places, words, actor)
                pause_petition(petition=petition, reason=LocalizedText(dict(words.paused)), actor=actor)
            else:
                show_at_the_partners(petition, partner, actor=actor)
                if words.target is not None:
                    _plan_delivery(petition, actor)
            if words is VENDOR:
                trainings = work_on_the_file(petition, actor=actor)
            # All of them came within a minute, which is no news to anybody.
            fold_totals(petition.pk)
            note_burst(petition=petition, actor=actor)
        _archive(campaign, fronts, actor)
        _call_people_together(campaign, fronts, actor)
        _ask_for_gifts(campaign, fronts)
        _tell_the_story(campaign, fronts)
        _tell_what_is_known(fronts, actor)
        tell_the_past(campaign)
        make_segments(campaign, actor=actor)
        join_as_many(campaign.news_list, number=people)
        write_mailings(campaign, trainings, actor=actor)
        count_the_past()
        work_at_the_desk(partner, trainings, actor=actor)
        _add_pages(fronts, StandardPage(show_in_menus=True), front.ABOUT)
        take_prints()
    return True


def _name_the_organization() -> None:
    organization = Organization.load()
    if organization.name:
        return
    ledger.note_changed(organization, *front.ORGANIZATION)
    for field, value in front.ORGANIZATION.items():
        setattr(organization, field, LocalizedText(value) if isinstance(value, dict) else value)
    organization.save()


def _start_the_campaign(actor: Actor) -> Campaign:
    campaign = start_campaign(
        title=LocalizedText(front.CAMPAIGN_TITLE), slug=front.CAMPAIGN_SLUG, first_language=FIRST, actor=actor
    )
    campaign.state = CampaignState.ACTIVE
    campaign.save()
    ledger.note_made(campaign.news_list)
    return ledger.note_made(campaign)


def _make_fronts() -> Fronts:
    first = Locale.objects.filter(language_code=FIRST).first() or ledger.note_made(
        Locale.objects.create(language_code=FIRST)
    )
    second = Locale.objects.filter(language_code=SECOND).first() or ledger.note_made(
        Locale.objects.create(language_code=SECOND)
    )
    root = Page.get_first_root_node()
    home = _filled(HomePage(locale=first), front.HOME[FIRST])
    root.add_child(instance=home)
    ledger.note_made(home)
    home.save_revision().publish()
    site = Site.objects.get(is_default_site=True)
    ledger.note_changed(site, "root_page", "site_name")
    site.root_page = home
    site.site_name = front.ORGANIZATION["name"]
    site.save()
    welcome.put_away()
    return Fronts(first=home, second=_translate(home, second, front.HOME[SECOND]))


def _make_petition(campaign: Campaign, words: PetitionWords) -> Petition:
    # Noted before the petition, so that they are removed after it.
    target = _make_target(words.target) if words.target else None
    for place in words.places:
        if place.target is not None:
            _make_target(place.target)
    petition = ledger.note_made(
        Petition.objects.create(
            campaign=campaign,
            name=words.name,
            is_pledge=words.target is None,
            is_delivered=words.target is not None,
        )
    )
    if target is not None:
        PetitionTarget.objects.create(petition=petition, target=target)
    return petition


def _plan_delivery(petition: Petition, actor: Actor) -> None:
    """In a fortnight: its letter and pack can be tried at once."""
    plan_delivery(
        petition=petition,
        targets=list(petition.targets.all()),
        day=utc_today() + DELIVERY_IN,
        way=DeliveryWay.IN_PERSON,
        actor=actor,
    )


def _hand_over_campuses(places: list[Place], words: PetitionWords, actor: Actor) -> None:
    """Those that address an office of their own are handed over there, by themselves."""
    for place, said in zip(places, words.places, strict=True):
        if said.target is not None:
            change_place(place=place, ask=place.ask, target=_make_target(said.target), actor=actor)
            plan_place_delivery(
                place=place, day=utc_today() + DELIVERY_IN, way=DeliveryWay.IN_PERSON, actor=actor
            )


def _archive(campaign: Campaign, fronts: Fronts, actor: Actor) -> None:
    """One that is over, and leads on to the first of the others."""
    first = Petition.objects.get(campaign=campaign, name=VENDOR.name)
    petition = ledger.note_made(
        Petition.objects.create(campaign=campaign, name=EARLIER.name, is_delivered=False)
    )
    _add_pages(fronts, PetitionPage(petition=petition), EARLIER.pages)
    petition.refresh_from_db()
    close_petition(petition=petition, actor=actor)
    archive_petition(petition=petition, leads_to=first, actor=actor)


def _make_target(words: TargetWords) -> Target:
    """The target, as it is if somebody entered it before."""
    known = Target.objects.filter(name=words.name).first()
    return known or ledger.note_made(
        Target.objects.create(
            name=words.name,
            kind=words.kind,
            website=words.website,
            mail_domains=list(words.mail_domains),
            about=LocalizedText(words.about),
            country="US",
        )
    )


def _call_people_together(campaign: Campaign, fronts: Fronts, actor: Actor) -> None:
    listing = EventsPage(show_in_menus=True)
    _add_pages(fronts, listing, happenings.LIST)
    for which, words in enumerate(happenings.HAPPENINGS, 1):
        event = gatherings.make_event(campaign, words, actor=actor)
        _add_pages(fronts, EventPage(event=event), words.pages, parent=listing)
        event.refresh_from_db()
        gatherings.sign_people_up(event, number=words.people, prefix=f"demo-event-{which}")


def _tell_what_is_known(fronts: Fronts, actor: Actor) -> None:
    tell_of_the_contracts()
    tell_of_the_fights(actor=actor)
    vendor = Target.objects.get(petitions__name=VENDOR.name)
    council = Target.objects.get(name=COUNCIL)
    _add_pages(fronts, TargetPage(target=vendor), known.VENDOR_PAGE)
    _add_pages(fronts, TargetPage(target=council), known.COUNCIL_PAGE)
    _add_pages(fronts, FightsPage(show_in_menus=True), known.FIGHTS_PAGE)


def _tell_the_story(campaign: Campaign, fronts: Fronts) -> None:
    own = CampaignPage(campaign=campaign)
    _add_pages(fronts, own, story.CAMPAIGN)
    news = UpdatesPage()
    _add_pages(fronts, news, story.NEWS, parent=own)
    _add_pages(fronts, UpdatePage(), story.UPDATE, parent=news)
    _add_pages(fronts, ResourcePage(), story.GUIDE, parent=own)


def _ask_for_gifts(campaign: Campaign, fronts: Fronts) -> None:
    fundraiser = giving.make_drive(campaign)
    _add_pages(fronts, FundraiserPage(fundraiser=fundraiser, show_in_menus=True), drive.PAGES)
    fundraiser.refresh_from_db()
    giving.give_as_many(fundraiser)


def _add_pages(
    fronts: Fronts, page: Page, words: Mapping[str, PageWords], *, parent: Page | None = None
) -> None:
    page.locale = fronts.first.locale
    (parent or fronts.first).add_child(instance=_filled(page, words[FIRST]))
    ledger.note_made(page)
    page.save_revision().publish()
    _translate(page, fronts.second.locale, words[SECOND])


def _translate[P: Page](page: P, locale: Locale, words: PageWords) -> P:
    translation: P = _filled(page.copy_for_translation(locale), words)
    ledger.note_made(translation)
    translation.save_revision().publish()
    return translation


def _filled[P: Page](page: P, words: PageWords) -> P:
    page.title = page.draft_title = words.title
    page.slug = words.slug
    for field, value in words.fields.items():
        setattr(page, field, value)
    if hasattr(page, "body"):
        page.body = list(words.body)
    return page
