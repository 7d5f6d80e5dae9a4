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
    declare_merging()
    declare_growth()
    declare_sign_ups()
    declare_fields()
    declare_bulk()
    declare_leaving()
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
    keyed = dict.fromkeys(
        ("recipient", "recipient_day", "recipient_by", "agreed_recipient"),
        Field(OPERATIONAL, Why.PROTECT, UNTIL_REMOVED),
    )
    declare(f"{APP}.Partner", name=shown, website=shown, **keyed)
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
        footer=shown,
        accounts=shown,
        mail_domains=shown,
        report_email=shown,
        never_asks=shown,
        default_country=shown,
        house_rules_read=Field(OPERATIONAL, Why.RUN, UNTIL_REMOVED),
        exports_need_two=Field(OPERATIONAL, Why.PROTECT, UNTIL_REMOVED),
        canary_domain=Field(OPERATIONAL, Why.PROTECT, UNTIL_REMOVED),
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


def declare_merging() -> None:
    """Two records of one person. A suggestion and an old id say nothing of who somebody is."""
    alias = Field(
        Sensitivity.SECRET,
        Why.CONTACT,
        GONE,
        ERASER,
        _("Random numbers in links of mail that you got, from before two records of you became one"),
    )
    declare(f"{APP}.SupporterAlias", public_id=alias, supporter=alias)
    merged = Field(
        OPERATIONAL,
        Why.PROTECT,
        "supporters.merges",
        ERASER,
        _("For a day, that two records of you became one, and who of our staff did that"),
    )
    declare(
        f"{APP}.Merge",
        survivor=merged,
        merged_by=merged,
        undo_file=Field(
            Sensitivity.SECRET,
            Why.PROTECT,
            "supporters.merges",
            ERASER,
            _("For a day, how two records of you were before they became one, encrypted by themselves"),
        ),
    )
    alike = Field(
        OPERATIONAL, Why.CONTACT, GONE, ERASER, _("That two records may both be you, or that they are not")
    )
    declare(f"{APP}.MergeSuggestion", first=alike, second=alike, reason=alike, state=alike)
    looked = Field(OPERATIONAL, Why.PROTECT, "supporters.name_looks")
    work = ("asked_by", "state", "claim", "lease", "done", "todo")
    declare(f"{APP}.NameLook", **dict.fromkeys((*work, "week", "region", "part", "found"), looked))


def declare_growth() -> None:
    """Numbers of days that are over, nobody's."""
    counted = Field(OPERATIONAL, Why.RUN, "supporters.days", says=_("How many came and went on a day"))
    declare(
        f"{APP}.FileDay",
        day=counted,
        people=counted,
        came=counted,
        went=counted,
        subscribed=counted,
        unconfirmed=counted,
        idle=counted,
        refused=counted,
    )
    why = Field(OPERATIONAL, Why.RUN, "supporters.days", says=_("How many said why they left our mail"))
    declare(f"{APP}.WhyLeftCount", month=why, why=why, number=why)


def declare_sign_ups() -> None:
    """Who asked to join a list and has not pressed the button in the mail yet."""
    rule, eraser = "supporters.sign_ups", "supporters.jobs.joining.expire_sign_ups"
    asked = Field(OPERATIONAL, Why.RUN, rule, says=_("When an unconfirmed sign-up for a list is forgotten"))
    mark = Field(
        Sensitivity.SECRET,
        Why.PROTECT,
        rule,
        eraser,
        _("A fingerprint that shows an address asked for this list, until its button is pressed"),
    )
    declare(
        f"{APP}.ListSignUp",
        list=Field(CONTACT, Why.CONTACT, rule, eraser, _("Which list was asked for")),
        language=asked,
        expires_at=asked,
        remind_at=asked,
        held=Field(OPERATIONAL, Why.PROTECT, rule, says=_("That a sign-up looked like a machine's")),
        mark=mark,
        mark_version=mark,
        sealed=Field(
            CONTACT,
            Why.CONTACT,
            rule,
            eraser,
            _("What was typed to join a list, encrypted with a key of its own"),
        ),
    )


def declare_fields() -> None:
    """The organization's own questions. What was answered lies sealed beside each supporter."""
    asked = Field(OPERATIONAL, Why.CONTACT, UNTIL_REMOVED, says=_("A question of our own, without answers"))
    declare(f"{APP}.CustomField", key=asked, label=asked, kind=asked, choices=asked)


def declare_bulk() -> None:
    """What staff had done to everybody of a segment. It holds nobody; what takes it back is a sealed file."""
    rule = "supporters.bulk"
    done = Field(OPERATIONAL, Why.RUN, rule)
    declare(
        f"{APP}.BulkDeed",
        asked_by=done,
        state=done,
        claim=done,
        lease=done,
        done=done,
        todo=done,
        undoing=done,
        undo_file=done,
        segment_name=done,
        tree=done,
        kind=done,
        tag=done,
        field=done,
        reached=done,
        upto=done,
        touched=done,
        restored=done,
        sealed=Field(
            CONTACT,
            Why.CONTACT,
            rule,
            "supporters.jobs.bulk.enforce",
            _("What our staff wrote into a field for many at once, encrypted with a key of its own"),
        ),
    )


def declare_leaving() -> None:
    """Tables that leave, which hold nobody here once their day is over, and what partners were given."""
    asked = Field(
        OPERATIONAL,
        Why.PROTECT,
        "supporters.exports",
        says=_("That our staff made a table of supporters: who, what for, which columns and how many"),
    )
    work = (
        "asked_by",
        "state",
        "claim",
        "lease",
        "done",
        "todo",
        "needs_second",
        "allowed_by",
        "bound",
        "file",
    )
    told = ("segment", "tree", "purpose", "columns", "file_format", "language", "people", "members")
    bound = ("mail_list", "fitted", "canaries")
    declare(f"{APP}.SupporterExport", **dict.fromkeys((*work, *told, *bound), asked))
    given = Field(
        OPERATIONAL,
        Why.CONSENT,
        "supporters.hand_overs",
        says=_("That a partner was given addresses: who of our staff did it, which question, how many"),
    )
    kept = ("partner", "question", "clear", "taken", "received", "joined", "left")
    declare(f"{APP}.HandOver", **dict.fromkeys((*work, *kept), given))
    whom = Field(
        CONTACT,
        Why.CONSENT,
        _("until you are erased and the partner was told"),
        "supporters.jobs.hand_overs.forget_handed_over",
        _("To which partner your address went because you said so, and that it was taken back"),
    )
    random = Field(
        OPERATIONAL,
        Why.CONSENT,
        _("until you are erased and the partner was told"),
        says=_("A random number by which, with our key, that partner knows you from us"),
    )
    declare(
        f"{APP}.HandedOver",
        number=random,
        idx_version=random,
        supporter=whom,
        hand_over=whom,
        wording=whom,
        ended_by=whom,
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
        seen_file=files,
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
        bound=counted,
        allowed_by=counted,
        undone_by=counted,
    )
