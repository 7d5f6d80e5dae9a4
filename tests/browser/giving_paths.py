"""The public pages of gifts: in each stage, the thanks, the ways back, partners' pages, one's own gift."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone

from campaigns.services import end_embed
from donations.embed_links import embed_path
from donations.enums import AfterGoal, Frequency, FundraiserState, RecurringState
from donations.jobs.standing import note_recurring
from donations.models import Donation, Fundraiser
from donations.payment_links import back_url
from donations.services.demo import pay_demo
from donations.services.embeds import offer_embed
from pages.models import FundraiserPage, HomePage
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.links import Purpose, make_link_token
from supporters.models import Partner
from tests.donations.factories import give, make_fundraiser


def giving_pages(language: str) -> list[str]:
    """Each fundraiser's page with its thank-you; and a page in each stage, and with each kind of goal."""
    pages = FundraiserPage.objects.live().filter(locale__language_code=language)
    found = [page.get_url_parts()[2] for page in pages]
    return [*found, *(f"{path}thanks/" for path in found), *pages_in_each_stage(language)]


def pages_in_each_stage(language: str) -> list[str]:
    home = HomePage.objects.live().get(locale__language_code=language)
    campaign = Fundraiser.objects.order_by("pk").first().campaign
    ago = timezone.now() - timedelta(days=2)
    stages = {
        "later": {"opens": utc_today() + timedelta(days=9)},
        "over": {"deadline_local": ago.replace(tzinfo=None), "deadline_at": ago},
        "closed": {"state": FundraiserState.CLOSED, "closed_on": utc_today()},
        "reached": {"after_goal": AfterGoal.THANK, "start_money": 120_000},
        "stretch": {"after_goal": AfterGoal.STRETCH, "stretch": 200_000, "start_money": 120_000},
        "donors": {"goal_money": None, "goal_donors": 20, "start_donors": 3},
        "no-goal": {"goal_money": None},
    }
    paths = []
    for name, rules in stages.items():
        one = make_fundraiser(campaign=campaign, **{"goal_money": 100_000, **rules})
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
        *own_paths(fundraiser, language),
    ]


def own_paths(fundraiser: Fundraiser, language: str) -> list[str]:
    """All that leads to one's own monthly gift, as it runs, rests and has ended; and the button for news."""
    actor, monthly = Actor.the_person(), []
    for number in range(3):
        one = give(fundraiser, f"axe.own{number}@example.org", frequency=Frequency.MONTHLY, language=language)
        pay_demo(donation=one, actor=actor)
        monthly.append(one)
    running, rests, over = monthly
    note_recurring(recurring=rests.recurring, state=RecurringState.PAUSED, next_day=utc_today())
    note_recurring(recurring=over.recurring, state=RecurringState.ENDED)
    said = {"news": True}
    asked_news = give(fundraiser, "axe.news@example.org", language=language, said=said)
    return [
        gift_path("own", Purpose.RECEIPT, running),
        reverse("countersign_gift_asked"),
        gift_path("door", Purpose.PORTAL, running),
        *(gift_path("inside", Purpose.OPEN_DOOR, one) for one in monthly),
        f"{gift_path('inside', Purpose.OPEN_DOOR, running)}?done=amount",
        *(gift_path(name, Purpose.OPEN_DOOR, running) for name in ("end", "forget")),
        gift_path("news", Purpose.CONFIRM, asked_news),
        reverse("countersign_gift_news_done"),
        reverse("countersign_gift_own", args=["altered"]),
    ]


def gift_path(name: str, purpose: Purpose, gift: Donation) -> str:
    return reverse(f"countersign_gift_{name}", args=[make_link_token(purpose, gift.public_id)])


def partners_paths(fundraiser: Fundraiser, ended: Fundraiser) -> list[str]:
    """What stands on a partner's page, the form behind its button, and one that was ended."""
    actor, partner = Actor.system(), Partner.objects.order_by("pk").first()
    live, over = (offer_embed(fundraiser=one, partner=partner, actor=actor) for one in (fundraiser, ended))
    end_embed(embed=over, actor=actor)
    form = embed_path(live, view="countersign_gift_embed_form")
    return [embed_path(live), form, embed_path(over)]
