"""What every field of the outbox holds, why and for how long."""

from django.utils.translation import gettext_lazy as _

from privacy.inventory import Field, Sensitivity, Text, Why, declare

RULE = "outbox.letters"


def declare_all() -> None:
    """Declare the fields of every model of this app."""
    declare(
        "countersign_outbox.Letter",
        sealed=Field(
            Sensitivity.CONTACT,
            Why.CONTACT,
            _("emptied when the letter was sent or cannot be"),
            eraser="outbox.letter_courier",
            says=_("The address of a letter, encrypted with a key of its own"),
        ),
        state=_running(_("Where a letter stands: waiting, sent, failed")),
        why=_running(_("Why a letter was not sent")),
        due=_until_used(_("When a letter is to be sent")),
        claim=_until_used(_("Which run of the mail program holds a letter")),
        lease_until=_until_used(_("Until when it may hold it")),
        attempts=_running(_("How often a letter was tried")),
        kind=_running(_("What kind of letter it is")),
        language=_running(_("The language of a letter")),
        ref_model=_running(_("What sort of thing a letter is about")),
        ref_id=Field(
            Sensitivity.CONTACT,
            Why.CONTACT,
            _("emptied when the letter was sent or cannot be"),
            eraser="outbox.letter_courier",
            says=_("The random number of what a letter is about"),
        ),
        list_id=_running(_("The list that a letter belongs to")),
        paid=_running(_("Whether it counts among the letters of the day")),
    )
    declare(
        "countersign_outbox.FindingMail",
        **dict.fromkeys(
            ("user", "findings", "state", "why", "attempts"),
            Field(
                Sensitivity.OPERATIONAL,
                Why.PROTECT,
                "outbox.finding_mails",
                says=_("Which member of staff was told of something unusual that the staff did"),
            ),
        ),
        **dict.fromkeys(
            ("due", "claim", "lease_until"), _until_used(_("When that mail is sent, and by which run"))
        ),
    )
    declare(
        "countersign_outbox.LetterCount",
        day=_counted(_("A day")),
        kind=_counted(_("A kind of letter")),
        state=_counted(_("How letters of that kind ended")),
        number=_counted(_("How many of them there were")),
    )
    declare(
        "countersign_outbox.Turn",
        name=_counted(_("A mail server of ours, or a big mailbox provider")),
        next_at=_counted(_("When it may get its next mail")),
        later_at=_counted(_("When it may get those that were put off")),
    )
    declare(
        "countersign_outbox.Refusal",
        fingerprint=Field(
            Sensitivity.SECRET,
            Why.PROTECT,
            _("until you sign up again and confirm it, or ask us to forget even that"),
            eraser="outbox.services.lift_all_refusals",
            says=_("A fingerprint of an address that wants no mail; the address cannot be read from it"),
        ),
        idx_version=_refused(_("Which of our keys that fingerprint was made with")),
        list_id=_refused(_("The list that the address does not want, or all of them")),
        reason=_refused(_("What made it refuse")),
        day=_refused(_("The day of that")),
        until=Field(
            Sensitivity.SECRET,
            Why.PROTECT,
            "outbox.pauses",
            eraser="outbox.services.lift_all_refusals",
            says=_("The day until which an address wants no mail, if it said one"),
        ),
    )
    declare(
        "countersign_outbox.PutBack",
        fingerprint=Field(
            Sensitivity.SECRET,
            Why.PROTECT,
            "outbox.put_back",
            eraser="outbox.services.lift_all_refusals",
            says=_("A fingerprint of an address whose mailbox was full or did not answer"),
        ),
        idx_version=_put_back(_("Which of our keys that fingerprint was made with")),
        day=_put_back(_("The day on which mail to it came back")),
    )
    declare(
        "countersign_outbox.HeardMark",
        mark=_marked(_("That we were told what became of some mail, without which")),
        day=_marked(_("The day on which we were told")),
    )
    declare(
        "countersign_outbox.SentDay",
        domain=_of_domain(_("An address of ours that mail was sent from, without the part before the @")),
        day=_of_domain(_("A day")),
        number=_of_domain(_("How many mails were sent on it, to all together")),
    )


def _running(says: Text) -> Field:
    return Field(Sensitivity.OPERATIONAL, Why.RUN, RULE, says=says)


def _until_used(says: Text) -> Field:
    return Field(Sensitivity.OPERATIONAL, Why.RUN, _("emptied when used"), says=says)


def _counted(says: Text) -> Field:
    return Field(Sensitivity.OPERATIONAL, Why.RUN, _("as long as the site"), says=says)


def _put_back(says: Text) -> Field:
    return Field(Sensitivity.OPERATIONAL, Why.PROTECT, "outbox.put_back", says=says)


def _marked(says: Text) -> Field:
    return Field(Sensitivity.OPERATIONAL, Why.PROTECT, "outbox.heard", says=says)


def _of_domain(says: Text) -> Field:
    return Field(Sensitivity.OPERATIONAL, Why.RUN, "outbox.sent_days", says=says)


def _refused(says: Text) -> Field:
    return Field(Sensitivity.OPERATIONAL, Why.PROTECT, _("until you sign up again and confirm it"), says=says)
