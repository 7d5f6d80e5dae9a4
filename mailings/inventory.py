"""What every field of this app holds, why and for how long: feeds "What we hold" and the DPIA."""

from django.utils.translation import gettext_lazy as _

from privacy.inventory import Field, Sensitivity, Text, Why, declare

APP = "countersign_mailings"
RULE = "mailings.recipients"
PLACES_RULE = "mailings.series"

# Rules of a mailing, its words and its looks: nothing of anybody.
# fmt: off
MAILING = [
    "name", "campaign", "sender", "wrapper", "state", "source", "lists", "segments", "without_lists",
    "without_segments", "without_mailings", "again_of", "acted_kind", "acted_id", "last_hours_reason",
    "deadline_local", "deadline_zone", "deadline_at", "scheduled_local", "scheduled_zone", "scheduled_at",
    "is_local_morning", "leaves_at", "needs_second", "approved_on", "approved_print", "half_rate",
    "paused_why", "counted_before", "test_share", "test_by", "test_hours", "sends_winner_itself",
    "test_ends_at", "winner", "frozen", "is_frozen", "ended_on",
]
# fmt: on


def declare_all() -> None:
    """Declare the fields of every model of this app."""
    public = Field(Sensitivity.PUBLIC, Why.PUBLISH, _("until staff remove it"))
    staff = Field(
        Sensitivity.OPERATIONAL, Why.RUN, _("until staff remove it"), says=_("Who of the staff did it")
    )
    declare(f"{APP}.Mailing", **dict.fromkeys(MAILING, public), made_by=staff, approved_by=staff)
    declare(
        f"{APP}.MailContent",
        **dict.fromkeys(
            ("mailing", "variant", "language", "subject", "preheader", "body", "latest_revision"), public
        ),
    )
    declare(f"{APP}.Sender", **dict.fromkeys(("campaign", "name", "reply_to"), public))
    looks = ("name", "logo", "accent", "background", "text_colour", "footer", "partner")
    declare(f"{APP}.Wrapper", **dict.fromkeys(looks, public))
    notice = Field(
        Sensitivity.OPERATIONAL, Why.RUN, _("until it was sent"), says=_("Whom of the staff a letter goes to")
    )
    declare(f"{APP}.PauseNotice", mailing=notice, user=notice, why=notice)
    declare(f"{APP}.TestSend", content=notice, user=notice)
    declare_recipients()
    declare_counts()
    declare_series()


def declare_recipients() -> None:
    """Who gets a mailing: gone after 30 days."""
    declare(
        f"{APP}.Recipient",
        mailing=Field(
            Sensitivity.CONTACT,
            Why.CONTACT,
            RULE,
            "mailings.jobs.retention.enforce_recipients",
            _("Which of our mailings you got"),
        ),
        supporter=Field(
            Sensitivity.CONTACT,
            Why.CONTACT,
            RULE,
            "mailings.jobs.retention.enforce_recipients",
            _("That it was you who got a mailing"),
        ),
        mail_list=_running(_("As somebody on which list you got it")),
        variant=_running(_("Which of two wordings of a mailing you got")),
        language=_running(_("In which language you got it")),
        state=_running(_("Where a mail stands: waiting, sent, failed")),
        why=_running(_("Why a mail was not sent")),
        attempts=_running(_("How often a mail was tried")),
        due=_until_used(_("When a mail is to be sent")),
        claim=_until_used(_("Which run of the mail program holds a mail")),
        lease_until=_until_used(_("Until when it may hold it")),
    )


def declare_counts() -> None:
    """Numbers, without anybody."""
    link = Field(Sensitivity.PUBLIC, Why.PUBLISH, _("as long as the mailing"))
    declare(
        f"{APP}.MailLink", **dict.fromkeys(("code", "mailing", "variant", "language", "url", "label"), link)
    )
    visits = _counted(_("How often a link was followed in an hour, by anybody"))
    declare(f"{APP}.LinkHour", link=visits, hour=visits, visits=visits)
    number = _counted(_("What became of a mailing, in numbers"))
    declare(f"{APP}.MailingTotal", mailing=number, variant=number, outcome=number, why=number, number=number)


def declare_series() -> None:
    """Series, and where somebody is in one."""
    public = Field(Sensitivity.PUBLIC, Why.PUBLISH, _("until staff remove it"))
    series = ("name", "trigger", "list", "campaign", "acted_kind", "acted_id", "is_running", "runs_since")
    declare(f"{APP}.Series", **dict.fromkeys(series, public))
    steps = ("series", "position", "wait_days", "stops_when_acted", "mailing")
    declare(f"{APP}.SeriesStep", **dict.fromkeys(steps, public))
    place = Field(
        Sensitivity.CONTACT,
        Why.CONTACT,
        PLACES_RULE,
        "mailings.jobs.series.enforce_places",
        _("Which mails of a series you had"),
    )
    declare(f"{APP}.SeriesPlace", series=place, supporter=place, began=place, next_position=place, due=place)


def _running(says: Text) -> Field:
    return Field(Sensitivity.OPERATIONAL, Why.RUN, RULE, says=says)


def _until_used(says: Text) -> Field:
    return Field(Sensitivity.OPERATIONAL, Why.RUN, _("emptied when used"), says=says)


def _counted(says: Text) -> Field:
    return Field(Sensitivity.OPERATIONAL, Why.RUN, _("as long as the mailing"), says=says)
