"""Taking an import back, page by page.

A page names whom a portion made, which standings, tags and answers it gave to people we knew, and which
fingerprints it wrote of people we did not know. Nobody's standing rises by it: whom the file took off our
mail stays off, and who did something of their own since stays as they are.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ForeignObjectRel, Model, Q

from outbox.services import forget_refusals
from privacy.choices import AccessDeed
from privacy.days import utc_today
from privacy.erasure import destroy_subjects
from privacy.files import destroy_files
from privacy.ledger import blank_rows, log_access
from privacy.sealed_pages import Pages
from supporters import registries
from supporters.enums import ConsentHow, SubscriptionState, SupporterState, WorkState
from supporters.exceptions import FileGone, WorkTaken
from supporters.jobs.import_answers import take_answers_back
from supporters.jobs.import_common import ERASED, added
from supporters.jobs.people import note_change
from supporters.jobs.working import Turn
from supporters.models import (
    Consent,
    List,
    MergeSuggestion,
    SubjectIndex,
    Subscription,
    Supporter,
    SupporterImport,
    SupporterNote,
)

# Looked at by themselves, or what staff and not the person did.
NO_DEEDS = {MergeSuggestion, SubjectIndex, Subscription, SupporterNote, Supporter.tags.through}
# By what a page calls them: the state in which people were made, and that of their standing.
MADE = {
    "made": (SupporterState.ACTIVE, SubscriptionState.SUBSCRIBED),
    "waiting": (SupporterState.UNCONFIRMED, SubscriptionState.UNCONFIRMED),
}


def undo_and_log(work: SupporterImport, turn: Turn[SupporterImport]) -> WorkState:
    """A turn at taking back. At the end, and where it stops midway, the access log gets how many it erased.

    Raises FileGone, and what went wrong.
    """
    try:
        return _undo(work, turn)
    except WorkTaken:
        raise
    except Exception:
        with transaction.atomic():
            turn.go_on(counts=_logged(work))
        raise


def _logged(work: SupporterImport) -> dict[str, int]:
    """Log how many were erased since that was last logged; its counts without them."""
    erased = work.counts.get(ERASED, 0)
    # Who asked for it may be gone by now; then nobody is left to tell of.
    if erased and work.undone_by is not None:
        log_access(user=work.undone_by, deed=AccessDeed.IMPORT_UNDONE, kinds=[], count=erased)
    return {name: number for name, number in work.counts.items() if name != ERASED}


def _undo(work: SupporterImport, turn: Turn[SupporterImport]) -> WorkState:
    """Take back what the pages say, from where the last turn ended."""
    if work.undo_file is None:
        raise FileGone
    file = work.undo_file
    for number, page in Pages(file).read(after=work.at):
        with transaction.atomic():
            turn.go_on()
            changed = {who for name in ("joined", "tags") for _row, who in page.get(name, ())}
            changed |= {who for who, _key, _print in page.get("answers", ())}
            # All of the page at once, in the order of their keys, as everybody who locks several.
            held = changed.union(*(page.get(name, ()) for name in MADE))
            list(Supporter.objects.select_for_update().filter(pk__in=held).order_by("pk").values_list("pk"))
            erased = sum(_erase_made(page.get(name, ()), name, work) for name in MADE)
            _take_back(page, work)
            note_change(changed)
            counts = added(work.counts, {ERASED: erased})
            turn.go_on(at=number, done=work.done + 1, counts=counts)
        work.at, work.done, work.counts = number, work.done + 1, counts
        if turn.is_over:
            return WorkState.WAITING
    with transaction.atomic():
        turn.go_on(undo_file=None, counts=_logged(work))
        turn.end(WorkState.DONE)
        transaction.on_commit(partial(destroy_files, [file.pk]))
    return WorkState.DONE


def _erase_made(pks: Sequence[int], name: str, work: SupporterImport) -> int:
    """Erase those of these people who did nothing since, and say how many they are.

    They are locked first, so that who confirms something at this moment either is seen or begins anew. Then
    the keys go, as in every erasing: killed behind that, the page is done again.
    """
    state, standing = MADE[name]
    locked = Supporter.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    people = {one.pk: one for one in locked}
    acted = {pk for pk, one in people.items() if one.state != state or one.sealed_version > 1}
    acted |= _acted_among(people, standing, work)
    gone = [one for pk, one in people.items() if pk not in acted]
    if not gone:
        return 0
    subjects = [one.subject_id for one in gone if one.subject_id is not None]
    held = {key for eraser in registries.erasers.values() if eraser.many for key in eraser.many(gone)}
    destroy_subjects([*subjects, *held])
    blank_rows(Consent, subjects)
    Supporter.objects.filter(pk__in=[one.pk for one in gone]).delete()
    return len(gone)


def _acted_among(people: dict[int, Supporter], standing: str, work: SupporterImport) -> set[int]:
    """Those who did something: a deed of any app, another list, an answer; a query for each table."""
    acted: set[int] = set()
    for model, name in tables_of_deeds():
        acted.update(model._base_manager.filter(**{f"{name}__in": list(people)}).values_list(name, flat=True))
    as_given = Q(list=work.mail_list_id, state=standing)
    others = Subscription.objects.filter(supporter__in=list(people)).exclude(as_given)
    acted.update(others.values_list("supporter_id", flat=True))
    subjects = {one.subject_id: pk for pk, one in people.items() if one.subject_id is not None}
    brought_along = Q(wording=work.wording_id, how=ConsentHow.IMPORTED, answer=True)
    said = Consent.objects.filter(subject_id__in=list(subjects)).exclude(brought_along)
    found: Iterable[UUID | None] = said.values_list("subject_id", flat=True)
    return acted | {subjects[subject_id] for subject_id in found if subject_id is not None}


def tables_of_deeds() -> list[tuple[type[Model], str]]:
    """Every table of any app whose rows name supporters, and the field that does.

    Also where no way leads back from a supporter: ``related_objects`` leaves these out. An app says which of
    its keys are of no deed.
    """
    no_deeds = {name for eraser in registries.erasers.values() for name in eraser.no_deeds}
    return [
        (relation.related_model, relation.field.name)
        for relation in Supporter._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel)
        and isinstance(relation.related_model, type)
        and relation.related_model not in NO_DEEDS
        and f"{relation.related_model._meta.label}.{relation.field.name}" not in no_deeds
    ]


def _take_back(page: dict[str, list[Any]], work: SupporterImport) -> None:
    """Standings and tags of people we knew, and fingerprints of addresses that nobody has here now."""
    if work.mail_list is not None:
        # Of a list that was deleted meanwhile no standing is left.
        _take_off(work.mail_list, page, work)
    take_answers_back(page.get("answers", ()))
    Supporter.tags.through.objects.filter(pk__in=[pk for pk, _who in page.get("tags", ())]).delete()
    refused = {index: pk for pk, index in page.get("refused", ())}
    known = SubjectIndex.objects.filter(index__in=[bytes.fromhex(index) for index in refused])
    by_now = {bytes(index).hex() for index in known.values_list("index", flat=True)}
    forget_refusals(pk for index, pk in refused.items() if index not in by_now)


def _take_off(mail_list: List, page: dict[str, list[Any]], work: SupporterImport) -> None:
    """Whom we knew and the file put on the list; who said yes to it again since stays."""
    joined = Subscription.objects.filter(
        pk__in=[pk for pk, _supporter in page.get("joined", ())], state=SubscriptionState.SUBSCRIBED
    )
    subjects = list(joined.values_list("supporter__subject_id", flat=True))
    said_again = set(
        Consent.objects.filter(subject_id__in=subjects, list_id=mail_list.public_id)
        .exclude(wording=work.wording_id)
        .filter(answer=True, day__gte=work.created)
        .values_list("subject_id", flat=True)
    )
    joined.exclude(supporter__subject_id__in=said_again).delete()
    # A ledger takes nothing back: a no is written behind the yes.
    Consent.objects.bulk_create(
        Consent(
            subject_id=subject_id,
            wording_id=work.wording_id,
            list_id=mail_list.public_id,
            answer=False,
            how=ConsentHow.STAFF,
            day=utc_today(),
        )
        for subject_id in subjects
        if subject_id not in said_again
    )
