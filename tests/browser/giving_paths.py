"""The public pages of gifts: in each of their stages, the thanks, and the way back from a payment."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone

from campaigns.services import end_embed
from donations.embed_links import embed_path
from donations.enums import Frequency, FundraiserState
from donations.models import Fundraiser
from donations.payment_links import back_url
from donations.services.embeds import offer_embed
from pages.models import FundraiserPage, HomePage
from privacy.actors import Actor
from privacy.days import utc_today
from supporters.models import Partner
from tests.donations.factories import give, make_fundraiser


def giving_pages(language: str) -> list[str]:
    """Each fundraiser's page with its thank-you; and pages of what is not open (any more)."""
    pages = FundraiserPage.objects.live().filter(locale__language_code=language)
    found = [page.get_url_parts()[2] for page in pages]
    return [*found, *(f"{path}thanks/" for path in found), *pages_not_open(language)]


def pages_not_open(language: str) -> list[str]:
    home = HomePage.objects.live().get(locale__language_code=language)
    campaign = Fundraiser.objects.order_by("pk").first().campaign
    ago = timezone.now() - timedelta(days=2)
    stages = {
        "later": {"opens": utc_today() + timedelta(days=9)},
        "over": {"deadline_local": ago.replace(tzinfo=None), "deadline_at": ago},
        "closed": {"state": FundraiserState.CLOSED, "closed_on": utc_today()},
    }
    paths = []
    for name, rules in stages.items():
        one = make_fundraiser(campaign=campaign, goal_money=100_000, **rules)
        page = FundraiserPage(
            title=f"Axe {name}", slug=f"axe-gift-{name}", fundraiser=one, locale=home.locale
        )
        paths.append(home.add_child(instance=page).get_url_parts()[2])
    return paths


def giving_doors(language: str) -> list[str]:
    """The thanks without a page; the form with what was written, on the page and alone."""
    fundraiser = Fundraiser.objects.order_by("pk").first()
    alone = make_fundraiser(campaign=fundraiser.campaign, takes_dedication=True)
    monthly = give(fundraiser, "axe.d@example.org", frequency=Frequency.MONTHLY, language=language)
    return [
        reverse("countersign_give_thanks", args=[alone.public_id]),
        *(urlsplit(back_url(one)).path for one in (monthly, give(alone, language=language))),
        reverse("countersign_give_back", args=["altered"]),
        *partners_paths(fundraiser, alone),
    ]


def partners_paths(fundraiser: Fundraiser, ended: Fundraiser) -> list[str]:
    """What stands on a partner's page, the form behind its button, and one that was ended."""
    actor, partner = Actor.system(), Partner.objects.order_by("pk").first()
    live, over = (offer_embed(fundraiser=one, partner=partner, actor=actor) for one in (fundraiser, ended))
    end_embed(embed=over, actor=actor)
    form = embed_path(live, view="countersign_gift_embed_form")
    return [embed_path(live), form, embed_path(over)]
