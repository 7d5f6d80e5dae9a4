"""What every field of this app holds, why and for how long: feeds "What we hold" and the DPIA."""

from django.utils.translation import gettext_lazy as _

from privacy.inventory import Field, Sensitivity, Why, declare

APP = "countersign_petitions"
WITH_THE_ROW = _("as long as its row")
UNTIL_BUTTON = _("until you press the button in the mail, 7 days at most")
UNTIL_CLOSE = _("until the petition closes")
WHILE_PETITION = _("as long as the petition")
UNTIE = "petitions.jobs.retention.untie"

CONTACT = Sensitivity.CONTACT
OPERATIONAL = Sensitivity.OPERATIONAL
PUBLIC = Sensitivity.PUBLIC
SECRET = Sensitivity.SECRET

# Rules and words of a petition, all of them public or plain settings.
# fmt: off
RULES = [
    "campaign", "name", "is_pledge", "targets", "title", "ask", "verb", "noun_one", "noun_many",
    "after_mail_subject", "after_mail_body", "state", "opens", "closes", "closed_on", "delivered_on",
    "goal", "shown_total", "recounted_on", "confirm_by_mail", "is_delivered",
    "redeliver_every", "redeliver_unit",
    "ask_news", "ask_family_name",
    "ask_postal_code", "ask_country", "comment_choice", "ask_name_to_target", "shows_names",
    "ask_campus_proof", "partners", "pause_reason", "archived_way", "archived_to", "was_won",
]
# fmt: on


def declare_all() -> None:
    """Declare the fields of every model of this app."""
    public = Field(PUBLIC, Why.PUBLISH, _("until staff remove it"))
    declare(f"{APP}.Petition", **dict.fromkeys(RULES, public))
    declare(f"{APP}.PetitionTarget", petition=public, target=public, sort_order=public)
    declare_signatures()
    declare_totals()
    declare_places()
    declare_updates()
    declare_news()
    declare_organizers()


def declare_signatures() -> None:
    """Signatures and the comments beside them."""
    tie = Field(CONTACT, Why.DEED, "petitions.signers", UNTIE, _("That it was you who signed"))
    waits = Field(
        OPERATIONAL, Why.RUN, UNTIL_BUTTON, says=_("When we remind you, and when your form is deleted")
    )
    region = Field(OPERATIONAL, Why.DEED, WHILE_PETITION, says=_("Country and state of a signature"))
    campus = Field(
        OPERATIONAL, Why.DEED, WHILE_PETITION, says=_("At which campus a signature counts, and as what")
    )
    kind = Field(OPERATIONAL, Why.DEED, WHILE_PETITION, says=_("What a signature is and where it stands"))
    given = Field(
        OPERATIONAL, Why.DEED, WHILE_PETITION, says=_("With which delivery a signature was handed over")
    )
    wish = Field(CONTACT, Why.DEED, "petitions.signers", UNTIE, _("What you allowed when you signed"))
    declare(
        f"{APP}.Signature",
        petition=kind,
        state=kind,
        language=kind,
        is_test=kind,
        method=kind,
        quarantine_reason=kind,
        put_aside=kind,
        run=kind,
        on_campus_mail=kind,
        supporter=tie,
        action=tie,
        # That of a table, too, though it tells where one stood: totals by source are taken from the rows,
        # also when one is withdrawn or recounted. The Action has none of it, and the campus stands beside it.
        source=Field(
            OPERATIONAL, Why.DEED, "petitions.signers", UNTIE, _("The code on the link you came by")
        ),
        mark=Field(
            SECRET,
            Why.PROTECT,
            UNTIL_CLOSE,
            "petitions.jobs.closing.finish_closing",
            _("A fingerprint that shows you signed once"),
        ),
        mark_version=kind,
        repeat_key=Field(
            SECRET, Why.PROTECT, UNTIL_BUTTON, says=_("A fingerprint of the form, against double clicks")
        ),
        remind_at=waits,
        expires_at=waits,
        country=region,
        region=region,
        place=campus,
        affiliation=campus,
        batch=Field(
            OPERATIONAL,
            Why.RUN,
            "petitions.batches",
            "petitions.jobs.paper.enforce_batches",
            _("In which pile your slip of paper lay"),
        ),
        delivery=given,
        place_delivery=given,
        news=wish,
        name_to_target=wish,
        show_name=wish,
        sealed=Field(
            CONTACT, Why.CONTACT, UNTIL_BUTTON, "petitions.jobs.waiting.forget_typed", _("What you typed")
        ),
    )
    comment = Field(OPERATIONAL, Why.PUBLISH, "petitions.comments", says=_("A comment and where it stands"))
    declare(
        f"{APP}.Comment",
        signature=comment,
        state=comment,
        language=comment,
        fingerprint=Field(
            SECRET,
            Why.PROTECT,
            "petitions.comments",
            "petitions.jobs.comments.enforce_held_comments",
            _("A fingerprint of a comment that was hidden, by which copies of it are known"),
        ),
        sealed=Field(
            CONTACT, Why.PUBLISH, "petitions.comments", "petitions.jobs.retention.untie", _("Your comment")
        ),
    )


