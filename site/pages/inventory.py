"""What every field of the ready-made site's own models is, and why it is there."""

from django.utils.translation import gettext_lazy as _

from privacy.inventory import Field, Sensitivity, Why, declare

UNTIL_REMOVED = _("until an editor removes it")


def declare_all() -> None:
    """Declare pages, pictures, the look and the demo's ledger."""
    shown = Field(Sensitivity.PUBLIC, Why.PUBLISH, UNTIL_REMOVED)
    running = Field(Sensitivity.OPERATIONAL, Why.RUN, UNTIL_REMOVED)
    _declare_pages(shown)
    _declare_campaigns(shown)
    _declare_events(shown)
    _declare_fundraisers(shown)
    _declare_pictures(shown, running)
    declare("site_pages.LookSettings", site=running, accent=shown, logo=shown, mode=shown)
    demo = Field(
        Sensitivity.OPERATIONAL, Why.RUN, _("until the demo is removed"), says=_("What the demo made")
    )
    declare("site_pages.DemoItem", model=demo, key=demo, before=demo)


def _declare_pages(shown: Field) -> None:
    declare("site_pages.HomePage", demand=shown, lead=shown, body=shown)
    declare("site_pages.StandardPage", lead=shown, body=shown)
    declare(
        "site_pages.PetitionPage",
        petition=shown,
        demand=shown,
        ask=shown,
        button=shown,
        noun_one=shown,
        noun_many=shown,
        thanks=shown,
        after_mail_subject=shown,
        after_mail_body=shown,
        closed=shown,
        victory=shown,
        body=shown,
    )


def _declare_campaigns(shown: Field) -> None:
    declare(
        "site_pages.CampaignPage",
        campaign=shown,
        demand=shown,
        lead=shown,
        picture=shown,
        wrong=shown,
        who=shown,
        now=shown,
        act_page=shown,
        act_words=shown,
        body=shown,
    )
    declare("site_pages.UpdatePage", day=shown, office=shown, lead=shown, picture=shown, body=shown)
    declare("site_pages.TargetPage", target=shown, lead=shown, body=shown)
    declare("site_pages.FightsPage", lead=shown, body=shown)
    declare("site_pages.UpdatesPage", lead=shown)
    declare(
        "site_pages.ResourcePage", lead=shown, body=shown, downloads=shown, reviewed_on=shown, reviewer=shown
    )


def _declare_events(shown: Field) -> None:
    declare(
        "site_pages.EventPage",
        event=shown,
        ask=shown,
        about=shown,
        thanks=shown,
        body=shown,
    )
    declare("site_pages.EventsPage", lead=shown)


def _declare_fundraisers(shown: Field) -> None:
    declare(
        "site_pages.FundraiserPage",
        fundraiser=shown,
        ask=shown,
        about=shown,
        banner_line=shown,
        thanks=shown,
        after_words=shown,
        body=shown,
    )


def _declare_pictures(shown: Field, running: Field) -> None:
    declare(
        "site_pages.CampaignImage",
        title=running,
        file=shown,
        description=shown,
        width=running,
        height=running,
        created_at=running,
        uploaded_by_user=Field(
            Sensitivity.OPERATIONAL,
            Why.RUN,
            UNTIL_REMOVED,
            says=_("Which member of staff uploaded a picture"),
        ),
        focal_point_x=running,
        focal_point_y=running,
        focal_point_width=running,
        focal_point_height=running,
        file_size=running,
        file_hash=running,
        collection=running,
        tags=running,
    )
    declare(
        "site_pages.CampaignRendition",
        image=running,
        filter_spec=running,
        file=shown,
        width=running,
        height=running,
        focal_point_key=running,
    )
