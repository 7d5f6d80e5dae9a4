"""Comments: as the public reads them, and as moderators do. And what was reported of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet

from campaigns.enums import ReportState
from petitions.comment_rules import Finding, marks_of, problems_in
from petitions.copies import fingerprints_of
from petitions.enums import CommentMark, CommentState, SignatureState
from petitions.models import Comment, ModerationDecision, PageReport, Petition
from petitions.selectors.places import not_of_small_places
from petitions.selectors.rules import sign_rules
from petitions.selectors.signers import visible_to
from privacy.exceptions import VaultLocked
from privacy.masking import is_plain_name
from privacy.scopes import AnyUser
from privacy.sealing import unseal_many

SHOWN = 12
# Of campuses below ten are some of these.
LOOKED_AT = 5 * SHOWN
DECISIONS_SHOWN = 20


# --- for the public ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownComment:
    """``given_name`` is empty but for who ticked that it be shown."""

    text: str
    language: str
    given_name: str


def comments_shown(petition: Petition) -> list[ShownComment]:
    """The latest approved comments, where the petition takes any.

    Two queries and one of the keystore. Of a campus with fewer than ten signers none is shown: what is
    written there may tell where, and so who. A first name only as in ``names_shown()``. None while the vault
    is locked: the page stays up.
    """
    if not sign_rules(petition.public_id).takes_comments:
        return []
    rows = Comment.objects.filter(
        state=CommentState.APPROVED,
        signature__petition=petition,
        signature__state=SignatureState.CONFIRMED,
        signature__supporter__isnull=False,
    ).select_related("signature__supporter")
    latest = not_of_small_places(list(rows.order_by("-pk")[:LOOKED_AT]))[:SHOWN]
    named = petition.shows_its_names
    signed = [row.signature for row in latest if named and row.signature.show_name]
    people = [one.supporter for one in signed if one.supporter is not None]
    try:
        opened = unseal_many([*latest, *people], skip_unreadable=True)
    except VaultLocked:
        return []
    names = {
        person.pk: one.given_name for person, one in zip(people, opened[len(latest) :], strict=True) if one
    }
    shown = []
    for row, said in zip(latest, opened[: len(latest)], strict=True):
        if said is None or not said.text:
            continue
        # Only of those who ticked it: nobody else was opened.
        name = names.get(row.signature.supporter_id or 0, "")
        shown.append(ShownComment(said.text, row.language, name if is_plain_name(name) else ""))
    return shown


# --- for moderators ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadComment:
    """One comment as a moderator reads it: whose it is, is an initial."""

    comment: Comment
    text: str
    initial: str
    problems: Sequence[Finding]
    marks: Sequence[CommentMark]

    @property
    def is_gone(self) -> bool:
        """Whether nobody can read it any more."""
        return not self.text


def comments_visible_to(user: AnyUser, state: CommentState) -> QuerySet[Comment]:
    """Comments of these petitions in one state: those that wait oldest first, the others newest first."""
    rows = Comment.objects.filter(state=state, signature__petition__in=visible_to(user))
    rows = rows.select_related("signature__petition", "signature__supporter")
    return rows.order_by("pk" if state == CommentState.HELD else "-pk")


def read_comments(comments: Sequence[Comment]) -> list[ReadComment]:
    """Open these for a moderator. One query, and one of the keystore for 250."""
    people = [row.signature.supporter for row in comments if row.signature.supporter is not None]
    opened = unseal_many([*comments, *people], skip_unreadable=True)
    texts = [said.text if said is not None else "" for said in opened[: len(comments)]]
    known = {person.pk: one for person, one in zip(people, opened[len(comments) :], strict=True) if one}
    copies = _copies_among(comments, texts)
    read = []
    for row, text in zip(comments, texts, strict=True):
        person = known.get(row.signature.supporter_id or 0)
        marks = marks_of(text) | ({CommentMark.COPY} if row.pk in copies else set())
        ordered = [mark for mark in CommentMark if mark in marks]
        initial = _initial(person.given_name) if person is not None else ""
        read.append(ReadComment(row, text, initial, problems_in(text), ordered))
    return read


def _initial(given_name: str) -> str:
    first = given_name[:1]
    return f"{first.upper()}." if first.isalpha() else ""


def _copies_among(comments: Sequence[Comment], texts: Sequence[str]) -> set[int]:
    """Primary keys of those whose text was hidden before under the same petition."""
    prints = {
        row.pk: fingerprints_of(row.signature.petition.public_id, text)
        for row, text in zip(comments, texts, strict=True)
    }
    wanted = [one for several in prints.values() for one in several]
    found = Comment.objects.filter(fingerprint__in=wanted).exclude(pk__in=prints)
    hidden = {bytes(one) for one in found.values_list("fingerprint", flat=True) if one is not None}
    return {pk for pk, several in prints.items() if hidden.intersection(several)}


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait for a moderator, and since which day."""

    number: int
    oldest: date | None


def comments_waiting(user: AnyUser) -> Waiting:
    """Of the petitions this user may see. One query."""
    rows = Comment.objects.filter(state=CommentState.HELD, signature__petition__in=visible_to(user))
    return _waiting(rows)


def reports_waiting(user: AnyUser) -> Waiting:
    """Of the petitions this user may see. One query."""
    return _waiting(reports_visible_to(user).filter(state=ReportState.WAITING))


def _waiting[Row: (Comment, PageReport)](rows: QuerySet[Row]) -> Waiting:
    told = rows.order_by().aggregate(number=Count("pk"), oldest=Min("created"))
    return Waiting(told["number"], told["oldest"])


def latest_decisions(user: AnyUser) -> list[ModerationDecision]:
    """Who decided what, newest first. One query."""
    rows = ModerationDecision.objects.filter(petition__in=visible_to(user)).select_related("petition", "user")
    return list(rows.order_by("-pk")[:DECISIONS_SHOWN])


# --- reports -------------------------------------------------------------------------------------


def reports_visible_to(user: AnyUser) -> QuerySet[PageReport]:
    """Reports of these petitions: those that wait first, oldest first."""
    rows = PageReport.objects.filter(petition__in=visible_to(user))
    return rows.select_related("petition", "place__institution", "place__jurisdiction").order_by(
        "-state", "pk"
    )
