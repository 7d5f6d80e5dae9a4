"""What every field of this app holds, why and for how long: feeds "What we hold" and the DPIA."""

from django.utils.translation import gettext_lazy as _

from privacy.inventory import Field, Sensitivity, Why, declare

KEPT = _("as long as the campaign")
UNTIL_REMOVED = _("until staff remove it")


def declare_all() -> None:
    """Declare the fields of every model of this app."""
    shown = Field(Sensitivity.PUBLIC, Why.PUBLISH, KEPT)
    running = Field(Sensitivity.OPERATIONAL, Why.RUN, KEPT)
    declare(
        "countersign_campaigns.Campaign",
        title=shown,
        slug=running,
        state=shown,
        first_language=running,
        news_list=running,
    )
    declare(
        "countersign_campaigns.CampaignMember",
        campaign=running,
        user=Field(Sensitivity.OPERATIONAL, Why.RUN, UNTIL_REMOVED, says=_("Which staff may see a campaign")),
        role=running,
    )
    partner = Field(
        Sensitivity.PUBLIC, Why.PUBLISH, UNTIL_REMOVED, says=_("On which sites of a partner our forms stand")
    )
    declare("countersign_campaigns.PartnerOrigin", partner=partner, origin=partner)
    report = Field(
        Sensitivity.OPERATIONAL,
        Why.PROTECT,
        "campaigns.reports",
        says=_("What somebody reported of a page, without who it was"),
    )
    declare(
        "countersign_campaigns.PageReport",
        **dict.fromkeys(["page_key", "campaign", "reason", "language", "state"], report),
        decided_by=Field(
            Sensitivity.OPERATIONAL,
            Why.RUN,
            "campaigns.reports",
            says=_("Which member of staff dealt with a report"),
        ),
        repeat_key=Field(
            Sensitivity.SECRET,
            Why.PROTECT,
            "campaigns.reports",
            says=_(
                "A fingerprint of a report, against double clicks, under a key that is destroyed after a day"
            ),
        ),
        sealed=Field(
            Sensitivity.CONTACT,
            Why.PROTECT,
            "campaigns.reports",
            "campaigns.jobs.enforce_reports",
            _("The words of a report of a page, encrypted with a key of their own"),
        ),
    )
    declare(
        "countersign_campaigns.Action",
        supporter=Field(
            Sensitivity.DANGEROUS,
            Why.DEED,
            _("until it is withdrawn or you are erased"),
            eraser="campaigns.erasers.forget",
            says=_("Who did it"),
        ),
        campaign=running,
        kind=Field(Sensitivity.OPERATIONAL, Why.DEED, KEPT, says=_("What was done")),
        source=Field(
            Sensitivity.OPERATIONAL,
            Why.DEED,
            _("until you are erased"),
            eraser="campaigns.erasers.forget",
            says=_("The code on the flyer or link that led to it"),
        ),
    )
    counted = Field(
        Sensitivity.OPERATIONAL,
        Why.RUN,
        "campaigns.days",
        says=_("How much was done on a day, and by which code"),
    )
    declare(
        "countersign_campaigns.ActionDay",
        campaign=counted,
        kind=counted,
        source=counted,
        day=counted,
        number=counted,
    )
    declare("countersign_campaigns.CountedDay", day=counted)
    pressed = Field(
        Sensitivity.OPERATIONAL,
        Why.RUN,
        "campaigns.presses",
        says=_("How often somebody opened their own mail or telephone to a target’s office, on a day"),
    )
    declare("countersign_campaigns.PressTotal", target=pressed, kind=pressed, day=pressed, number=pressed)
    office = Field(Sensitivity.PUBLIC, Why.PUBLISH, UNTIL_REMOVED)
    reading = Field(Sensitivity.OPERATIONAL, Why.PROTECT, UNTIL_REMOVED)
    declare(
        "countersign_campaigns.Target",
        name=office,
        kind=office,
        office_email=office,
        office_phone=office,
        office_address=office,
        office_hours=office,
        about=office,
        website=office,
        mail_domains=reading,
        country=office,
    )
    declare(
        "countersign_campaigns.Institution",
        name=office,
        locality=office,
        region=office,
        country=office,
        mail_domains=reading,
    )
    declare("countersign_campaigns.Jurisdiction", name=office, kind=office, region=office, country=office)
    declare(
        "countersign_campaigns.SpentProof",
        digest=Field(
            Sensitivity.OPERATIONAL,
            Why.PROTECT,
            "campaigns.spent_proofs",
            eraser="campaigns.retention.remove_proofs",
            says=_("A fingerprint of a proof of work, so that it is good for one form"),
        ),
    )
    declare_facts()


def declare_facts() -> None:
    """Dossiers and local fights: offices, contracts and votes, all with a public source."""
    fact = Field(Sensitivity.PUBLIC, Why.PUBLISH, UNTIL_REMOVED, says=_("Public facts, with their source"))
    sourced = ["source_name", "source_url", "archived_url", "as_of"]
    facts = {
        "TargetRelation": ["source", "kind", "other", "source_url", "is_draft"],
        "Recruiting": ["target", "institution", "kind", "day", "note", "source_url", "is_draft"],
        "Reply": ["target", "day", "summary", "source_url", "is_draft"],
        "Contract": [
            *sourced,
            *["vendor", "agency", "number", "product", "amount", "currency"],
            *["starts", "ends", "renewal_day", "how_obtained", "is_draft"],
        ],
        "Measure": [
            *sourced,
            *["jurisdiction", "body", "kind", "technologies", "title", "number", "summary", "carve_outs"],
            *["state", "state_day", "hearing_local", "hearing_zone", "hearing_at", "hearing_place"],
            *["how_to_speak", "votes_needed", "is_draft"],
        ],
        "MeasureStep": ["measure", "state", "day", "note", "source_url"],
        "MeasureText": ["measure", "version", "day", "url"],
    }
    for model, names in facts.items():
        declare(f"countersign_campaigns.{model}", **dict.fromkeys(names, fact))
    holder = Field(
        Sensitivity.PUBLIC,
        Why.PUBLISH,
        UNTIL_REMOVED,
        says=_("Who holds a public office, how the office is reached, and how they vote"),
    )
    names = ["measure", "seat", "name", "office_email", "office_phone", "stand", "sort_order"]
    declare("countersign_campaigns.Seat", **dict.fromkeys(names, holder))
