"""What is unusual in what the staff do, as rules: which deeds, from how many on, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy.choices import AccessDeed, FindingKind
from privacy.conf import current
from privacy.local_time import zone_of
from privacy.models.findings import Finding
from privacy.roles import Role, role_name
from privacy.staff_names import called

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# From when to when it is night, by the organization's clock. A day of its staff begins where the night ends.
NIGHT_FROM, NIGHT_UNTIL = 22, 6
NIGHT = timedelta(hours=(NIGHT_UNTIL - NIGHT_FROM) % 24)
# Who may see many people, or give themselves the right to.
POWERFUL = (Role.STEWARDS, Role.ADMINISTRATORS, Role.MAILERS, Role.TREASURERS)
# A file is large if it is larger than this, and than the largest before it so many times over.
LARGE, TIMES = 100, 2
FILES = (AccessDeed.EXPORTED, AccessDeed.DOWNLOADED, AccessDeed.EXPORTED_ALL)


@dataclass(frozen=True)
class Rule:
    """More than ``more_than`` of these deeds by one account within ``window`` is a finding, once a day.

    ``says`` is a sentence that ``sentence_of()`` fills in; ``of_role`` and ``of_two`` are those for a finding
    with a ``role`` and with an ``other`` account; ``adds`` comes behind each of them where there is an
    ``other``. ``by_records`` adds up records, not entries of the log. Without a window each deed is a
    finding, and without deeds the rule looks elsewhere than into the log.
    """

    name: FindingKind
    says: str | Promise
    deeds: tuple[AccessDeed, ...] = ()
    more_than: int = 0
    window: timedelta | None = DAY
    by_records: bool = False
    at_night: bool = False
    of_role: str | Promise = ""
    of_two: str | Promise = ""
    adds: str | Promise = ""

    def covers(self, minute: datetime, zone: ZoneInfo) -> bool:
        """Whether what was done in this minute counts."""
        return not self.at_night or is_night(minute, zone)


RULES = (
    Rule(
        FindingKind.UNMASKED_HOUR,
        _("%(who)s: looked at %(number)s single records within one hour. More than %(most)s is unusual."),
        (AccessDeed.UNMASKED,),
        more_than=30,
        window=HOUR,
        by_records=True,
    ),
    Rule(
        FindingKind.UNMASKED_DAY,
        _(
            "%(who)s: saw %(number)s records within a day, one by one or in work lists. More than "
            "%(most)s is unusual."
        ),
        (AccessDeed.UNMASKED, AccessDeed.OPENED_LIST),
        more_than=120,
        by_records=True,
    ),
    Rule(
        FindingKind.NIGHT,
        _(
            "%(who)s: exported or downloaded people’s data at night, between %(since)s:00 and "
            "%(until)s:00 (%(zone)s). How often: %(number)s."
        ),
        FILES,
        window=NIGHT,
        at_night=True,
    ),
    Rule(
        FindingKind.LARGE_EXPORT,
        _(
            "%(who)s: exported a file of %(number)s records: more than %(most)s, and more than %(times)s "
            "times as many as the largest in the access log before."
        ),
        more_than=LARGE,
    ),
    Rule(
        FindingKind.EXPORTED_ALL,
        _("%(who)s: exported everything. How often within a day: %(number)s."),
        (AccessDeed.EXPORTED_ALL,),
    ),
    Rule(
        FindingKind.FAILED_LOGINS,
        _(
            "%(who)s: %(number)s wrong passwords or codes for this account in one day (UTC). More than "
            "%(most)s is unusual. Ask its owner whether it was they."
        ),
        more_than=10,
    ),
    Rule(
        FindingKind.POWERS,
        _("%(who)s: is now a superuser, who may do everything."),
        of_role=_("%(who)s: was given the role %(role)s."),
        adds=_("Who did it: %(other)s."),
    ),
    Rule(FindingKind.LOCKED, _("%(who)s: locked the vault."), (AccessDeed.LOCKED,), window=None),
    Rule(
        FindingKind.UNLOCKED,
        _("%(who)s: unlocked the vault."),
        (AccessDeed.UNLOCKED,),
        window=None,
        of_two=_("%(who)s: unlocked the vault; %(other)s had asked for it. Are these two people? Ask both."),
    ),
    Rule(
        FindingKind.LEDGER,
        _(
            "Somebody has changed or taken out entries of a record of ours, at seal %(number)s or before. "
            "Tell whoever runs this site, and do not let them put it right before it is understood."
        ),
    ),
    Rule(FindingKind.WATCHERS, _("%(who)s: chose who is told of findings."), (AccessDeed.WATCHERS_CHOSEN,)),
)
BY_NAME = {rule.name: rule for rule in RULES}


def organization_zone() -> ZoneInfo:
    """By whose clock it is night; UTC where nobody has said."""
    return zone_of(current().organization_zone or "UTC")


def is_night(minute: datetime, zone: ZoneInfo) -> bool:
    """Whether it was night there in this minute (aware)."""
    hour = minute.astimezone(zone).hour
    return hour >= NIGHT_FROM or hour < NIGHT_UNTIL


def day_of(minute: datetime, zone: ZoneInfo) -> date:
    """The day that a minute (aware) belongs to: the hours until NIGHT_UNTIL belong to the day before.

    So one night is one day, and nobody is told of it twice.
    """
    return (minute.astimezone(zone).replace(tzinfo=None) - timedelta(hours=NIGHT_UNTIL)).date()


def sentence_of(finding: Finding, names: Mapping[int, str]) -> str:
    """What happened, in the active language; ``names`` are those of ``staff_names.logins()``."""
    rule = BY_NAME[FindingKind(finding.rule)]
    is_of_two = finding.other_id is not None
    says = (finding.role and rule.of_role) or (is_of_two and rule.of_two) or rule.says
    if is_of_two and rule.adds:
        says = f"{says} {rule.adds}"
    return str(says) % {
        "who": called(finding.user_id, names),
        "other": called(finding.other_id, names),
        "role": role_name(finding.role),
        "number": intcomma(finding.number),
        "most": rule.more_than,
        "times": TIMES,
        "since": NIGHT_FROM,
        "until": NIGHT_UNTIL,
        "zone": organization_zone().key,
    }