def declare_totals() -> None:
    """Numbers, without anybody's name."""
    number = Field(OPERATIONAL, Why.DEED, WITH_THE_ROW, says=_("How many signed, by day"))
    declare(
        f"{APP}.TotalDelta",
        petition=number,
        left=number,
        entered=number,
        day=number,
        place=number,
        affiliation=number,
        method=number,
        not_genuine=number,
        language=number,
        source=number,
    )
    declare(f"{APP}.KindTotal", petition=number, kind=number, day=number, amount=number)
    part = Field(
        OPERATIONAL,
        Why.DEED,
        WITH_THE_ROW,
        says=_("How many signed in a language, at a campus, or came by a link’s code"),
    )
    declare(f"{APP}.PartTotal", petition=part, part=part, value=part, amount=part)
    declare(f"{APP}.Total", petition=number, state=number, day=number, amount=number)
    hour = Field(OPERATIONAL, Why.PROTECT, "petitions.hours", says=_("How many forms came in an hour"))
    declare(f"{APP}.HourlyCount", petition=hour, hour=hour, amount=hour, is_noted=hour)


def declare_places() -> None:
    """Campuses: public, like the petition. What visitors propose is no statement about them."""
    public = Field(PUBLIC, Why.PUBLISH, _("until staff remove it"))
    declare(f"{APP}.Affiliation", petition=public, label=public, sort_order=public)
    declare(
        f"{APP}.Place",
        petition=public,
        institution=public,
        jurisdiction=public,
        slug=public,
        ask=public,
        target=public,
        state=public,
        proved=Field(PUBLIC, Why.PUBLISH, WITH_THE_ROW, says=_("How many showed to be at a campus")),
    )
    number = Field(OPERATIONAL, Why.DEED, WITH_THE_ROW, says=_("How many signed at a campus, by day"))
    declare(f"{APP}.PlaceTotal", place=number, affiliation=number, day=number, amount=number)
    proof = Field(
        OPERATIONAL, Why.RUN, "petitions.proofs", says=_("When an address at a campus is forgotten")
    )
    declare(
        f"{APP}.CampusProof",
        place=proof,
        language=proof,
        expires_at=proof,
        sealed=Field(
            CONTACT,
            Why.CONTACT,
            "petitions.proofs",
            "petitions.jobs.proofs.remove_proofs",
            _("An address at a campus that is asked once"),
        ),
    )
    told = Field(
        OPERATIONAL,
        Why.PUBLISH,
        "petitions.notices",
        "petitions.jobs.retention.enforce_notices",
        _("A recruiter that somebody told us of, without who it was"),
    )
    declare(f"{APP}.RecruiterNotice", place=told, day=told, url=told, language=told, state=told)
    proposed = Field(
        OPERATIONAL,
        Why.PUBLISH,
        "petitions.proposals",
        "petitions.jobs.retention.enforce_proposals",
        _("A campus that somebody proposed, without who it was"),
    )
    declare(
        f"{APP}.PlaceProposal",
        petition=proposed,
        name=proposed,
        locality=proposed,
        region=proposed,
        language=proposed,
    )


def declare_updates() -> None:
    """What happened: public once a moderator says so."""
    told = Field(
        PUBLIC,
        Why.PUBLISH,
        _("as long as it is shown; 30 days once it was hidden, or if nobody let it through"),
        says=_("What happened, as it is told on a petition’s page"),
    )
    names = ["petition", "place", "title", "body", "url", "day", "state", "milestone"]
    declare(f"{APP}.Update", **dict.fromkeys(names, told))


def declare_news() -> None:
    """Messages to signers, and for 30 days which signature each went to."""
    words = Field(
        OPERATIONAL,
        Why.CONTACT,
        _("as long as the petition; 30 days if nobody let it through"),
        says=_("A message to those who asked for news"),
    )
    declare(
        f"{APP}.SignerNews",
        petition=words,
        place=words,
        audience=words,
        is_local=words,
        subject=words,
        text=words,
        button_label=words,
        button_url=words,
        state=words,
        approved_by=words,
        approved_on=words,
        filled_to=words,
        is_filled=words,
    )
    sent = Field(
        OPERATIONAL,
        Why.RUN,
        "petitions.letters",
        says=_("Where a message to you stands: waiting, sent, failed"),
    )
    used = Field(
        OPERATIONAL,
        Why.RUN,
        _("emptied when used"),
        says=_("When it is sent, and by which run of the mail program"),
    )
    declare(
        f"{APP}.NewsLetter",
        state=sent,
        why=sent,
        attempts=sent,
        due=used,
        claim=used,
        lease_until=used,
        message=sent,
        signature=Field(
            CONTACT,
            Why.CONTACT,
            "petitions.letters",
            "petitions.jobs.news.enforce_letters",
            _("That a message went to you"),
        ),
    )
    number = Field(OPERATIONAL, Why.RUN, WITH_THE_ROW, says=_("How many letters of a message ended how"))
    declare(f"{APP}.NewsLetterCount", message=number, state=number, number=number)


def declare_organizers() -> None:
    """Who organizes at a campus by a private link."""
    link = Field(
        OPERATIONAL, Why.RUN, "petitions.organizers", says=_("A private link to a campus, and its last day")
    )
    declare(
        f"{APP}.CampusOrganizer",
        place=link,
        slot=link,
        language=link,
        ends=link,
        sealed=Field(
            CONTACT,
            Why.CONTACT,
            "petitions.organizers",
            "petitions.jobs.organizers.enforce_links",
            _("The address that a private link to a campus was mailed to, encrypted with a key of its own"),
        ),
    )
