"""What every field of this app holds, why and for how long: feeds "What we hold" and the DPIA."""

from django.utils.translation import gettext_lazy as _

from privacy.inventory import Field, Sensitivity, declare

PUBLIC = Sensitivity.PUBLIC
OPERATIONAL = Sensitivity.OPERATIONAL

KEPT = _("as long as the campaign")
UNTIL_REMOVED = _("until staff remove it")


def declare_all() -> None:
    """Declare the fields of every model of this app."""
    shown = Field(PUBLIC, _("shown on public pages"), KEPT)
    running = Field(OPERATIONAL, _("running the campaign"), KEPT)
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
        user=Field(OPERATIONAL, _("which staff may see this campaign"), UNTIL_REMOVED),
        role=running,
    )
    declare(
        "countersign_campaigns.Action",
        supporter=Field(
            Sensitivity.CONTACT,
            _("who did it: the person's own timeline, and not asking them twice"),
            _("until it is withdrawn or the supporter is erased"),
            eraser="campaigns.erasers",
        ),
        campaign=running,
        kind=Field(OPERATIONAL, _("counting and showing what was done"), KEPT),
        source=Field(
            OPERATIONAL,
            _("which flyer or link works"),
            _("until the supporter is erased"),
            eraser="campaigns.erasers",
        ),
    )
    office = Field(PUBLIC, _("whom a demand addresses, by its public office"), UNTIL_REMOVED)
    reading = Field(OPERATIONAL, _("asking for a personal address where an office can read the mail"), UNTIL_REMOVED)
    declare(
        "countersign_campaigns.Target",
        name=office,
        kind=office,
        office_email=office,
        office_phone=office,
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
    declare(
        "countersign_campaigns.SpentProof",
        digest=Field(OPERATIONAL, _("a proof of work is worth one form"), _("2 days")),
    )
