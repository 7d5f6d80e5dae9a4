"""What this floor moves when two supporters are merged, and how it is taken back.

Everything that ``move`` keeps for ``part`` is plain data: it lies in the merge's one sealed file.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from privacy.erasure import destroy_after_commit
from privacy.files import destroy_files
from privacy.models import SealedFile
from supporters.jobs import bulk
from supporters.merge_consents import move_consents, part_consents
from supporters.merge_leaving import move_handed_over, part_handed_over
from supporters.merge_standings import move_standings, part_standings, says_of_standings
from supporters.models import Merge, Supporter, SupporterAlias, SupporterNote, Tag
from supporters.registries import Eraser, Merger

APP = "countersign_supporters"


def move_tags(survivor: Supporter, loser: Supporter) -> dict[str, Any]:
    """Each tag of either is the survivor's."""
    theirs = set(loser.tags.values_list("pk", flat=True))
    added = theirs.difference(survivor.tags.values_list("pk", flat=True))
    survivor.tags.add(*added)
    return {"theirs": sorted(theirs), "added": sorted(added)}


def part_tags(survivor: Supporter, loser: Supporter, kept: Mapping[str, Any]) -> None:
    survivor.tags.remove(*kept["added"])
    loser.tags.add(*Tag.objects.filter(pk__in=kept["theirs"]))


def move_notes(survivor: Supporter, loser: Supporter) -> list[str]:
    """Notes have keys of their own: only whom they are about changes."""
    notes = SupporterNote.objects.filter(supporter=loser)
    moved = [str(public_id) for public_id in notes.values_list("public_id", flat=True)]
    notes.update(supporter=survivor)
    return moved


def part_notes(survivor: Supporter, loser: Supporter, kept: Sequence[str]) -> None:
    SupporterNote.objects.filter(supporter=survivor, public_id__in=kept).update(supporter=loser)


def move_aliases(survivor: Supporter, loser: Supporter) -> list[str]:
    """Old mail of whoever was merged before leads to the survivor, too."""
    aliases = SupporterAlias.objects.filter(supporter=loser)
    moved = [str(public_id) for public_id in aliases.values_list("public_id", flat=True)]
    aliases.update(supporter=survivor)
    return moved


def part_aliases(survivor: Supporter, loser: Supporter, kept: Sequence[str]) -> None:
    SupporterAlias.objects.filter(supporter=survivor, public_id__in=kept).update(supporter=loser)


def end_earlier_merges(survivor: Supporter, loser: Supporter) -> None:
    """What was merged into the loser before can't be taken back any more: that file goes.

    Suggestions about the loser go with their row.
    """
    files = SealedFile.objects.filter(pk__in=Merge.objects.filter(survivor=loser).values("undo_file"))
    destroy_after_commit(list(files.values_list("subject_id", flat=True)))
    files.delete()


def end_files_of_loser(survivor: Supporter, loser: Supporter) -> None:
    """What takes a deed on a segment back names people by a key that ends now: such a file would outlive an
    erasing of the survivor."""
    transaction.on_commit(lambda: _destroy_files_with(loser))


def end_files_of_survivor(survivor: Supporter, loser: Supporter, kept: Any) -> None:
    """The same, of what was made while both were one: it may hold what is the loser's again."""
    transaction.on_commit(lambda: _destroy_files_with(survivor))


def _destroy_files_with(supporter: Supporter) -> None:
    # Looked at only now: a portion that is being written waits for this person's row.
    if files := bulk.files_with(supporter.pk):
        destroy_files([file.pk for file in files])


def nothing_to_part(survivor: Supporter, loser: Supporter, kept: Any) -> None:
    """Nothing was moved."""


MERGERS = (
    # Before the answers: it reads what each of the two said.
    Merger(
        "supporters.standings",
        (f"{APP}.Subscription.supporter",),
        move_standings,
        part_standings,
        says_of_standings,
    ),
    Merger("supporters.consents", (), move_consents, part_consents),
    Merger("supporters.tags", (f"{APP}.Supporter_tags.supporter",), move_tags, part_tags),
    Merger("supporters.notes", (f"{APP}.SupporterNote.supporter",), move_notes, part_notes),
    Merger("supporters.aliases", (f"{APP}.SupporterAlias.supporter",), move_aliases, part_aliases),
    Merger("supporters.leaving", (f"{APP}.HandedOver.supporter",), move_handed_over, part_handed_over),
    Merger("supporters.bulk", (), end_files_of_loser, end_files_of_survivor),
    Merger(
        "supporters.merges",
        (f"{APP}.Merge.survivor", f"{APP}.MergeSuggestion.first", f"{APP}.MergeSuggestion.second"),
        end_earlier_merges,
        nothing_to_part,
    ),
)


# --- erasing: what could be taken back goes with its person --------------------------------------


def undo_subjects(supporter: Supporter) -> Iterable[UUID]:
    """The keys of the files that hold who was merged into this one."""
    files = SealedFile.objects.filter(pk__in=Merge.objects.filter(survivor=supporter).values("undo_file"))
    return [subject_id for subject_id in files.values_list("subject_id", flat=True) if subject_id]


def forget_merges(supporter: Supporter) -> None:
    """Remove the files, also one that was written since the keys were collected."""
    destroy_after_commit(undo_subjects(supporter))
    SealedFile.objects.filter(pk__in=Merge.objects.filter(survivor=supporter).values("undo_file")).delete()


merge_eraser = Eraser(name="supporters.merges", subjects=undo_subjects, forget=forget_merges)
