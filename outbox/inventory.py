"""What every field of the outbox holds, why and for how long."""

from django.utils.translation import gettext_lazy as _

from privacy.inventory import Field, Sensitivity, Why, declare

RULE = "outbox.letters"


def declare_all() -> None:
    """Declare the fields of every model of this app."""
    running = Field(Sensitivity.OPERATIONAL, Why.RUN, RULE)
    until_used = Field(Sensitivity.OPERATIONAL, Why.RUN, _("emptied when used"))
    declare(
        "countersign_outbox.Letter",
        sealed=Field(
            Sensitivity.CONTACT,
            Why.CONTACT,
            _("emptied when the letter was sent or cannot be"),
            eraser="outbox.letter_courier",
            says=_("The address of a letter, encrypted with a key of its own"),
        ),
        state=running,
        why=running,
        due=until_used,
        claim=until_used,
        lease_until=until_used,
        attempts=running,
        kind=running,
        language=running,
        ref_model=running,
        ref_id=Field(
            Sensitivity.CONTACT, Why.CONTACT, RULE, says=_("The random number of what a letter is about")
        ),
        list_id=running,
        paid=running,
    )
    counted = Field(Sensitivity.OPERATIONAL, Why.RUN, _("as long as the site"))
    declare("countersign_outbox.LetterCount", day=counted, kind=counted, state=counted, number=counted)
    kept = Field(Sensitivity.OPERATIONAL, Why.PROTECT, _("until you sign up again and confirm it"))
    declare(
        "countersign_outbox.Refusal",
        fingerprint=Field(
            Sensitivity.SECRET,
            Why.PROTECT,
            _("until you sign up again and confirm it, or ask us to forget even that"),
            eraser="outbox.services.lift_all_refusals",
            says=_("A fingerprint of an address that wants no mail; the address cannot be read from it"),
        ),
        idx_version=kept,
        list_id=kept,
        reason=kept,
        day=kept,
    )
