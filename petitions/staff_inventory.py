"""What every field holds that staff fill in or decide: the other half of the app's inventory."""

from django.utils.translation import gettext_lazy as _

from petitions.inventory import APP, CONTACT, OPERATIONAL, PUBLIC, SECRET, WHILE_PETITION
from privacy.inventory import Field, Why, declare


def declare_all() -> None:
    """Declare the fields of these models."""
    declare_paper()
    declare_fraud()
    declare_deliveries()
    declare_moderation()
    declare_embeds()
    declare_kiosks()
    declare_exports()


def declare_paper() -> None:
    """Piles of slips, without anybody's name."""
    pile = Field(
        OPERATIONAL, Why.RUN, "petitions.batches", says=_("A pile of slips of paper: when and where signed")
    )
    names = ["petition", "place", "day", "news_version", "updates_version", "entered", "ends"]
    declare(f"{APP}.PaperBatch", **dict.fromkeys(names, pile))


def declare_fraud() -> None:
    """What a team looks for among signatures, and how often."""
    day = Field(
        OPERATIONAL,
        Why.PROTECT,
        "petitions.fraud_runs",
        says=_("How many signatures a search for bad ones found, and which member of staff asked"),
    )
    declare(
        f"{APP}.FraudRule",
        petition=day,
        sealed=Field(
            CONTACT,
            Why.PROTECT,
            "petitions.fraud_rules",
            "petitions.jobs.fraud.enforce_rules",
            _("What a team looks for among signatures, which may be a name, encrypted"),
        ),
    )
    declare(
        f"{APP}.FraudRun",
        **dict.fromkeys(["petition", "rule", "asked_by", "is_by_hand", "reads_contact"], day),
        **dict.fromkeys(["phase", "state", "claim", "lease", "reached", "upto"], day),
        **dict.fromkeys(["looked", "unreadable", "total", "hits", "examples"], day),
        **dict.fromkeys(["put_aside", "put_back", "ran_on"], day),
    )


def declare_deliveries() -> None:
    """Deliveries: to offices, by staff. The pack itself is a file and declared with those."""
    told = Field(PUBLIC, Why.PUBLISH, WHILE_PETITION)
    inside = Field(
        OPERATIONAL, Why.RUN, WHILE_PETITION, says=_("When and how a petition was handed over, and how many")
    )
    declare(
        f"{APP}.Delivery",
        **dict.fromkeys(["petition", "place", "targets", "state", "day", "way", "venue"], told),
        **dict.fromkeys(["letter", "reply", "reply_url", "replied_on"], told),
        **dict.fromkeys(["update", "news", "reply_update", "reply_news"], told),
        **dict.fromkeys(["note", "is_scheduled", "signatures", "names", "comments", "groups"], inside),
        **dict.fromkeys(["pack_state", "pack_language", "pack_with_names", "pack_run"], inside),
        **dict.fromkeys(["pack_lease", "pack_done", "pack_todo", "pack_file"], inside),
    )


def declare_moderation() -> None:
    """Reports of pages, without who sent them, and who of the staff decided what."""
    report = Field(
        OPERATIONAL,
        Why.PROTECT,
        "petitions.reports",
        says=_("What somebody reported of a page, without who it was"),
    )
    declare(
        f"{APP}.PageReport",
        **dict.fromkeys(["petition", "place", "reason", "language", "state"], report),
        repeat_key=Field(
            SECRET,
            Why.PROTECT,
            "petitions.reports",
            says=_(
                "A fingerprint of a report, against double clicks, under a key that is destroyed after a day"
            ),
        ),
        sealed=Field(
            CONTACT,
            Why.PROTECT,
            "petitions.reports",
            "petitions.jobs.comments.enforce_reports",
            _("The words of a report of a page, encrypted with a key of their own"),
        ),
    )
    decided = Field(
        OPERATIONAL,
        Why.PROTECT,
        "petitions.decisions",
        says=_("Which member of staff decided on a comment or a report, and on which day"),
    )
    declare(
        f"{APP}.ModerationDecision",
        **dict.fromkeys(["petition", "user", "deed", "about", "day"], decided),
    )


def declare_embeds() -> None:
    """Forms on partners' pages: which organization, never who came by it."""
    shown = Field(
        PUBLIC, Why.PUBLISH, WHILE_PETITION, says=_("On which partner’s pages a petition’s form stands")
    )
    declare(f"{APP}.Embed", petition=shown, partner=shown, source=shown, is_live=shown)
    told = Field(
        PUBLIC, Why.PUBLISH, WHILE_PETITION, says=_("How many signed, by days and regions of ten or more")
    )
    declare(f"{APP}.OpenPeriod", **dict.fromkeys(["petition", "place", "first", "last", "amount"], told))
    declare(f"{APP}.OpenRegion", **dict.fromkeys(["petition", "country", "region", "amount"], told))


def declare_kiosks() -> None:
    """Forms on tables: which petition, where and how long, nothing of a device or of who signed."""
    table = Field(
        OPERATIONAL,
        Why.RUN,
        "petitions.kiosks",
        says=_("At which table a petition’s form is open, and until when"),
    )
    declare(f"{APP}.Kiosk", **dict.fromkeys(["petition", "place", "source", "language", "ends"], table))


def declare_exports() -> None:
    """Which table of signatures was asked for by whom. The table itself is a file and declared with those."""
    asked = Field(
        OPERATIONAL,
        Why.PROTECT,
        "petitions.exports",
        says=_("Which member of staff asked for a table of signatures, and what for"),
    )
    declare(
        f"{APP}.SignatureExport",
        **dict.fromkeys(["petition", "asked_by", "allowed_by", "purpose", "file_format", "language"], asked),
        **dict.fromkeys(["state", "run", "lease", "done", "file", "rows"], asked),
    )
