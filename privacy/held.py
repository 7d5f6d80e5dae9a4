"""The inventory of privacy/'s own tables, in both databases."""

from django.utils.translation import gettext_lazy as _

from privacy.inventory import Field, Sensitivity, Why, declare

LABEL = "countersign_privacy"


def _technical(says: object, retention: object, *, secret: bool = False) -> Field:
    level = Sensitivity.SECRET if secret else Sensitivity.OPERATIONAL
    return Field(level, Why.PROTECT, retention, says=says)  # type: ignore[arg-type]


_DAY = _("until the end of the day")
_ROW = _("as long as its row")
_35 = _("35 days, as long as the oldest backup")
_SEALS = _("as long as this site runs")


def declare_all() -> None:
    """Declare the fields of every model of this app."""
    declare_keystore()
    declare_main()
    declare_runs()
    declare_locking()
    declare_legal()
    declare_watch()


def declare_keystore() -> None:
    """The second database."""
    declare(
        f"{LABEL}.SubjectKey",
        salt=Field(
            Sensitivity.SECRET,
            Why.PROTECT,
            _("until you are erased"),
            eraser="privacy.erasure.destroy_subjects",
            says=_("What makes your key: without it nothing of yours can be read, by anybody"),
        ),
        made=_technical(_("The day a key was made, often before it was anybody's"), _("as long as the key")),
    )
    declare(
        f"{LABEL}.ScopeKey",
        kind=_technical(_("What a shared key belongs to: an event, a petition"), _35),
        scope_id=_technical(_("Which event or petition"), _35),
        salt=_technical(_("The key of an event or a petition"), _("until it is over"), secret=True),
        made=_technical(_("The day it was made"), _35),
        destroyed=_technical(_("The day that key was destroyed"), _35),
    )
    declare(f"{LABEL}.ErasedMark", day=_technical(_("The day that a key was destroyed"), _35))
    declare(
        f"{LABEL}.DayKey",
        day=_technical(_("Which day a key of counters or of kept pages is for"), _DAY),
        purpose=_technical(_("What that key is for"), _DAY),
        key=_technical(_("The key of that day's counters and of pages kept in the cache"), _DAY, secret=True),
    )
    declare(
        f"{LABEL}.KeyCheck",
        purpose=_technical(_("Which of our keys a fingerprint is of"), _("as long as the key")),
        version=_technical(_("Which version of it"), _("as long as the key")),
        check_value=_technical(
            _("A fingerprint, to notice a wrong key"), _("as long as the key"), secret=True
        ),
        retired=_technical(_("The day from which nothing uses it any more"), _("as long as the key")),
    )
    declare(
        f"{LABEL}.KeystoreNote",
        name=_technical(_("What the key store must remember about itself"), _ROW),
        at=_technical(_("Since when"), _ROW),
        by=_technical(_("Which member of staff locked it, or asked to unlock it"), _ROW),
    )


