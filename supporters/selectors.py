"""Reads of supporters, lists and consents that matter."""

from collections.abc import Collection, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, ForeignObjectRel, OuterRef, Q, Subquery

from privacy.canonical import canonical_address
from privacy.exceptions import BadAddress
from privacy.holds import EVERYTHING, held_scopes
from privacy.indexes import Domain, IndexKind, index_versions
from privacy.sealing import unseal_many
from supporters import registries
from supporters.enums import Standing, SubscriptionState
from supporters.exceptions import NoWording
from supporters.models import (
    Consent,
    ConsentWording,
    CustomField,
    List,
    Merge,
    Partner,
    SubjectIndex,
    Subscription,
    Supporter,
    SupporterAlias,
    SupporterDetails,
)

# What is asked where somebody joins a list by themself.
LIST_WORDING = "supporters.list"

# The scope of legal holds on the file itself.
FILE_SCOPE = "supporters"

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from supporters.registries import TimelineEntry


def find_supporter(address: str) -> Supporter | None:
    """Return the supporter with this address, however it is written; None if there is none.

    One query. Text that is no address finds nobody.
    """
    try:
        canonical = canonical_address(address)
    except BadAddress:
        return None
    return find_by_index(index_versions(Domain.SUPPORTER, IndexKind.EMAIL, canonical).values())


def find_by_index(email_indexes: Collection[bytes], *, lock: bool = False) -> Supporter | None:
    """Return the supporter who has one of these blind indexes of an address. One query.

    ``lock`` keeps the row as it is until the transaction ends.
    """
    match = SubjectIndex.objects.filter(
        supporter=OuterRef("pk"), kind=IndexKind.EMAIL, index__in=list(email_indexes)
    )
    found = Supporter.objects.filter(Exists(match))
    return (found.select_for_update() if lock else found).first()


def supporter_named(public_id: UUID) -> Supporter | None:
    """Return whom a link in somebody's mail names, also by an id of before a merge; None for nobody."""
    return Supporter.objects.filter(public_id=public_id).first() or survivor_of(public_id)


def stands(mail_list: List | Subquery | None, standing: str) -> Q:
    """A condition on Supporter: who stands so (``Standing``, or "" for in any way) with this list; with any
    list where it is None. The file is filtered by it, and segments ask it."""
    rows = Subscription.objects.filter(supporter=OuterRef("pk"))
    if mail_list is not None:
        rows = rows.filter(list=mail_list)
    if standing == Standing.NONE:
        return ~Q(Exists(rows))
    if standing == Standing.NOT_ON:
        return ~Q(Exists(rows.subscribed()))
    return Q(Exists(rows.filter(state=standing) if standing else rows))


def survivor_of(public_id: UUID) -> Supporter | None:
    """Return who stands now for what had this id, a supporter or a deed, until it was merged."""
    alias = SupporterAlias.objects.filter(public_id=public_id).select_related("supporter").first()
    return alias.supporter if alias is not None else None


def last_merge(supporter: Supporter) -> Merge | None:
    """Return the merge that can be taken back next, None where none can. One query."""
    merge = Merge.objects.filter(survivor=supporter).select_related("undo_file").order_by("-pk").first()
    return merge if merge is not None and merge.can_be_undone else None


def details_of(supporters: Sequence[Supporter]) -> list[SupporterDetails | None]:
    """Return what is sealed of each, in order; None for one who was erased, or whose key is lost.

    One keystore query for 500, so that a list of people costs the same as one person.
    """
    return unseal_many(supporters, skip_unreadable=True)


def current_wording(key: str, language: str, partner: Partner | None = None) -> ConsentWording:
    """Return the words in which ``key`` is asked today, in ``language`` or the nearest there is.

    Only the newest version is ever shown. Raises NoWording if the question has no words yet.
    """
    asked = ConsentWording.objects.filter(key=key, partner=partner)
    newest = asked.order_by("-version").values("version")[:1]
    by_language = {wording.language: wording for wording in asked.filter(version=Subquery(newest))}
    if not by_language:
        raise NoWording(key)
    for wanted in (language, language.split("-", maxsplit=1)[0], settings.LANGUAGE_CODE):
        if wanted in by_language:
            return by_language[wanted]
    return by_language[min(by_language)]


