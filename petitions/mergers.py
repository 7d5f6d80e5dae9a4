"""What becomes of signatures and comments when two supporters turn out to be one person, and when not.

Under one petition a person has one signature. Of two the earlier stands; what is put aside gives way to what
counts. The other one is invalidated, and everything of it lies for a day in the merge's one sealed file.
"""

import base64
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import ngettext

from campaigns.enums import NewsChoice
from campaigns.models import Action
from petitions.enums import SignatureState
from petitions.jobs.leaving import end_signature
from petitions.jobs.pack_files import destroy_packs_of
from petitions.jobs.totals import note_change, purge_pages
from petitions.models import Comment, CommentText, Signature, without_table
from petitions.names import SIGNED
from petitions.signals import signature_counted
from petitions.tasks import fold_petition
from petitions.wordings import UPDATES
from privacy.days import utc_today
from privacy.exceptions import SealedError
from privacy.sealing import seal_new
from privacy.wakeups import wake
from supporters.models import Supporter, SupporterAlias
from supporters.registries import Merger
from supporters.selectors import newest_answers

# From the least on. A merge writes none as "": whoever says no after it writes NO, which outlasts it.
NEWS = ("", NewsChoice.NO, NewsChoice.ONLY_THIS, NewsChoice.CAMPAIGN)
CHOSEN = ("news", "name_to_target", "show_name")
# Columns of a signature that ends, beside its mark.
TAKEN = ("state", "put_aside", "mark_version", "source", "quarantine_reason", *CHOSEN)

type Kept = dict[str, Any]


def move_signatures(survivor: Supporter, loser: Supporter) -> Kept:
    """Give the survivor each signature of the loser; under one petition of both only one goes on standing."""
    both = Signature.objects.counted_or_aside().filter(supporter__in=[survivor, loser])
    rows = list(both.select_for_update(of=("self",)).select_related("petition").order_by("pk"))
    mine = {row.petition_id: row for row in rows if row.supporter_id == survivor.pk}
    theirs = [row for row in rows if row.supporter_id == loser.pk]
    moved: list[int] = []
    pairs: list[Kept] = []
    for row in theirs:
        stands = row
        if (other := mine.get(row.petition_id)) is not None:
            stands, second = _first_of(row, other)
            pairs.append(_end_second(stands, second, survivor))
        if stands is row:
            moved.append(row.pk)
    silenced = _silence(survivor, loser)
    Signature.objects.filter(pk__in=moved).update(supporter=survivor)
    if any(row.show_name for row in rows):
        purge_pages()
    return {"moved": moved, "pairs": pairs, "silenced": silenced}


def part_signatures(survivor: Supporter, loser: Supporter, kept: Mapping[str, Any]) -> None:
    """Give the loser's back, and let those count again that gave way; what was withdrawn since stays off."""
    mine = Signature.objects.filter(supporter=survivor)
    for pk, was in kept["silenced"]:
        mine.filter(pk=pk, news="").update(news=was)
    mine.filter(pk__in=kept["moved"]).update(supporter=loser)
    for pair in kept["pairs"]:
        _stand_again(pair, survivor if pair["is_survivors"] else loser)
    if Signature.objects.filter(supporter__in=[survivor, loser], show_name=True).exists():
        purge_pages()


# --- two under one petition ----------------------------------------------------------------------


def _first_of(one: Signature, other: Signature) -> tuple[Signature, Signature]:
    """Which of two stands, and which gives way."""
    first, second = sorted((one, other), key=lambda row: (row.put_aside, row.created, row.pk))
    return first, second


def _end_second(stands: Signature, second: Signature, survivor: Supporter) -> Kept:
    """Invalidate the second. To the first it leaves its comment, if that has none, and no wish for more."""
    comment = Comment.objects.filter(signature=second).first()
    has_own = Comment.objects.filter(signature=stands).exists()
    before = {name: getattr(stands, name) for name in CHOSEN}
    chosen = {
        "news": _less(stands.news, second.news),
        "name_to_target": stands.name_to_target and second.name_to_target,
        "show_name": stands.show_name and second.show_name,
    }
    pair = {
        "stands": stands.pk,
        "second": second.pk,
        "is_survivors": second.supporter_id == survivor.pk,
        "row": {name: getattr(second, name) for name in TAKEN},
        "mark": base64.b64encode(bytes(second.mark)).decode() if second.mark is not None else None,
        "run": second.run_id,
        "acted": _day_of(second.action_id),
        "before": before,
        "after": chosen,
        "comment": _kept_comment(comment) if comment is not None and has_own else None,
        "moved_comment": str(comment.public_id) if comment is not None and not has_own else None,
    }
    if chosen != before:
        destroy_packs_of(Signature.objects.filter(pk=stands.pk))
        Signature.objects.filter(pk=stands.pk).update(**chosen, changed=utc_today())
    if comment is not None and not has_own:
        Comment.objects.filter(pk=comment.pk).update(signature=stands)
    # Old mail about it leads to what stands.
    SupporterAlias.objects.create(public_id=second.public_id, supporter=survivor)
    end_signature(second, to=SignatureState.INVALIDATED)
    wake(fold_petition, second.petition_id)
    return pair


def _less(mine: str, theirs: str) -> str:
    """The news that both of two answers allow."""
    if NEWS.index(mine) <= NEWS.index(theirs):
        return mine
    return "" if theirs == NewsChoice.NO else theirs


def _day_of(action_id: int | None) -> str | None:
    if action_id is None:
        return None
    day = Action.objects.filter(pk=action_id).values_list("created", flat=True).first()
    return day.isoformat() if day is not None else None


