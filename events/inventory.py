"""What every field of this app holds, why and for how long: feeds "What we hold" and the DPIA."""

from django.utils.translation import gettext_lazy as _

from privacy.inventory import Field, Sensitivity, Why, declare

APP = "countersign_events"
WITH_THE_ROW = _("as long as its row")
UNTIL_STAFF = _("until staff remove it")
WITH_THE_DATE = _("as long as the date of the event; a guarded one’s until 72 hours after it")
EMPTIED = _("emptied when used")
SHRED = "events.jobs.shredding.shred_occurrence"

CONTACT = Sensitivity.CONTACT
OPERATIONAL = Sensitivity.OPERATIONAL
PUBLIC = Sensitivity.PUBLIC
SECRET = Sensitivity.SECRET

# fmt: off
RULES = [
    "campaign", "name", "title", "kind", "is_guarded", "state", "zone", "place_kind", "venue", "address",
    "area", "locality", "region", "country", "postal_code", "institution", "is_place_public", "targets",
    "partners", "what_will_happen", "bring", "not_to_bring", "risk", "contact", "legal_number", "way_out",
    "is_step_free", "has_seating", "has_sign_language", "asks_masks", "has_childcare", "languages",
    "max_guests", "needs_acceptance", "needs_invite", "ask_news", "ask_postal_code", "agreement_keys",
    "recurrence",
]
DATES = [
    "event", "is_guarded", "state", "local_start", "local_end", "starts", "ends", "rule_start", "capacity",
    "taken", "queued", "attended_count", "meeting_point_hours", "key_ends", "key_first_ends", "shredded_on",
    "reminded", "is_thanked", "sequence",
]
# fmt: on


def declare_all() -> None:
    """Declare the fields of every model of this app."""
    public = Field(PUBLIC, Why.PUBLISH, UNTIL_STAFF)
    run = Field(OPERATIONAL, Why.RUN, WITH_THE_ROW)
    declare(f"{APP}.EventKind", key=public, name=public, is_guarded=public, position=public)
    declare(f"{APP}.Agreement", key=public, version=public, name=public, words=public)
    declare(f"{APP}.Event", **dict.fromkeys(RULES, public))
    declare(f"{APP}.Occurrence", **dict.fromkeys(DATES, public))
    shift = ["occurrence", "role", "name", "local_start", "local_end", "capacity", "taken"]
    declare(f"{APP}.Shift", **dict.fromkeys(shift, public))
    question = ["event", "words", "kind", "choices", "is_required", "sort_order"]
    declare(f"{APP}.Question", **dict.fromkeys(question, public))
    declare(
        f"{APP}.InviteCode",
        event=run,
        label=run,
        most=run,
        used=run,
        code_index=Field(
            SECRET, Why.PROTECT, WITH_THE_ROW, says=_("A fingerprint of a code that lets people sign up")
        ),
    )
    declare_attendances()
    declare_private()
    declare_links()
    partners = Field(
        PUBLIC, Why.PUBLISH, WITH_THE_ROW, says=_("On which partner’s pages an open event’s form stands")
    )
    declare(f"{APP}.Embed", event=partners, partner=partners, source=partners, is_live=partners)


