"""What every field of this app holds, why and for how long: feeds "What we hold" and the DPIA."""

from django.utils.translation import gettext_lazy as _

from privacy.inventory import Field, Sensitivity, Why, declare

APP = "countersign_supporters"
GONE = _("until you are erased: when you say so, when nothing keeps you here, or after 24 months")
UNTIL_REMOVED = _("until staff remove it")
ERASER = "supporters.jobs.forget"

CONTACT = Sensitivity.CONTACT
OPERATIONAL = Sensitivity.OPERATIONAL
PUBLIC = Sensitivity.PUBLIC


def declare_all() -> None:
    """Declare the fields of every model of this app."""
    declare_people()
    declare_doors()
    declare_ledger()
    declare_settings()
    declare_segments()
    declare_imports()


def declare_people() -> None:
    """Supporters, how they are found, and their lists."""
    finding = _("A fingerprint of your address or phone, to find you again")
    erasing = Field(OPERATIONAL, Why.PROTECT, GONE, ERASER, _("The month you last did something here"))
    declare(
        f"{APP}.Supporter",
        joined=Field(OPERATIONAL, Why.CONTACT, GONE, ERASER, _("The day you came in")),
        country=Field(CONTACT, Why.CONTACT, GONE, ERASER, _("Your country")),
        region=Field(CONTACT, Why.CONTACT, GONE, ERASER, _("Your state, from your postal code")),
        language=Field(OPERATIONAL, Why.CONTACT, GONE, ERASER, _("The language we write to you in")),
        state=Field(OPERATIONAL, Why.CONTACT, GONE, ERASER, _("Whether you confirmed your address")),
        tags=Field(CONTACT, Why.CONTACT, GONE, ERASER, _("Topics you care about")),
        active_month=erasing,
        asked_months=erasing,
        idle_since=Field(
            OPERATIONAL,
            Why.PROTECT,
            "supporters.idle",
            ERASER,
            _("The day from which we had no need of you here"),
        ),
    )
    index = Field(Sensitivity.SECRET, Why.PROTECT, GONE, ERASER, finding)
    declare(
        f"{APP}.SubjectIndex",
        supporter=index,
        kind=index,
        index=index,
        idx_version=index,
        rules_version=index,
    )
    standing = Field(CONTACT, Why.CONTACT, GONE, ERASER, _("Which lists you joined or left, and the day"))
    declare(f"{APP}.Subscription", supporter=standing, list=standing, state=standing, since=standing)

    written = Field(OPERATIONAL, Why.CONTACT, GONE, ERASER, _("Who of our staff wrote a note about you"))
    declare(
        f"{APP}.SupporterNote",
        supporter=Field(CONTACT, Why.CONTACT, GONE, ERASER, _("That a note is about you")),
        author=written,
        sealed=Field(
            CONTACT,
            Why.CONTACT,
            GONE,
            ERASER,
            _("What our staff wrote down about you, encrypted with a key of its own"),
        ),
    )


def declare_doors() -> None:
    """Who asked for their own door."""
    asked = Field(OPERATIONAL, Why.RUN, "supporters.doors", says=_("When such an address is forgotten"))
    declare(
        f"{APP}.DoorRequest",
        language=asked,
        expires_at=asked,
        sealed=Field(
            CONTACT,
            Why.CONTACT,
            "supporters.doors",
            "supporters.jobs.expire_doors",
            _("An address that asked what we hold, encrypted with a key of its own"),
        ),
    )


def declare_ledger() -> None:
    """What people were asked, and what they answered."""
    answer = Field(CONTACT, Why.CONSENT, GONE, ERASER, _("What you said yes or no to, how, and the day"))
    declare(f"{APP}.Consent", wording=answer, list_id=answer, answer=answer, how=answer, day=answer)
    asked = Field(PUBLIC, Why.CONSENT, _("for ever"), says=_("The words of a consent question"))
    declare(f"{APP}.ConsentWording", key=asked, version=asked, language=asked, text=asked, partner=asked)


def declare_settings() -> None:
    """What the organization says about itself, its partners and lists."""
    shown = Field(PUBLIC, Why.PUBLISH, UNTIL_REMOVED)
    declare(f"{APP}.Partner", name=shown, website=shown)
    declare(f"{APP}.List", name=shown, description=shown, is_public=shown, partner=shown)
    declare(f"{APP}.Tag", name=Field(OPERATIONAL, Why.CONTACT, UNTIL_REMOVED))
    declare(
        f"{APP}.Organization",
        name=shown,
        website=shown,
        contact_email=shown,
        postal_address=shown,
        privacy_contact=shown,
        about=shown,
        exports_need_two=Field(OPERATIONAL, Why.PROTECT, UNTIL_REMOVED),
    )


def declare_segments() -> None:
    """Questions over supporters. Neither holds who fits; a count is gone the next day."""
    asked = Field(OPERATIONAL, Why.CONTACT, UNTIL_REMOVED)
    declare(f"{APP}.Segment", name=asked, tree=asked)
    counted = Field(OPERATIONAL, Why.PROTECT, "supporters.segment_counts")
    declare(
        f"{APP}.SegmentCount",
        segment=counted,
        tree=counted,
        asked_by=counted,
        state=counted,
        claim=counted,
        lease=counted,
        reached=counted,
        upto=counted,
        looked=counted,
        hits=counted,
    )


def declare_imports() -> None:
    """Files of people from other systems: who brought them and how many, never who is in them."""
    counted = Field(OPERATIONAL, Why.RUN, "supporters.imports")
    files = Field(OPERATIONAL, Why.RUN, _("24 hours"))
    words = Field(OPERATIONAL, Why.CONSENT, "supporters.imports")
    declare(
        f"{APP}.SupporterImport",
        asked_by=counted,
        state=counted,
        claim=counted,
        lease=counted,
        done=counted,
        todo=counted,
        undoing=counted,
        undo_file=files,
        upload=files,
        rows_file=files,
        stage=counted,
        refusal=counted,
        rows=counted,
        at=counted,
        system=counted,
        mapping=counted,
        others=counted,
        mail_list=counted,
        basis=words,
        words=words,
        said_on=words,
        language=counted,
        wording=words,
        counts=counted,
        bad_rows=counted,
    )
