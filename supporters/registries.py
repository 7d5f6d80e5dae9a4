"""What upper floors tell this one about a supporter, each filled in their ``ready()``.

Questions: what did this person do (timeline), what else is held about them (held), what must go when
they are erased (erasers), what becomes of two who are one (mergers), what is still live for whom (live),
and who else may read mail sent to an address (mailbox readers). Gifts: the first words of the consent
questions that an app asks (wordings), what undoes a yes to them (withdrawals), and what staff may narrow
the file by (filters).
A name that another has raises ImproperlyConfigured.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext

from privacy.registry import register_once
from privacy.scopes import AnyUser

if TYPE_CHECKING:
    from supporters.models import Supporter


@dataclass(frozen=True)
class TimelineEntry:
    """One thing a supporter did. The day is all there is; ``label`` holds no personal data."""

    day: date
    kind: str
    label: str
    url: str = ""


@dataclass(frozen=True)
class HeldFact:
    """One more thing that is held about a person, in clear, for their own eyes; ``day`` where it has one."""

    label: str
    text: str
    day: date | None = None


type HeldSource = Callable[["Supporter"], Iterable[HeldFact]]
# Each import of people has a question of its own, in the words they saw there.
IMPORTED_QUESTION = "supporters.import."

type TimelineSource = Callable[["Supporter"], Iterable[TimelineEntry]]
type Withdrawal = Callable[["Supporter", UUID | None], None]
type LiveSource = Callable[[Collection[int]], set[int]]


@dataclass(frozen=True)
class Eraser:
    """What an upper floor does when a supporter is erased.

    ``subjects`` names further subject ids that go with this person (a comment's own key);
    they are read before anything is destroyed. ``forget`` then empties the floor's rows, in
    the transaction that removes the supporter. Both must be harmless when run twice.
    """

    name: str
    subjects: Callable[["Supporter"], Iterable[UUID]]
    forget: Callable[["Supporter"], None]
    # For what no key to a supporter tells of: both for many at once, as when an import is taken back. Whoever
    # has a row of an app that is tied by one did something, and is not erased so.
    many: Callable[[Sequence["Supporter"]], Iterable[UUID]] | None = None
    # Its subjects are found by a person's addresses alone: a legal hold on this app is on everybody.
    by_address: bool = False
    # Keys to a supporter, as "app_label.Model.field", of rows that tell of our deeds and of none of theirs:
    # they keep nobody whom an import made.
    no_deeds: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeavingCounter:
    """What an app counts when somebody leaves mail by the link at its foot: in total, and never whom.

    Both get the code on that link (``source``), within the transaction of what is done; ``told_why`` also a
    value of ``WhyLeft``, at most once a day from one link.
    """

    name: str
    left: Callable[[str], None]
    told_why: Callable[[str, str], None]


def _nothing_to_say(survivor: "Supporter", loser: "Supporter") -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Merger:
    """What an app does with its rows when two supporters turn out to be one person, and when not.

    ``move(survivor, loser)`` gives the survivor what is the loser's, within the merge's transaction, while
    both rows stand; never with more than each allowed: the stricter of two answers holds. It returns what
    ``part(survivor, loser, kept)`` needs within a day to take it back, as JSON-able data: sealed, so it may
    hold what is personal. ``part`` leaves whatever the person did since. ``loser`` is a new row then, under
    the old public_id. ``covers`` names the keys to a supporter that it takes care of, as
    "app_label.Model.field": a test asks for each.
    """

    name: str
    covers: tuple[str, ...]
    move: "Callable[[Supporter, Supporter], Any]"
    part: "Callable[[Supporter, Supporter, Any], None]"
    # What staff read before they press the button: translated sentences without personal data.
    says: "Callable[[Supporter, Supporter], Iterable[str]]" = _nothing_to_say


@dataclass(frozen=True)
class FilterField:
    """One field of a filter: what it is called, and what this user may choose (value and label)."""

    label: str | Promise
    choices: Callable[[AnyUser], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class SupporterFilter:
    """What staff may narrow the supporter file by, told by an upper floor.

    ``condition`` gets what was chosen, by the names of ``fields``, one at least, and answers with a
    condition on Supporter (a subquery: ``Q(Exists(…))``). Fields that mean one deed together ("signed" and
    "of this campaign") are fields of one filter.
    """

    name: str
    fields: Mapping[str, FilterField]
    condition: Callable[[Mapping[str, str]], Q]


timeline_sources: dict[str, TimelineSource] = {}
held_sources: dict[str, HeldSource] = {}
erasers: dict[str, Eraser] = {}
mergers: dict[str, Merger] = {}
live_sources: dict[str, LiveSource] = {}
filters: dict[str, SupporterFilter] = {}
first_wordings: dict[str, Mapping[str, str]] = {}
partner_wordings: dict[str, Mapping[str, str]] = {}
question_names: dict[str, str | Promise] = {}
handed_columns: dict[str, tuple[str, ...]] = {}
withdrawals: dict[str, Withdrawal] = {}
leaving_counters: dict[str, LeavingCounter] = {}
mailbox_readers: dict[str, Callable[[str], bool]] = {}


def register_timeline(name: str, source: TimelineSource) -> None:
    """Add a source of timeline entries for one supporter."""
    register_once(timeline_sources, name, source, what="source of the timeline")


def register_held(name: str, source: HeldSource) -> None:
    """Have ``source`` tell a person in their own door what else is held about them, beside their deeds.

    Words that somebody else wrote about them too: the door shows all there is.
    """
    register_once(held_sources, name, source, what="source of what is held")


def register_eraser(eraser: Eraser) -> None:
    """Have ``eraser`` run whenever a supporter is erased."""
    register_once(erasers, eraser.name, eraser, what="eraser")


def register_merger(merger: Merger) -> None:
    """Have ``merger`` move its rows whenever two supporters are merged, in the order of registration."""
    register_once(mergers, merger.name, merger, what="merger")


def register_live(name: str, source: LiveSource) -> None:
    """Have ``source`` say which of some supporters (by primary key) still have something live.

    It is asked once for a batch of at most 500, and must answer with few queries. What one
    source calls live keeps the contact data of a supporter from the 7 days' rule.
    """
    register_once(live_sources, name, source, what="source of what is live")


def register_filter(narrows: SupporterFilter) -> None:
    """Let staff narrow the supporter file by ``narrows``. Its fields' names stand in addresses."""
    register_once(filters, narrows.name, narrows, what="filter of supporters")


def register_wording(
    key: str,
    texts: Mapping[str, str],
    *,
    name: str | Promise,
    each_partner: bool = False,
    hands_over: Sequence[str] = ("email",),
) -> None:
    """Give a consent question its first words, by language; written by ``migrate`` if it has none.

    ``name``, a translated string, is what staff read instead of the key.

    With ``each_partner`` it is asked for every Partner by itself, and ``%(partner)s`` in the
    words is that partner's name; written when the partner is made. ``hands_over`` are the fields of
    SupporterDetails that the words speak of: a partner is given these of whoever says yes, and no other.
    """
    register_once(partner_wordings if each_partner else first_wordings, key, texts, what="consent question")
    question_names[key] = name
    if each_partner:
        handed_columns[key] = tuple(hands_over)


def register_withdrawal(key: str, act: Withdrawal) -> None:
    """Have ``act`` undo what stands on a yes to the question ``key``, when its person takes it back.

    ``act(supporter, list_id)``: the list is that of the yes, by its public_id.

    Called within the transaction of that, beside the ledger's row and the list that is left.
    """
    register_once(withdrawals, key, act, what="withdrawal of a consent")


def register_leaving_counter(counter: LeavingCounter) -> None:
    """Have ``counter`` count those who leave mail by its link."""
    register_once(leaving_counters, counter.name, counter, what="counter of who leaves")


def register_mailbox_reader(name: str, reads: Callable[[str], bool]) -> None:
    """Have ``reads`` say whether somebody else may read mail sent to an address, by its domain alone."""
    register_once(mailbox_readers, name, reads, what="reader of mailboxes")


def read_by_others(address: str) -> bool:
    """Whether a school, an employer or a target may read mail sent there: nothing about a person goes there.

    By the domain alone, so that the answer tells nobody who is with us.
    """
    return any(reads(address) for reads in mailbox_readers.values())


def question_name(key: str) -> str:
    """What staff read instead of a consent question's key; the key, if its app was taken out."""
    if key.startswith(IMPORTED_QUESTION):
        return gettext("Brought along from another system")
    return str(question_names.get(key, key))