def declare_attendances() -> None:
    """Sign-ups, and whose they are."""
    stands = Field(OPERATIONAL, Why.DEED, WITH_THE_DATE, says=_("Where a sign-up stands, and for how many"))
    waits = Field(
        OPERATIONAL, Why.RUN, EMPTIED, says=_("Until when a place is kept for you, and your form is deleted")
    )
    print_ = Field(
        SECRET,
        Why.PROTECT,
        "events.open",
        "events.jobs.retention.enforce_open",
        _("Fingerprints by which a code, an address or a double click is known again"),
    )
    declare(
        f"{APP}.Attendance",
        is_guarded=stands,
        occurrence=stands,
        shift=Field(
            OPERATIONAL, Why.DEED, "events.open", "events.jobs.retention.enforce_open", _("Your shift")
        ),
        state=stands,
        places=Field(
            OPERATIONAL,
            Why.DEED,
            "events.open",
            "events.jobs.retention.enforce_open",
            _("How many you bring"),
        ),
        has_place=stands,
        is_confirmed=stands,
        position=waits,
        held_until=waits,
        expires_at=waits,
        code_index=print_,
        code_version=stands,
        mark=print_,
        mark_version=print_,
        repeat_key=print_,
        language=stands,
        source=Field(OPERATIONAL, Why.DEED, WITH_THE_DATE, says=_("The code on the link you came by")),
        has_address=stands,
        on_campus_mail=stands,
        is_quarantined=stands,
        sealed=Field(
            CONTACT,
            Why.CONTACT,
            "events.open",
            "events.jobs.retention.enforce_open",
            _("What you typed; of a guarded event under a key that is destroyed 72 hours after it"),
        ),
    )
    tie = Field(
        CONTACT,
        Why.DEED,
        _("as long as its row; never for a guarded event"),
        "events.erasers.forget_attendances",
        _("That it was you who signed up, and came"),
    )
    names = ["attendance", "occurrence", "supporter", "action", "came"]
    declare(f"{APP}.OpenAttendance", **dict.fromkeys(names, tie))


def declare_private() -> None:
    """What only those who are accepted get to know, and what organizers write to them."""
    run = Field(OPERATIONAL, Why.RUN, WITH_THE_DATE)
    sealed = Field(
        OPERATIONAL,
        Why.PROTECT,
        WITH_THE_DATE,
        SHRED,
        _("Meeting point and instructions for those who are accepted, encrypted"),
    )
    declare(f"{APP}.OccurrencePrivate", is_guarded=run, occurrence=run, sealed=sealed)
    words = Field(OPERATIONAL, Why.CONTACT, WITH_THE_DATE, SHRED, _("A message to those who come, encrypted"))
    declare(
        f"{APP}.Message",
        is_guarded=run,
        occurrence=run,
        audience=run,
        shift=run,
        written_by=run,
        number=run,
        sealed=words,
    )
    copy = Field(
        CONTACT, Why.CONTACT, "events.open", "events.jobs.retention.enforce_open", _("That it went to you")
    )
    declare(f"{APP}.MessageCopy", message=copy, attendance=copy)
    declare(
        f"{APP}.UsedCode",
        occurrence=run,
        mark=Field(
            SECRET,
            Why.PROTECT,
            "events.codes",
            "events.jobs.retention.enforce_codes",
            _("A fingerprint of a ticket that was shown at the door"),
        ),
        deed=run,
        places=run,
    )


def declare_links() -> None:
    """Private links, and what visitors propose."""
    link = Field(OPERATIONAL, Why.RUN, "events.links", says=_("A private link to an event, and its end"))
    declare(
        f"{APP}.HostLink",
        event=link,
        label=link,
        language=link,
        ends=link,
        sealed=Field(
            CONTACT,
            Why.CONTACT,
            "events.links",
            "events.jobs.retention.enforce_links",
            _("The address that a private link to an event was mailed to, encrypted with a key of its own"),
        ),
    )
    declare(f"{APP}.DoorLink", occurrence=link, label=link, language=link)
    proposed = Field(OPERATIONAL, Why.PUBLISH, "events.proposals", says=_("Where a proposed event stands"))
    declare(
        f"{APP}.Proposal",
        campaign=proposed,
        kind=proposed,
        state=proposed,
        language=proposed,
        event=proposed,
        reason=proposed,
        expires_at=proposed,
        sealed=Field(
            CONTACT,
            Why.PUBLISH,
            "events.proposals",
            "events.jobs.proposals.enforce_proposals",
            _("An event that you propose, and your address, encrypted"),
        ),
    )
