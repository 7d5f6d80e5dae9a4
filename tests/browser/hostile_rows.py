"""Rows that neither the demo nor the lists of pages make, each with a text in it."""

from django.contrib.auth import get_user_model
from wagtail.models import Site

from donations.enums import PayoutState
from donations.models import Payout, ProviderEvent
from pages.models import LookSettings, PetitionPage, StandardPage
from privacy.days import utc_today
from staff.enums import NoticeKind
from staff.models import StaffNotice, StaffSession
from tests.site.body_values import every_block, make_page


def make_what_is_missing(page: PetitionPage) -> StandardPage:
    """A page with one block of every sort, with its picture and its file; what a provider told of a payout;
    a comment in the page editor. Returns the page of blocks.
    """
    ProviderEvent.objects.create(event_id="evt_1", kind="invoice.paid")
    Payout.objects.create(
        provider="stripe",
        payout_ref="po_1",
        day=utc_today(),
        amount=1000,
        currency="USD",
        state=PayoutState.PAID,
        differs=[["ch_1", 100, "USD"]],
    )
    user = get_user_model().objects.create_user("of-a-laptop")
    StaffSession.objects.create(user=user, key_hash="0" * 40, number=1, label="Laptop")
    StaffNotice.objects.create(user=user, kind=NoticeKind.ACCOUNT_CHANGED, changes=[["roles", "Editors"]])
    LookSettings.objects.get_or_create(site=Site.objects.get())
    return make_page(page.get_parent(), every_block(), title="Every block")
