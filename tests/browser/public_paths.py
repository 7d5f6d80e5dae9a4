"""Every public page: Wagtail's, the doors', and those behind the links of a mail."""

import re
from uuid import uuid4

from django.urls import reverse

from campaigns.services import end_embed
from pages.models import (
    CampaignPage,
    FightsPage,
    HomePage,
    PetitionPage,
    ResourcePage,
    StandardPage,
    TargetPage,
    UpdatePage,
    UpdatesPage,
)
from petitions.campus_links import campus_token
from petitions.embed_links import embed_path
from petitions.kiosk_links import kiosk_path
from petitions.letters import link_of
from petitions.models import CampusOrganizer, CampusProof, Embed, Petition, Place
from petitions.news_mail import way_out_of
from petitions.selectors import forget_rules, tallies_of
from petitions.services import ask_for_proof, close_petition, end_kiosk, invite_organizer
from privacy.actors import Actor
from privacy.links import Purpose, make_link_token
from privacy.localized import LocalizedText
from supporters.addresses import door_url, join_urls, keep_me_url, unsubscribe_url
from supporters.models import List, ListSignUp, TypedJoin
from supporters.services import subscribe
from supporters.services.joining import sign_up_to_list
from tests.browser.door_paths import paths_behind_private_links
from tests.browser.event_paths import event_doors, event_pages
from tests.browser.fact_paths import fact_doors
from tests.browser.giving_paths import giving_doors, giving_pages
from tests.browser.hosting_paths import hosting_doors
from tests.browser.pressing_paths import pressing_doors
from tests.petitions.factories import make_petition, open_place, sign, sign_and_confirm
from tests.petitions.kiosks import open_kiosk
from tests.supporters.factories import admit

OF_CAMPAIGNS = (CampaignPage, UpdatesPage, UpdatePage, ResourcePage, TargetPage, FightsPage)


def public_pages(language: str) -> list[str]:
    """Addresses of every public page: Wagtail's, the doors', and those behind the links of a mail."""
    petition = Petition.objects.order_by("pk").first()
    closed = make_petition(campaign=petition.campaign)
    close_petition(petition=closed, actor=Actor.system())
    signature = sign(petition, "axe@example.org", language=language)
    names = ["thanks", "signed", "withdrawn", "removed"]
    doors = [reverse(f"countersign_petition_{name}", args=[petition.public_id]) for name in names]
    doors += [reverse("countersign_petition_thanks", args=[closed.public_id])]
    doors += [reverse("countersign_house_rules"), reverse("countersign_really_us")]
    doors += [reverse("privacy:what_we_hold"), "/do/nothing-here/"]
    letters = [*links_of(signature), *links_of_a_supporter(language), "/do/petitions/confirm/altered/"]
    letters.append(link_of_a_proof(language))
    letters += pages_of_a_list(language)
    pages = [page.get_url_parts()[2] for page in live_pages(language)]
    ends = ("thanks/", "report/", "report/thanks/")
    pages += [f"{page}{end}" for page in pages if petition_page(page) for end in ends]
    pages += campus_pages(language)
    pages += pages_not_open(language, petition)
    letters += pages_behind_a_campus_link()
    letters += partners_pages()
    letters += tables_pages(petition)
    letters += event_doors(language)
    letters += hosting_doors(language)
    letters += giving_doors(language)
    letters += pressing_doors(petition, language)
    letters += fact_doors()
    letters += paths_behind_private_links(petition.campaign, language)
    pages += event_pages(language)
    pages += giving_pages(language)
    spoken = [f"{path}{'&' if '?' in path else '?'}lang={language}" for path in [*doors, *letters]]
    pages += pages_around_the_tree(language)
    return [*pages, *spoken, f"/{language}/nothing-here/"]


def pages_around_the_tree(language: str) -> list[str]:
    """Search, with and without a find, and what a guide has under its address."""
    guide = ResourcePage.objects.live().filter(locale__language_code=language).first()
    other = "es" if language == "en" else "en"
    path = guide.get_url_parts()[2]
    search = f"/{language}/search/"
    # What is found is tried in tests/site/test_site_search.py: without migrations there is no table of words.
    return [search, f"{search}?q=x", f"{path}print/", f"{path}beside/{other}/"]


def live_pages(language: str):
    for model in (HomePage, PetitionPage, StandardPage, *OF_CAMPAIGNS):
        yield from model.objects.live().filter(locale__language_code=language)


def pages_not_open(language: str, petition: Petition) -> list[str]:
    """The page of a draft, and that of a petition that is paused for a reason."""
    home = HomePage.objects.live().get(locale__language_code=language)
    paths = []
    for state, reason in (("draft", {}), ("paused", {"es": "Corregimos la exigencia."})):
        one = make_petition(campaign=petition.campaign, state=state, pause_reason=LocalizedText(reason))
        page = PetitionPage(title=f"Axe {state}", slug=f"axe-{state}", petition=one, locale=home.locale)
        paths.append(home.add_child(instance=page).get_url_parts()[2])
    return paths