def declare_main() -> None:
    """Tables beside everybody else's."""
    declare(
        f"{LABEL}.UsedLink",
        token_hash=_technical(
            _("A fingerprint of a link that works only once"), _("a day longer than the link"), secret=True
        ),
        until=_technical(_("The day on which that is forgotten"), _("a day longer than the link")),
    )
    declare(
        f"{LABEL}.Limit",
        key=_technical(
            _("A counter against floods; whose it is can't be told any more once the day is over"),
            _("an hour after its window, a day at the most"),
            secret=True,
        ),
        window=_technical(_("When a counter ends"), _("an hour after its window, a day at the most")),
        count=_technical(_("What it has counted"), _("an hour after its window, a day at the most")),
    )
    declare(
        f"{LABEL}.SealedFile",
        kind=_technical(_("What an encrypted file is for"), "privacy.files"),
        owner=_technical(_("Which member of staff it was made for"), "privacy.files"),
        expires_at=_technical(_("When it ends"), "privacy.files"),
        size=_technical(_("How long it is"), "privacy.files"),
    )
    declare(
        f"{LABEL}.SealedChunk",
        file=_technical(_("Which encrypted file a piece belongs to"), "privacy.files"),
        number=_technical(_("Which piece it is"), "privacy.files"),
        data=Field(
            Sensitivity.DANGEROUS,
            Why.CONTACT,
            "privacy.files",
            eraser="privacy.files.destroy_expired",
            says=_("Files that staff exported or handed over, encrypted with a key of their own"),
        ),
    )
    declare(
        f"{LABEL}.LedgerSeal",
        ledger=_technical(_("Which record a seal is on"), _SEALS),
        number=_technical(_("Which seal it is"), _SEALS),
        day=_technical(_("The day it was set"), _SEALS),
        rows=_technical(_("How many entries it covers"), _SEALS),
        root=_technical(_("A fingerprint of these entries"), _SEALS, secret=True),
        chain=_technical(_("A fingerprint of that and of the seal before"), _SEALS, secret=True),
        pruned=_technical(_("The day its entries were deleted"), _SEALS),
    )
    found = _technical(
        _("What the daily look at a record of ours found: whether somebody touched it"), _SEALS
    )
    declare(
        f"{LABEL}.LedgerCheck",
        **dict.fromkeys(("ledger", "day", "state", "rows", "blanked", "pruned", "broken_at"), found),
    )
    declare(
        f"{LABEL}.AccessLog",
        user=_technical(_("Which member of staff looked at people's data"), "privacy.access_log"),
        minute=_technical(_("When, to the minute"), "privacy.access_log"),
        deed=_technical(_("What they did with it"), "privacy.access_log"),
        kinds=_technical(_("Which kind of data it was, never the data itself"), "privacy.access_log"),
        subject_ids=_technical(
            _("Whose it was, as random numbers of keys"), "privacy.access_log", secret=True
        ),
        count=_technical(_("How many people's"), "privacy.access_log"),
        reason=_technical(_("Why, from a short list"), "privacy.access_log"),
    )
    declare(
        f"{LABEL}.WorkerHeartbeat",
        worker_id=_technical(_("The random number of a background worker"), _ROW),
        beat=_technical(_("When it last reported"), _ROW),
    )
    declare(
        f"{LABEL}.ScheduleEntry",
        name=_technical(_("A task that runs again and again"), _ROW),
        due=_technical(_("When it runs next"), _ROW),
    )


def declare_locking() -> None:
    """What waits while the vault is locked."""
    wish = _technical(
        _("A wish from while the data were locked, by random numbers: whose mail stops, no address"),
        _("until the data are unlocked"),
    )
    declare(f"{LABEL}.AfterUnlock", **dict.fromkeys(("kind", "ref", "extra", "until", "tries"), wish))


def declare_runs() -> None:
    """When retention ran."""
    ran = _technical(
        _("When the daily deletion ran, who had it run, and how much went"), "privacy.retention_runs"
    )
    fields = ("asked_by", "state", "lease", "done", "todo", "gone", "failed", "ended")
    declare(f"{LABEL}.RetentionRun", **dict.fromkeys(fields, ran))


def declare_legal() -> None:
    """The legal register."""
    demand = _technical(_("What an authority asked of us, when, and what became of it"), "privacy.legal")
    told = (
        "kind",
        "authority",
        "received",
        "deadline",
        "outcome",
        "is_gagged",
        "gagged_until",
    )
    declare(f"{LABEL}.LegalDemand", **dict.fromkeys(told, demand))
    hold = _technical(_("What the law forbids us to delete, and from when to when"), "privacy.legal")
    fields = ("demand", "scope", "began", "review", "ended", "begun_by")
    declare(f"{LABEL}.LegalHold", **dict.fromkeys(fields, hold))
    words = Field(
        Sensitivity.DANGEROUS,
        Why.RUN,
        "privacy.legal",
        eraser="privacy.legal.forget_over",
        says=_("What staff wrote about a demand of an authority, encrypted with a key of its own"),
    )
    for name in ("LegalDemand", "LegalHold"):
        declare(f"{LABEL}.{name}", sealed=words)


def declare_watch() -> None:
    """What was unusual in what the staff did."""
    found = _technical(
        _("What a member of staff did that is unusual: which rule, how many"), "privacy.findings"
    )
    names = ("rule", "key", "user", "other", "role", "number", "at", "told")
    declare(f"{LABEL}.Finding", **dict.fromkeys(names, found))
    watch = _technical(_("Whom of the staff we tell of it, and how far we have looked"), _SEALS)
    declare(f"{LABEL}.Watch", **dict.fromkeys(("read_up_to", "holders", "first", "second"), watch))