def _kept_comment(comment: Comment) -> Kept | None:
    try:
        text: str = comment.unseal().text
    except SealedError:
        return None
    return {
        "public_id": str(comment.public_id),
        "text": text,
        "state": comment.state,
        "language": comment.language,
        "created": comment.created.isoformat(),
    }


def _stand_again(pair: Mapping[str, Any], whose: Supporter) -> None:
    """Let the second count again, unless the person withdrew what stood for both."""
    stands = Signature.objects.counted_or_aside().filter(pk=pair["stands"]).first()
    ended = Signature.objects.filter(pk=pair["second"], state=SignatureState.INVALIDATED)
    second = ended.select_for_update(of=("self",)).select_related("petition__campaign").first()
    if second is None:
        return
    SupporterAlias.objects.filter(public_id=second.public_id).delete()
    if stands is None or stands.supporter_id is None:
        return
    row = {**pair["row"], **_not_more(pair["row"], stands, pair["after"])}
    _choose_again(stands, pair)
    mark = base64.b64decode(pair["mark"]) if pair["mark"] is not None else None
    if stands.mark is None or Signature.objects.filter(petition=second.petition_id, mark=mark).exists():
        # Closed since: nothing tells signatures apart any more.
        mark = None
    mark_version = row["mark_version"] if mark is not None else None
    changes = {**row, "mark": mark, "mark_version": mark_version, "run_id": pair["run"]}
    ended.update(**changes, supporter=whose, changed=utc_today())
    second.refresh_from_db()
    note_change(second, left=SignatureState.INVALIDATED, entered=SignatureState(second.state))
    _act_again(second, pair["acted"])
    _comment_again(second, pair)
    wake(fold_petition, second.petition_id)


def _choose_again(stands: Signature, pair: Mapping[str, Any]) -> None:
    """What the first was told to keep back is as it was, but for what was chosen since."""
    before, after = pair["before"], pair["after"]
    back = {**before, **_not_more(before, stands, after)}
    if any(getattr(stands, name) != value for name, value in back.items()):
        destroy_packs_of(Signature.objects.filter(pk=stands.pk))
        Signature.objects.filter(pk=stands.pk).update(**back, changed=utc_today())


def _not_more(was: Mapping[str, Any], stands: Signature, after: Mapping[str, Any]) -> Kept:
    """What changed since the merge, where that is less than ``was``: who asked for more is not known."""
    changed = [name for name in CHOSEN if getattr(stands, name) != after[name]]
    less = {name: was[name] and getattr(stands, name) for name in changed if name != "news"}
    if "news" in changed:
        # Their own no outlasts every merge.
        is_no = stands.news == NewsChoice.NO
        less["news"] = stands.news if is_no else min(was["news"], stands.news, key=NEWS.index)
    return less


def _act_again(signature: Signature, day: str | None) -> None:
    if signature.state != SignatureState.CONFIRMED:
        return
    ids = {"signature_id": signature.pk, "petition_id": signature.petition_id}
    transaction.on_commit(partial(signature_counted.send, sender=Signature, **ids))
    if day is None:
        return
    acted = date.fromisoformat(day)
    action = Action.objects.create(
        supporter=signature.supporter,
        campaign=signature.petition.campaign,
        kind=SIGNED,
        source=without_table(signature.source),
        created=acted,
    )
    Signature.objects.filter(pk=signature.pk).update(action=action)


def _comment_again(signature: Signature, pair: Mapping[str, Any]) -> None:
    if (public_id := pair["moved_comment"]) is not None:
        moved = Comment.objects.filter(public_id=public_id, signature=pair["stands"])
        moved.update(signature=signature)
    if (said := pair["comment"]) is None:
        return
    comment = Comment(
        public_id=UUID(said["public_id"]),
        signature=signature,
        state=said["state"],
        language=said["language"],
        created=date.fromisoformat(said["created"]),
    )
    seal_new(comment, CommentText(text=said["text"]))
    comment.save(force_insert=True)


# --- what becomes of a petition: asked of a person, not of a list ---------------------------------


def _silence(survivor: Supporter, loser: Supporter) -> list[list[Any]]:
    """Where one of the two took back their yes to such news, none of it goes to the one that both are.

    Only taking it back writes a no. Whether the two histories are one by now makes no difference.
    """
    words = [*newest_answers(survivor).items(), *newest_answers(loser).items()]
    if all(one.answer for (key, _partner, _list), one in words if key == UPDATES):
        return []
    told = Signature.objects.filter(supporter__in=[survivor, loser], news=NewsChoice.ONLY_THIS)
    silenced = [[pk, NewsChoice.ONLY_THIS.value] for pk in told.values_list("pk", flat=True)]
    told.update(news="", changed=utc_today())
    return silenced


def says_of_signatures(survivor: Supporter, loser: Supporter) -> list[str]:
    """Under how many petitions both stand, so that one of two signatures gives way."""
    rows = Signature.objects.counted_or_aside()
    mine = rows.filter(supporter=survivor).values("petition")
    if not (number := rows.filter(supporter=loser, petition__in=mine).count()):
        return []
    words = ngettext(
        "Both signed %(number)d petition: the earlier signature stands, the other one counts no more.",
        "Both signed %(number)d petitions: the earlier signatures stand, the others count no more.",
        number,
    )
    return [words % {"number": number}]


signature_merger = Merger(
    "petitions.signatures",
    ("countersign_petitions.Signature.supporter",),
    move_signatures,
    part_signatures,
    says_of_signatures,
)