def consents_of(supporter: Supporter) -> "list[Consent]":
    """Return what this person answered, newest first, with the words they saw. One query."""
    rows = Consent.objects.filter(subject_id=supporter.subject_id).select_related("wording__partner")
    return list(rows.order_by("-day", "-pk"))


def standing_consents(supporter: Supporter) -> "list[Consent]":
    """Return each yes that stands: the newest answer to a question, for one partner and list. One query."""
    return [consent for consent in newest_answers(supporter).values() if consent.answer]


def newest_answers(supporter: Supporter) -> "dict[tuple[str, int | None, UUID | None], Consent]":
    """Return the last word, yes or no, to each question: its key, its partner, the list. One query."""
    newest: dict[tuple[str, int | None, UUID | None], Consent] = {}
    for consent in consents_of(supporter):
        if (wording := consent.wording) is not None:
            newest.setdefault((wording.key, wording.partner_id, consent.list_id), consent)
    return newest


def offered_lists(supporter: Supporter) -> "list[List]":
    """Return the lists that this person may join or leave by themself: public ones, and those they are on."""
    theirs = Q(subscriptions__supporter=supporter, subscriptions__state=SubscriptionState.SUBSCRIBED)
    return list(List.objects.filter(Q(is_public=True) | theirs).distinct().order_by("pk"))


def question_labels(keys: Collection[str]) -> "dict[str, str]":
    """Return what each of the organization's own questions is called, by its key; the key itself for one
    that is none of ours any more. One query, none without keys."""
    known = {one.key: str(one) for one in CustomField.objects.filter(key__in=keys)} if keys else {}
    return {key: known.get(key, key) for key in keys}


def public_lists() -> "list[List]":
    """Return the lists that anybody may join, in the order in which they were made. One query."""
    return list(List.objects.filter(is_public=True).order_by("pk"))


def timeline_of(supporter: Supporter) -> "list[TimelineEntry]":
    """Return what this person did, newest day first, from every registered source.

    Within a day the order is by kind and label: it must not tell which deed came first.
    """
    entries = [entry for source in registries.timeline_sources.values() for entry in source(supporter)]
    entries.sort(key=lambda entry: (entry.kind, entry.label))
    entries.sort(key=lambda entry: entry.day, reverse=True)
    return entries


def live_among(supporter_ids: Collection[int]) -> set[int]:
    """Return those of the given supporters for whom something is still live.

    Asks every registered source once. Callers pass at most 500 at a time.
    """
    live: set[int] = set()
    for source in registries.live_sources.values():
        live |= source([pk for pk in supporter_ids if pk not in live])
    return live


def kept_by_hold() -> "QuerySet[Supporter]":
    """Supporters whom a standing legal hold keeps retention from erasing, whichever rule would.

    All, where it is on the file itself or on what is found by an address alone; else those whom a row of an
    app that it is on names: erasing them would empty that row.
    """
    scopes = held_scopes()
    by_address = {one.name for one in registries.erasers.values() if one.by_address}
    if scopes & {EVERYTHING, FILE_SCOPE, *by_address}:
        return Supporter.objects.all()
    named = [
        Exists(relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")}))
        for relation in Supporter._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and _scope_of(relation.related_model) in scopes
    ]
    return Supporter.objects.filter(reduce(or_, named)) if named else Supporter.objects.none()


def _scope_of(model: Any) -> str:
    return str(model._meta.app_config.name)


def kept_among(supporter_ids: Collection[int]) -> set[int]:
    """Those of the given supporters whom a legal hold keeps: something live."""
    return set(kept_by_hold().filter(pk__in=supporter_ids).values_list("pk", flat=True))
