"""What every field of this app holds, why and for how long: feeds "What we hold" and the DPIA."""

from django.utils.translation import gettext_lazy as _

from privacy.inventory import Field, Sensitivity, Why, declare

APP = "countersign_donations"
BOOKS = "donations.books"
DONORS = "donations.donors"
EMPTY = "donations.jobs.retention.forget_donors"

CONTACT = Sensitivity.CONTACT
OPERATIONAL = Sensitivity.OPERATIONAL
PUBLIC = Sensitivity.PUBLIC
SECRET = Sensitivity.SECRET

# fmt: off
# Rules and words of a fundraiser, all of them public or plain settings.
RULES = [
    "campaign", "name", "title", "line", "thanks", "after_words", "state", "opens", "closed_on",
    "deadline_local", "zone", "deadline_at", "goes_on_after", "currency", "amounts_once",
    "amounts_monthly", "marked_once", "marked_monthly", "least", "most", "takes_other", "takes_once",
    "takes_monthly", "asks_fee", "fee_rate", "fee_fixed", "takes_dedication", "ask_news", "other_ways",
    "goal_money", "goal_donors", "counts_first_instalments", "start_money", "start_donors",
    "after_goal", "stretch", "is_on_banner", "shown_money", "shown_donors", "recounted_on",
]
# What the books need of a gift, nameless.
GIFT = [
    "fundraiser", "recurring", "amount", "fee_covered", "refunded_amount", "refund_failed", "currency",
    "frequency", "state", "rank", "dispute", "day", "in_drive", "is_first_instalment", "is_new_monthly",
    "designation", "source", "language", "is_test", "is_offline", "provider", "provider_ref",
    "payment_ref", "mark_version",
]
PROMISE = [
    "fundraiser", "state", "amount", "fee_covered", "currency", "designation", "language", "source",
    "is_test", "provider", "provider_ref", "next_day", "failed_attempts", "answer", "ended_on",
    "mark_version",
]
PAYOUT = [
    "provider", "payout_ref", "day", "amount", "fees", "currency", "state", "is_test", "gifts", "differs",
]
# fmt: on


def declare_all() -> None:
    """Declare the fields of every model of this app."""
    public = Field(PUBLIC, Why.PUBLISH, _("until staff remove it"))
    declare(f"{APP}.Fundraiser", **dict.fromkeys(RULES, public))
    declare(f"{APP}.Designation", fundraiser=public, name=public, sort_order=public)
    declare_gifts()
    declare_rest()


def declare_gifts() -> None:
    """Gifts and what is known of their donors, apart from all else."""
    gift = Field(OPERATIONAL, Why.DEED, BOOKS, says=_("A gift: how much, on which day, for what"))
    mark = Field(
        SECRET, Why.PROTECT, DONORS, EMPTY, _("A fingerprint by which gifts of one donor are known as theirs")
    )
    donor = Field(CONTACT, Why.CONTACT, DONORS, EMPTY, _("Who gave, encrypted with a key of its own"))
    declare(f"{APP}.Donation", **dict.fromkeys(GIFT, gift), mark=mark, sealed=donor)
    promise = Field(
        OPERATIONAL, Why.DEED, BOOKS, says=_("A monthly gift: how much, and whether it still comes")
    )
    declare(f"{APP}.RecurringDonation", **dict.fromkeys(PROMISE, promise), mark=mark, sealed=donor)
    receipt = Field(OPERATIONAL, Why.DEED, BOOKS, says=_("The number of a receipt, and which words it has"))
    declare(f"{APP}.Receipt", number=receipt, donation=receipt, wording=receipt)


def declare_rest() -> None:
    """Numbers, words, messages of the provider, and what segments may know."""
    public = Field(PUBLIC, Why.PUBLISH, _("until staff remove it"))
    words = ["version", "from_day", "organization", "status", "tax_line"]
    declare(f"{APP}.ReceiptWording", **dict.fromkeys(words, public))
    numbers = [
        "fundraiser",
        "currency",
        "day",
        "part",
        "in_drive",
        "source",
        "gifts",
        "amount",
        "new_monthly",
    ]
    number = Field(OPERATIONAL, Why.DEED, _("as long as its row"), says=_("How much was given, by day"))
    declare(f"{APP}.GiftDelta", **dict.fromkeys(numbers, number))
    declare(f"{APP}.GiftTotal", **dict.fromkeys(numbers, number))
    message = Field(
        OPERATIONAL,
        Why.RUN,
        "donations.messages",
        says=_("That a message of the payment provider was taken, never what it said"),
    )
    cards = Field(
        OPERATIONAL,
        Why.RUN,
        _("3 hours"),
        says=_("How many cards worked and were refused in an hour, all donors together"),
    )
    payout = Field(
        OPERATIONAL,
        Why.DEED,
        BOOKS,
        says=_("What the payment service paid out, and what of it is not in our books"),
    )
    declare(f"{APP}.Payout", **dict.fromkeys(PAYOUT, payout))
    declare(f"{APP}.CardHour", **dict.fromkeys(("hour", "worked", "refused"), cards))
    declare(f"{APP}.ProviderEvent", event_id=message, kind=message, day=message)
    giving = Field(
        CONTACT,
        Why.CONTACT,
        _("while you take our news; to which drive, until 30 days after it closed"),
        "donations.erasers.forget_giving",
        _("Whether you give once or monthly, never how much; only if you asked for news"),
    )
    partners = Field(
        PUBLIC, Why.PUBLISH, _("until staff remove it"), says=_("Which partner shows a form on its pages")
    )
    notice = Field(OPERATIONAL, Why.RUN, _("until it was sent"), says=_("Whom of the staff a letter goes to"))
    declare(f"{APP}.GiftNotice", **dict.fromkeys(("user", "why", "fundraiser", "number"), notice))
    declare(f"{APP}.Embed", fundraiser=partners, partner=partners, source=partners, is_live=partners)
    declare(f"{APP}.Giving", supporter=giving, standing=giving, drive=giving)
