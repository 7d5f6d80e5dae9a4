"""The staff pages of gifts: of the demo's fundraiser, and of a gift that was paid."""

from django.urls import reverse

from donations.models import Donation, Fundraiser, ReceiptWording
from privacy.localized import LocalizedText


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
        *(reverse(f"fundraiser:{name}") for name in ("gifts", "gift_add", "books", "recurring", "report")),
        *(
            reverse(f"fundraiser:{name}", args=[fundraiser.public_id])
            for name in ("overview", "open", "close", "reopen")
        ),
        *(reverse(f"fundraiser:{name}", args=[paid.public_id]) for name in ("gift", "refund")),
    ]
