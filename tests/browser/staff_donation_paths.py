"""The staff pages of gifts: of the demo's fundraiser, and of a gift that was paid."""

from django.urls import reverse

from campaigns.services import allow_origin
from donations.models import Donation, Fundraiser, ReceiptWording
from donations.services.embeds import offer_embed
from privacy.actors import Actor
from privacy.localized import LocalizedText
from supporters.models import Partner


def donation_paths() -> list[str]:
    """Lists and forms, one fundraiser, one gift."""
    fundraiser = Fundraiser.objects.order_by("pk").first()
    paid = Donation.objects.counted().order_by("pk").first()
    if not ReceiptWording.objects.exists():
        ReceiptWording.objects.create(
            version=1, organization=LocalizedText(en="The demo", es="La demostración")
        )
    wording = ReceiptWording.objects.first()
    listed = ("index", "add")
    return [
        *(reverse(f"{name}:{view}") for name in ("fundraiser", "receipt_wording") for view in listed),
        *(reverse(f"fundraiser:{view}", args=[fundraiser.pk]) for view in ("edit", "history")),
        reverse("receipt_wording:edit", args=[wording.pk]),
        *(
            reverse(f"fundraiser:{name}")
            for name in ("gifts", "gift_add", "books", "recurring", "payouts", "report")
        ),
        *(
            reverse(f"fundraiser:{name}", args=[fundraiser.public_id])
            for name in ("overview", "open", "close", "reopen")
        ),
        *(reverse(f"fundraiser:{name}", args=[paid.public_id]) for name in ("gift", "refund")),
        *embed_paths(fundraiser),
    ]


def embed_paths(fundraiser: Fundraiser) -> list[str]:
    """What of it stands on a partner's pages, and which sites may show it."""
    actor, partner = Actor.system(), Partner.objects.order_by("pk").first()
    embed = offer_embed(fundraiser=fundraiser, partner=partner, actor=actor)
    origin = allow_origin(partner=partner, address="https://axe.example", actor=actor)
    one = [fundraiser.public_id, embed.public_id]
    return [
        reverse("fundraiser:embeds", args=one[:1]),
        *(reverse(f"fundraiser:{name}", args=one) for name in ("embed", "embed_end", "embed_resume")),
        reverse("fundraiser:embed_forbid", args=[*one, origin.public_id]),
    ]