def campus_pages(language: str) -> list[str]:
    """The list of campuses, one with and one without a total, the thank-you, and the door to start one."""
    [pledge] = PetitionPage.objects.live().filter(locale__language_code=language, petition__is_pledge=True)
    type(pledge.petition).objects.filter(pk=pledge.petition.pk).update(ask_campus_proof=True)
    forget_rules()
    told, untold = sorted(tallies_of(pledge.petition), key=lambda tally: -tally.total)[:2]
    at = f"{pledge.get_url_parts()[2]}at/"
    ends = ["", f"{told.place.slug}/", f"{untold.place.slug}/", f"{told.place.slug}/thanks/"]
    ends += [f"{told.place.slug}/{door}/{end}" for door in ("recruiter", "prove") for end in ("", "thanks/")]
    return [f"{at}{end}" for end in [*ends, "start/", "start/thanks/"]]


def pages_behind_a_campus_link() -> list[str]:
    """The demo's organizer's, with and without numbers; a link that was ended; the way out of an update."""
    demo = CampusOrganizer.objects.select_related("place__petition").get()
    asked = sign_and_confirm(demo.place.petition, "axe.o@example.org", said={"news": "only_this"})
    untold = open_place(demo.place.petition, "Axe College")
    other = invite_organizer(place=untold, address="axe.l@example.org", language="en", actor=Actor.system())
    ended = make_link_token(Purpose.CAMPUS, untold.public_id)
    token = campus_token(demo)
    names = ["countersign_campus", *(f"countersign_campus_{name}" for name in ("update", "news", "ask"))]
    return [
        *(reverse(name, args=[token]) for name in names),
        *(reverse(name, args=[campus_token(other)]) for name in names[:3]),
        reverse("countersign_campus", args=[ended]),
        path_in(way_out_of(asked)),
    ]


def partners_pages() -> list[str]:
    """A form on partners' pages, of a campus, with its thank-you; and one that was ended."""
    first, second, pledge = Embed.objects.select_related("petition", "partner").order_by("pk")
    end_embed(embed=second, actor=Actor.system())
    at = pledge.petition.places.order_by("pk").first().slug
    return [
        embed_path(first),
        embed_path(first, view="countersign_embed_thanks"),
        embed_path(second),
        embed_path(pledge, at=at),
    ]


def tables_pages(petition: Petition) -> list[str]:
    """The form on a table, and its link once it was ended."""
    live, ended = open_kiosk(petition), open_kiosk(petition)
    paths = [kiosk_path(live), kiosk_path(ended)]
    end_kiosk(kiosk=ended, actor=Actor.system())
    return paths


def petition_page(path: str) -> bool:
    pages = PetitionPage.objects.live().exclude(petition__state="archived")
    return any(page.get_url_parts()[2] == path for page in pages)


def links_of(signature) -> list[str]:
    """The four links of its mails, whatever state it is in."""
    purposes = (Purpose.CONFIRM, Purpose.NOT_ME, Purpose.WITHDRAW, Purpose.UNSUBSCRIBE)
    return [path_in(link_of(signature, purpose)) for purpose in purposes]


def links_of_a_supporter(language: str) -> list[str]:
    """How one leaves a list, how one stays, and one's own door with what stands behind it."""
    supporter = admit("axe.supporter@example.org", language=language)
    news = List.objects.first()
    subscribe(supporter=supporter, list=news, actor=Actor.the_person())
    inside = make_link_token(Purpose.OPEN_DOOR, supporter.public_id)
    rooms = [reverse(f"countersign_supporters:{name}", args=[inside]) for name in ("door", "door_erase")]
    gone = reverse("countersign_supporters:door", args=[make_link_token(Purpose.OPEN_DOOR, uuid4())])
    asking = [reverse(f"countersign_supporters:{name}") for name in ("ask_door", "asked_door")]
    links = (unsubscribe_url(supporter, news), keep_me_url(supporter), door_url(supporter))
    return [*(path_in(link) for link in links), *rooms, gone, *asking]


def pages_of_a_list(language: str) -> list[str]:
    """All lists, the page of one, what stands behind its form, and the links in its mail."""
    news = List.objects.order_by("pk").first()
    List.objects.filter(pk=news.pk).update(is_public=True)
    typed = TypedJoin(given_name="Axe", email=f"axe.{language}@example.org")
    sign_up_to_list(mail_list=news, typed=typed, language=language, actor=Actor.the_person())
    links = join_urls(ListSignUp.objects.latest("pk"))
    names = ("join_list", "asked_list", "joined_list")
    return [
        reverse("countersign_supporters:lists"),
        *(reverse(f"countersign_supporters:{name}", args=[news.public_id]) for name in names),
        *(path_in(link) for link in links.values()),
    ]


def link_of_a_proof(language: str) -> str:
    """The buttons behind the neutral mail to a campus."""
    place = Place.objects.select_related("petition").order_by("pk").first()
    place.petition.ask_campus_proof = True
    place.petition.save(update_fields=["ask_campus_proof"])
    ask_for_proof(place=place, address="axe@bay.example", language=language, actor=Actor.the_person())
    row = CampusProof.objects.latest("pk")
    return reverse("countersign_proof_link", args=[make_link_token(Purpose.PROVE, row.public_id)])


def path_in(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link)
