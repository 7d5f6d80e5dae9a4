"""Pages that the lists of pages do not hold, or in another state: each asks what no other page asks."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page as Tab
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from campaigns.models import Campaign
from events.own_links import own_path
from mailings.enums import MailingState
from mailings.models import MailContent
from pages.models import EventPage, HomePage
from petitions.models import Delivery
from privacy.actors import Actor
from staff.models import StaffSession
from supporters.models import Segment
from tests.authenticator import give_app
from tests.browser.conftest import PASSWORD
from tests.events.factories import fresh, make_event, make_occurrence, make_shift, register_and_confirm
from tests.supporters.importing import brought, table

CHOOSERS = ("target", "institution", "jurisdiction", "campaign", "petition", "event", "fundraiser")
# One of each rule that something is typed into.
TYPED_RULES = {
    "campaigns.acted_within": {"days": "7"},
    "campaigns.source": {"source": "flyer"},
    "supporters.joined_before": {"day": "2026-01-01"},
    "supporters.joined_within": {"days": "7"},
    "supporters.postal_code": {"codes": "94601"},
    "supporters.region": {"regions": "CA"},
}


def unlisted_pages() -> list[str]:
    """The door of staff; an event for the invited, and one's own page of a date with shifts."""
    campaign = Campaign.objects.order_by("pk").first()
    invited = make_event(campaign=campaign, needs_invite=True, ask_postal_code=True)
    make_occurrence(invited)
    home = HomePage.objects.live().get(locale__language_code="en")
    page = EventPage(title="For the invited", slug="for-the-invited", event=invited, locale=home.locale)
    home.add_child(instance=page)
    date = make_occurrence(make_event(campaign=campaign), starts_in=timedelta(days=9))
    front, _back = make_shift(date), make_shift(date, "Back")
    guest = register_and_confirm(date, "of.a.shift@example.org", shift=front)
    return [page.get_url_parts()[2], own_path(fresh(guest)), reverse("account_login")]


def unlisted_staff_pages(user: User) -> list[str]:
    """Of what is Wagtail's: accounts, roles, sites, files, pages whose form looks like another's, windows.

    Of ours: what follows a delivery, words that are still written, a file that this user alone sees, rules of
    each sort.
    """
    alive = Session.objects.create(session_key="1" * 40, expire_date=timezone.now() + timedelta(days=1))
    StaffSession.objects.create(user=user, key_hash=alive.session_key, number=1, label="Phone")
    other = User.objects.exclude(pk=user.pk).order_by("pk").last()
    home = HomePage.objects.live().get(locale__language_code="en")
    plain = Page.get_first_root_node().add_child(instance=Page(title="Plain", slug="plain"))
    delivery = Delivery.objects.select_related("petition").get(place__isnull=False)
    words = MailContent.objects.filter(mailing__state=MailingState.DRAFT).order_by("pk").last()
    file = brought(table(["ada@example.org", "Ada", "subscribed"]), Actor.staff(user))
    tree = {"all": [{"rule": name, **said} for name, said in TYPED_RULES.items()]}
    segment = Segment.objects.create(name="One of each", tree=tree)
    addresses = {
        "site_staff_admin:security": [],
        "wagtailusers_users:edit": [other.pk],
        "wagtailusers_groups:add": [],
        "wagtailsites:add": [],
        "wagtailsites:edit": [Site.objects.get().pk],
        "wagtaildocs:edit": [get_document_model().objects.order_by("pk").first().pk],
        "wagtailadmin_pages:edit": [plain.pk],
        "mail_words:edit": [words.pk],
        "supporter_import:one": [file.public_id],
        "segment:edit": [segment.public_id],
    }
    handed = [delivery.petition.public_id, delivery.public_id]
    return [
        *(reverse(name, args=args) for name, args in addresses.items()),
        *(
            reverse("wagtailadmin_pages:add", args=["site_pages", kind, home.pk])
            for kind in ("targetpage", "updatespage")
        ),
        *(reverse(f"petition:delivery_{deed}", args=handed) for deed in ("hand_over", "reply", "tell")),
        *(reverse(f"{name}_chooser:choose") for name in CHOOSERS),
    ]


def log_in_halfway(tab: Tab, site: str, user: User) -> str:
    """Type name and password; the address of the page that then asks for a code."""
    give_app(user)
    tab.goto(f"{site}{reverse('account_login')}")
    tab.locator("input[name=login]").fill(user.username)
    tab.locator("input[name=password]").fill(PASSWORD)
    tab.locator("button[type=submit]").click()
    tab.locator("input[name=code]").wait_for()
    return reverse("mfa_authenticate")
